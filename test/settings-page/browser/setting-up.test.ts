/// <reference lib="dom" />
import { describeInBrowser } from '../../../packages/fresh-platform/test/support/browser';
import { REFUSED, settingsPages } from '../../support/settings-visit';

describeInBrowser('setting up the app', (browser) => {
  const at = settingsPages(browser);

  it('sets up all three kinds of destination at a first install', async () => {
    const page = await at.openNew();
    expect(await at.settings.locator('.choice strong').allTextContents()).toEqual([
      'Webhook',
      'Slack',
      'Microsoft Teams',
    ]);
    expect(await at.settings.locator('#status').count()).toBe(0);
    const webhook = await at.addNew('webhook', 'Orders');
    await at.settings.locator(`#address-of-${webhook}`).fill('https://hooks.example.com/relay');
    const made = await at.settings.locator(`#secret-of-${webhook}`).inputValue();
    expect(made).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await at.settings.locator(`#secret-of-${webhook}-copy`).click();
    await at.settings.getByText('Copied.').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(made);
    const slack = await at.addNew('slack', 'Night shift');
    await at.settings.locator(`#channel-of-${slack}-list`).click();
    await at.settings.getByText('Enter the bot token first').waitFor();
    await at.settings.locator(`#token-of-${slack}`).fill('xoxb-of-a-bot');
    const teams = await at.addNew('teams', 'Back office');
    await at.settings.locator(`#address-of-${teams}`).fill('https://flows.example.com/workflows/1?sig=2');
    await at.settings.locator(`#channel-of-${slack}-list`).click();
    await at.settings.locator(`select#channel-of-${slack}`).selectOption('#night-shift');
    await at.succeed('install', 'Installed.');
    const remarks = await page.locator('.remarks').first().innerText();
    expect(remarks.match(/took its test message|is valid/g)).toHaveLength(4);
    expect(at.iparams()).toMatchObject({
      destinations: [
        { id: webhook, kind: 'webhook', name: 'Orders', url: 'https://hooks.example.com/relay' },
        { id: slack, kind: 'slack', name: 'Night shift', channel: 'C0NIGHT', style: 'each', mention: '' },
        { id: teams, kind: 'teams', name: 'Back office' },
      ],
      personal_data: 'Leave out',
      unattended_minutes: 15,
      hours: null,
    });
    expect(at.secrets()).toEqual({
      [webhook]: made,
      slack: 'xoxb-of-a-bot',
      [teams]: 'https://flows.example.com/workflows/1?sig=2',
    });
    expect(at.served.session.settings('mask').configs['secrets']).toBe('*'.repeat(24));
    expect(await at.settings.locator('#status fw-pill').allTextContents()).toEqual(['Working', 'Working', 'Working']);
  });

  it('marks everything that is wrong at once when it is to be saved, and brings the first into view', async () => {
    await at.openNew();
    const webhook = await at.addNew('webhook', 'Orders');
    await at.settings.locator(`#address-of-${webhook}`).fill('http://10.0.0.1');
    await at.addNew('slack', '');
    await at.settings.locator('#unattended').fill('3');
    await at.press('install', REFUSED);
    expect(await at.faults()).toEqual([
      'This destination needs an address that starts with https://.',
      'This destination needs a name that people know it by.',
      'This destination has no bot token yet: paste it.',
      'This destination has no channel yet: choose one.',
      'Enter 5 to 1,440 minutes, or 0 for never.',
    ]);
    const address = at.settings.locator(`#address-of-${webhook}`);
    expect(await address.evaluate((field) => document.activeElement === field)).toBe(true);
    expect(await address.getAttribute('aria-invalid')).toBe('true');
    await address.fill('https://hooks.example.com');
    await at.settings.locator(`#address-of-${webhook}-fault:empty`).waitFor({ state: 'attached' });
  });

  it('says what is wrong when typing stops, and not while somebody types', async () => {
    const page = await at.openNew();
    const webhook = await at.addNew('webhook', '');
    const unnamed = 'This destination needs a name that people know it by.';
    // Until then the page waits by the browser's own time.
    await at.settings.getByText(unnamed).waitFor();
    await page.clock.install();
    // From here on time passes only as the test says.
    await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 60_000);
    await at.settings.locator(`#address-of-${webhook}`).fill('http');
    await page.clock.runFor(600);
    await at.settings.locator(`#address-of-${webhook}`).fill('http://x');
    await page.clock.runFor(600);
    expect(await at.faults()).toEqual([unnamed]);
    await page.clock.runFor(200);
    expect((await at.faults()).sort()).toEqual(
      ['This destination needs an address that starts with https://.', unnamed].sort(),
    );
  });

  it('tests a destination before installing, and says at its card what to mend until it is mended', async () => {
    await at.openNew();
    const slack = await at.addNew('slack', 'Night shift');
    const answer = at.settings.locator(`#answer-of-${slack}`);
    const test = async (sentence: string): Promise<void> => {
      await at.settings.locator(`#test-${slack}`).click();
      await answer.getByText(sentence).waitFor();
    };
    await test('This destination has no bot token yet: paste it.');
    await at.settings.locator(`#token-of-${slack}`).fill('xoxp-of-a-user');
    await at.settings.locator(`#channel-of-${slack}`).fill('C0NIGHT');
    await test('It has a token that is not valid. Paste it again.');
    expect(await answer.getAttribute('data-tone')).toBe('bad');
    await at.settings.locator(`#token-of-${slack}`).fill('xoxb-of-a-bot');
    await test('It took the test message.');
    const webhook = await at.addNew('webhook', 'Orders');
    await at.settings.locator(`#address-of-${webhook}`).fill('https://hooks.example.com/relay');
    at.served.session.switchTo('webhook', 'gone');
    await at.settings.locator(`#test-${webhook}`).click();
    await at.settings.locator(`#answer-of-${webhook}`).getByText('It is gone for good (410).').waitFor();
    at.served.session.switchTo('webhook', 'rules');
    await at.settings.locator(`#test-${webhook}`).click();
    await at.settings.locator(`#answer-of-${webhook}`).getByText('It took the test message.').waitFor();
    expect(at.served.world.deliveries[0]).toMatchObject({ destination: 'webhook', verified: true });
  });

  it('shows what messages will look like, with personal data and without, before anything is saved', async () => {
    await at.openNew();
    const webhook = await at.addNew('webhook', 'Orders');
    await at.settings.locator(`#card-${webhook}`).getByText('What it will look like').click();
    const body = at.settings.locator(`#card-${webhook} pre`);
    expect(await body.textContent()).toContain('"type": "conversation.created"');
    expect(await body.textContent()).not.toContain('Nadia');
    await at.settings.getByLabel('Include').check();
    expect(await body.textContent()).toContain('"email": "nadia.okafor@example.com"');
    const slack = await at.addNew('slack', 'Night shift');
    await at.settings.locator(`#mention-of-${slack}`).fill('here');
    await at.settings.locator(`#card-${slack}`).getByText('What it will look like').click();
    const messages = at.settings.locator(`#card-${slack} .messages > li`);
    const kinds = ['Unassigned', 'Reopened', 'SLA breached', 'Unattended', 'Trouble'];
    expect(await messages.locator('.pill').allTextContents()).toEqual(kinds);
    expect(await messages.filter({ hasText: '@here' }).locator('.pill').allTextContents()).toEqual([
      'SLA breached',
      'Unattended',
    ]);
    await at.settings.locator(`#style-of-${slack}`).selectOption({ label: 'A thread for every conversation' });
    expect(await messages.and(at.settings.locator('.reply')).locator('.pill').allTextContents()).toEqual([
      'Reopened',
      'SLA breached',
      'Unattended',
    ]);
    await at.settings.locator(`#style-of-${slack}`).selectOption('card');
    expect(await messages.nth(1).locator('dt').allTextContents()).toContain('With');
    await at.settings.locator(`#card-${slack}`).getByLabel('Everything').check();
    expect(await messages.last().locator('dt').allTextContents()).toContain('SLAs missed');
  });
});
