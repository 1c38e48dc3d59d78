import { begin, deliver, deliveriesOf, endSessions, restart, states } from '../../../../support/page-session';

afterEach(endSessions);

describe('settings', () => {
  it('go to the settings page as they were posted; secrets as the platform gives them back, and nowhere else', async () => {
    const session = await begin();
    const { iparams } = session.world;
    expect(session.settings('value')).toMatchObject({ installed: true, configs: iparams });
    expect(session.settings('nothing').configs).toEqual({ ...iparams, secrets: undefined });
    expect(session.settings('mask').configs).toEqual({ ...iparams, secrets: '*'.repeat(24) });
    await deliver(session);
    const { webhook: secret, slack: token, teams: address } = iparams['secrets'] as Record<string, string>;
    const shown = JSON.stringify([
      session.settings('mask'),
      session.state(),
      deliveriesOf(session),
      session.world.deliveries,
    ]);
    for (const hidden of [secret ?? '-', token ?? '-', new URL(address ?? '').search])
      expect(shown).not.toContain(hidden);
  });

  it('are refused with the sentence the app renders; those of before stay', async () => {
    const session = await begin();
    const before = { ...session.world.iparams };
    const posted = (values: object): object => ({ __meta: { secure: ['secrets'] }, ...before, ...values });
    session.setMode('webhook', 'down');
    expect((await session.install(posted({}))).message).toBe('Orders: answered 503. Mend the receiver first.');
    session.setMode('webhook', 'up');
    expect((await session.install(posted({ time_zone: 'Nowhere' }))).accepted).toBe(false);
    expect(session.world.iparams).toEqual(before);
    await expect(session.install('no settings')).rejects.toThrow('The settings must be a JSON object: { … }.');
    expect((await session.install(posted({ time_zone: 'Europe/Berlin' }))).accepted).toBe(true);
    expect(session.world.iparams).toEqual({ ...before, time_zone: 'Europe/Berlin' });
  });

  it('are replaced by an edit without a word to the app, and survive a restart with what of them is secure', async () => {
    const session = await begin();
    const { logs } = session.world;
    const before = logs.length;
    await session.saveSettings({ __meta: { secure: ['secrets', 'time_zone'] }, time_zone: 'Europe/Berlin' });
    expect(logs).toHaveLength(before);
    expect(session.world.iparams).toEqual({ time_zone: 'Europe/Berlin' });
    const again = await restart(session);
    expect(again.settings('mask').configs).toEqual({ time_zone: '*'.repeat(24) });
  });

  it('are forgotten by uninstalling, with store and schedules; then the platform sends nothing until the next install', async () => {
    const session = await begin();
    session.setMode('webhook', 'down');
    await deliver(session);
    const { accepted } = await session.uninstall();
    const { installed, store, schedules, waiting } = session.state();
    expect({ accepted, installed, store, schedules, waiting }).toEqual({
      accepted: true,
      installed: false,
      store: [],
      schedules: [],
      waiting: { webhook: 0, slack: 0, teams: 0 },
    });
    expect(states(session.world.steps[0]?.told ?? [])[0]).toBe('webhook given up');
    await expect(deliver(session)).rejects.toThrow(
      'The app is not installed, so the platform sends it nothing: install it under Settings.',
    );
    expect(session.settings('value')).toMatchObject({ installed: false, configs: {} });
    await expect(session.saveSettings({})).rejects.toThrow('The app is not installed');
    expect((await session.simulate('onAppInstall', JSON.stringify({ iparams: {} }))).accepted).toBe(true);
    // No destination is set, so there is nobody to be told.
    expect((await deliver(session)).told).toEqual([]);
  });
});
