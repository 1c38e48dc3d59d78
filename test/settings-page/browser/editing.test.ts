/// <reference lib="dom" />
import { describeInBrowser } from '../../../packages/fresh-platform/test/support/browser';
import { REFUSED, settingsPages } from '../../support/settings-visit';

const CREATED = { kind: 'event', module: 'chat_conversation', name: 'onConversationCreate' } as const;

describeInBrowser('editing its settings', (browser) => {
  const at = settingsPages(browser);

  it('keeps every secret of an edit that touches none', async () => {
    const page = await at.open();
    const before = structuredClone(at.iparams());
    await at.settings.locator('#unattended').fill('30');
    await at.settings.locator('#summary-at').fill('18:30');
    const heard = page.waitForResponse(
      (response) => response.request().postData()?.includes('"settingsSaved"') === true,
    );
    await at.succeed('save', 'Saved.');
    expect(at.iparams()).toMatchObject({ unattended_minutes: 30, summary_at: '18:30', secrets: before['secrets'] });
    const told = (await heard).request().postData() ?? '';
    for (const secret of Object.values(at.secrets())) expect(told).not.toContain(secret);
    const names = at.served.session.account.platform.schedules().map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['relay-summary-0', 'relay-summary-1']));
  });

  it.each(['nothing', 'mask'] as const)(
    'asks again for each secret where the platform gives back %s, and saves no mask',
    async (mode) => {
      await at.open();
      await at.secureModeIs(mode);
      const before = structuredClone(at.iparams());
      await at.press('save', REFUSED);
      expect(await at.faults()).toEqual([
        expect.stringContaining('Enter it once more, or make a new one.'),
        expect.stringContaining('Paste the bot token once more.'),
        expect.stringContaining('Paste the workflow’s address once more.'),
      ]);
      expect(at.iparams()).toEqual(before);
      await at.settings.locator('#token-of-slack').fill('xoxb-entered-again');
      await at.settings.locator('#address-of-teams').fill('https://flows.example.com/again?sig=3');
      await at.settings.locator('#secret-of-webhook').fill('*'.repeat(24));
      await at.press('save', REFUSED);
      await at.settings.locator('#secret-of-webhook').fill(`whsec_${'A'.repeat(32)}`);
      await at.succeed('save', 'Saved.');
      expect(at.secrets()).toEqual({
        webhook: `whsec_${'A'.repeat(32)}`,
        slack: 'xoxb-entered-again',
        teams: 'https://flows.example.com/again?sig=3',
      });
    },
  );

  it('replaces a webhook’s secret with the old one beside it, until that is ended', async () => {
    await at.open();
    const old = at.secrets()['webhook'] ?? '';
    await at.openCard('webhook');
    await at.settings.locator('#secret-of-webhook-replace').click();
    const made = await at.settings.locator('#secret-of-webhook').inputValue();
    await at.succeed('save', 'Saved.');
    expect(at.secrets()['webhook']).toBe(`${made} ${old}`);
    await at.openCard('webhook');
    expect(await at.settings.locator('#destinations').innerHTML()).not.toContain(made);
    await at.settings.locator('#secret-of-webhook-end').click();
    await at.succeed('save', 'Saved.');
    expect(at.secrets()['webhook']).toBe(made);
  });

  it('keeps a channel quiet about conversations of other groups', async () => {
    await at.open();
    await at.openCard('slack');
    const card = at.settings.locator('#card-slack');
    // Somebody may choose one by one, from kinds that are each explained.
    await card.getByLabel('Needs a person').check();
    await card.getByLabel('One by one').check();
    expect(await card.getByLabel('Unattended', { exact: true }).isChecked()).toBe(true);
    expect(await card.getByLabel('Daily summary', { exact: true }).isChecked()).toBe(false);
    await card.getByText('Nobody has picked it up for 15 minutes, and again after twice as long.').waitFor();
    await card.getByLabel('Everything').check();
    await card.getByText('Which conversations it hears about').click();
    await at.settings.locator('#groups-of-slack').fill('EMEA_Support, Night shift');
    await at.settings.locator('#groups-of-slack').press('Enter');
    expect(await card.locator('.tags bdi').allTextContents()).toEqual(['EMEA_Support', 'Night shift']);
    await at.settings.locator('#topics-of-slack').fill('Orders');
    await card.getByLabel('Take out Night shift').click();
    await at.succeed('save', 'Saved.');
    expect((at.iparams()['destinations'] as object[]).find((one) => Reflect.get(one, 'id') === 'slack')).toMatchObject({
      groups: ['EMEA_Support'],
      topics: ['Orders'],
      sources: [],
    });
    const payload = { data: { conversation: { conversation_id: 'c1', status: 'new' }, actor: { type: 'user' } } };
    await at.served.session.simulate(CREATED, JSON.stringify(payload));
    const told = at.served.world.deliveries.filter(({ event }) => event === 'onConversationCreate');
    expect(told.map(({ destination }) => destination)).toContain('webhook');
    expect(told.map(({ destination }) => destination)).not.toContain('slack');
  });

  it('removes a destination only when asked twice, and forgets its secret', async () => {
    await at.open();
    await at.openCard('teams');
    await at.settings.locator('#remove-teams').click();
    await at.settings.locator('#remove-now-teams').click();
    expect(await at.settings.locator('.card-name').count()).toBe(2);
    await at.succeed('save', 'Saved.');
    expect(Object.keys(at.secrets())).toEqual(['webhook', 'slack']);
  });

  it('shows at the top which destination fails since when, and tries it at once when asked', async () => {
    at.served.session.switchTo('webhook', 'failing');
    const payload = { data: { conversation: { conversation_id: 'c1', status: 'new' }, actor: { type: 'user' } } };
    await at.served.session.simulate(CREATED, JSON.stringify(payload));
    await at.open();
    const state = at.settings.locator('#status li[data-id=webhook]');
    await state.getByText('1 update waits. It is tried again within minutes.').waitFor();
    await at.served.session.advance(22 * 60_000);
    await at.settings.locator('#look-again').click();
    // By then it is unattended, too.
    await state.getByText('2 updates wait. It is tried again at').waitFor();
    expect(await state.locator('fw-pill').textContent()).toBe('Failing');
    expect(await at.settings.locator('#status li', { hasText: 'Working' }).count()).toBe(2);
    at.served.session.switchTo('webhook', 'rules');
    await at.settings.locator('#retry-webhook').click();
    await at.settings.getByText('Nothing waits any more.').waitFor();
    await state.getByText('Working').waitFor();
  });
});
