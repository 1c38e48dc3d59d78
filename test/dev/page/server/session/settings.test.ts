import type { Simulated } from '../../../../../packages/fresh-platform/page/server/api';
import { begin, deliver, deliveriesOf, endSessions, relayOf, restart, states } from '../../../../support/page-session';

afterEach(endSessions);

/** What the admin reads; empty where the app accepts. */
function refusalIn({ invocation }: Simulated): string {
  return invocation?.rendered?.message ?? '';
}

describe('settings', () => {
  it('go to the settings page as they were posted; secrets as the platform gives them back, and nowhere else', async () => {
    const session = await begin();
    const { iparams } = session.account;
    expect(session.settings('value')).toMatchObject({ isInstalled: true, configs: iparams });
    expect(session.settings('nothing').configs).toEqual({ ...iparams, secrets: undefined });
    expect(session.settings('mask').configs).toEqual({ ...iparams, secrets: '*'.repeat(24) });
    await deliver(session);
    const { webhook: secret, slack: token, teams: address } = iparams['secrets'] as Record<string, string>;
    const shown = JSON.stringify([
      session.settings('mask'),
      session.state(),
      deliveriesOf(session),
      session.world.deliveries,
      session.requests({ text: '', page: 1 }),
      session.invocations({ text: '', page: 1 }),
      session.logs({ text: '', page: 1 }),
    ]);
    for (const hidden of [secret ?? '-', token ?? '-', new URL(address ?? '').search.slice(1)])
      expect(shown).not.toContain(hidden);
  });

  it('are refused with the sentence the app renders; those of before stay', async () => {
    const session = await begin();
    const before = { ...session.account.iparams };
    const posted = (values: object): object => ({ __meta: { secure: ['secrets'] }, ...before, ...values });
    session.switchTo('webhook', 'failing');
    expect(refusalIn(await session.install(posted({})))).toBe('Orders: answered 503. Mend the receiver first.');
    session.switchTo('webhook', 'rules');
    expect(refusalIn(await session.install(posted({ time_zone: 'Nowhere' })))).not.toBe('');
    expect(session.account.iparams).toEqual(before);
    await expect(session.install('no settings')).rejects.toThrow('The settings must be a JSON object: { … }.');
    expect(refusalIn(await session.install(posted({ time_zone: 'Europe/Berlin' })))).toBe('');
    expect(session.account.iparams).toEqual({ ...before, time_zone: 'Europe/Berlin' });
  });

  it('are replaced by an edit without a word to the app, and survive a restart with what of them is secure', async () => {
    const session = await begin();
    const { logs } = session.account;
    const before = logs.length;
    await session.saveSettings({ __meta: { secure: ['secrets', 'time_zone'] }, time_zone: 'Europe/Berlin' });
    expect(logs).toHaveLength(before);
    expect(session.account.iparams).toEqual({ time_zone: 'Europe/Berlin' });
    const again = await restart(session);
    expect(again.settings('mask').configs).toEqual({ time_zone: '*'.repeat(24) });
  });

  it('are forgotten by uninstalling, with store and schedules; then the platform sends nothing until the next install', async () => {
    const session = await begin();
    session.switchTo('webhook', 'failing');
    await deliver(session);
    const refusal = refusalIn(await session.uninstall());
    const { isInstalled, store, schedules } = session.state();
    const { waiting } = relayOf(session);
    expect({ refusal, isInstalled, store, schedules, waiting }).toEqual({
      refusal: '',
      isInstalled: false,
      store: [],
      schedules: [],
      waiting: { webhook: 0, slack: 0, teams: 0 },
    });
    expect(states(session.world.steps[0]?.told ?? [])[0]).toBe('webhook given up');
    await expect(deliver(session)).rejects.toThrow(
      'The app is not installed, so the platform sends it nothing: install it under Settings.',
    );
    expect(session.settings('value')).toMatchObject({ isInstalled: false, configs: {} });
    await expect(session.saveSettings({})).rejects.toThrow('The app is not installed');
    const named = { kind: 'set-up', module: 'common', name: 'onAppInstall' } as const;
    expect(refusalIn(await session.simulate(named, JSON.stringify({ iparams: {} })))).toBe('');
    // No destination is set, so there is nobody to be told.
    expect((await deliver(session)).told).toEqual([]);
  });
});
