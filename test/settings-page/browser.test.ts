/// <reference lib="dom" />
import { readFileSync } from 'node:fs';
import type { Browser, Frame, FrameLocator, Page } from 'playwright-core';
import { chromiumPath, launchBrowser, startTestPage, type TestPage } from '../../dev/build/page-tour';
import { poorTexts } from '../support/contrast';

const path = chromiumPath();
const isCi = (process.env['CI'] ?? '') !== '';
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
/** Nothing here waits for a time to pass, so these only say when a machine is too busy to be waited for. */
const STEP_MS = 60_000;
jest.setTimeout(5 * STEP_MS);

interface Axe {
  run: () => Promise<{ violations: { id: string; impact: string | null; nodes: { html: string }[] }[] }>;
}

/** Runs in the browser: what axe finds to be serious or critical, with where. */
async function seriousFindings(): Promise<string[]> {
  const { axe } = window as unknown as { axe: Axe };
  const { violations } = await axe.run();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`));
}

if (path === undefined && !isCi) {
  it.skip('NOT TESTED IN A BROWSER: there is no Chromium here. Install it, or say where it is with CHROMIUM_PATH.', () =>
    undefined);
} else {
  describe('the settings page', () => {
    let browser: Browser;
    let served: TestPage;
    let page: Page;
    let settings: FrameLocator;
    const asked: string[] = [];
    const complaints: string[] = [];

    const open = async (colorScheme: 'light' | 'dark' = 'light'): Promise<void> => {
      page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme, reducedMotion: 'reduce' });
      page.setDefaultTimeout(STEP_MS);
      page.on('request', (request) => asked.push(request.url()));
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(`${served.address}/custom_configs`);
      settings = page.frameLocator('.settings-frame iframe');
      await settings.locator(served.session.world.installed ? '#status' : '.choices').waitFor();
    };
    /** The page before the app is installed. */
    const openNew = async (): Promise<void> => {
      await served.session.uninstall();
      await open();
    };
    const frameOf = (): Frame => {
      const frame = page.frames().find((one) => one.url().includes('/settings-page/'));
      if (frame === undefined) throw new Error('There is no settings page.');
      return frame;
    };
    const press = async (id: 'install' | 'save' | 'uninstall', outcome: string): Promise<void> => {
      await page.locator(`#${id}`).click();
      await page.locator('#install-outcome').getByText(outcome).waitFor();
    };
    /** Presses what is to succeed, and waits until the page stands there anew with what is saved. */
    const succeed = async (id: 'install' | 'save', outcome: string): Promise<void> => {
      await frameOf().evaluate(() => {
        document.body.dataset['before'] = '';
      });
      await press(id, outcome);
      await settings.locator('body:not([data-before]) #status').waitFor();
    };
    const REFUSED = 'The page does not let it be saved yet: it marks what is wrong.';
    const faults = (): Promise<string[]> => settings.locator('.fault:not(:empty)').allTextContents();
    const secureModeIs = async (mode: 'value' | 'nothing' | 'mask'): Promise<void> => {
      const loaded = page.waitForResponse(/settings-page\/index\.html/);
      await page.locator('#secure-mode').selectOption(mode);
      await (await loaded).finished();
      await settings.locator('#status').waitFor();
    };
    const iparams = (): Record<string, unknown> => served.session.world.iparams;
    const secrets = (): Record<string, string> => iparams()['secrets'] as Record<string, string>;
    /** Adds a destination and gives its id. */
    const addNew = async (kind: 'webhook' | 'slack' | 'teams', name: string): Promise<string> => {
      await settings.locator(`#add-${kind}`).click();
      const field = settings.locator('input[id^=name-of-]:focus');
      await field.fill(name);
      return ((await field.getAttribute('id')) ?? '').replace('name-of-', '');
    };
    const openCard = (id: string): Promise<void> => settings.locator(`#open-${id}`).click();

    beforeAll(async () => {
      if (path === undefined)
        throw new Error('CI must test in a browser: install Chromium, or say where it is with CHROMIUM_PATH.');
      browser = await launchBrowser(path);
    });
    afterAll(() => browser.close());
    beforeEach(async () => {
      served = await startTestPage();
    });
    afterEach(async () => {
      await page.close();
      await served.remove();
      const foreign = asked
        .splice(0)
        .filter((url) => !url.startsWith(`${served.address}/`) && !/^(?:data|blob):/.test(url));
      expect({ foreign, complaints: complaints.splice(0) }).toEqual({ foreign: [], complaints: [] });
    });

    it('sets up all three kinds of destination at a first install', async () => {
      await openNew();
      expect(await settings.locator('.choice strong').allTextContents()).toEqual([
        'Webhook',
        'Slack',
        'Microsoft Teams',
      ]);
      expect(await settings.locator('#status').count()).toBe(0);
      const webhook = await addNew('webhook', 'Orders');
      await settings.locator(`#address-of-${webhook}`).fill('https://hooks.example.com/relay');
      const made = await settings.locator(`#secret-of-${webhook}`).inputValue();
      expect(made).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
      const slack = await addNew('slack', 'Night shift');
      await settings.locator(`#channel-of-${slack}-list`).click();
      await settings.getByText('Enter the bot token first').waitFor();
      await settings.locator(`#token-of-${slack}`).fill('xoxb-of-a-bot');
      const teams = await addNew('teams', 'Back office');
      await settings.locator(`#address-of-${teams}`).fill('https://flows.example.com/workflows/1?sig=2');
      await settings.locator(`#channel-of-${slack}-list`).click();
      await settings.locator(`select#channel-of-${slack}`).selectOption('#night-shift');
      await succeed('install', 'Installed. Every destination took its test message.');
      expect(iparams()).toMatchObject({
        destinations: [
          { id: webhook, kind: 'webhook', name: 'Orders', url: 'https://hooks.example.com/relay' },
          { id: slack, kind: 'slack', name: 'Night shift', channel: 'C0NIGHT', style: 'each', mention: '' },
          { id: teams, kind: 'teams', name: 'Back office' },
        ],
        personal_data: 'Leave out',
        unattended_minutes: 15,
        hours: null,
      });
      expect(secrets()).toEqual({
        [webhook]: made,
        slack: 'xoxb-of-a-bot',
        [teams]: 'https://flows.example.com/workflows/1?sig=2',
      });
      expect(served.session.settings('mask').configs['secrets']).toBe('*'.repeat(24));
      expect(await settings.locator('#status fw-pill').allTextContents()).toEqual(['Working', 'Working', 'Working']);
    });

    it('marks everything that is wrong at once when it is to be saved, and brings the first into view', async () => {
      await openNew();
      const webhook = await addNew('webhook', 'Orders');
      await settings.locator(`#address-of-${webhook}`).fill('http://10.0.0.1');
      await addNew('slack', '');
      await settings.locator('#unattended').fill('3');
      await press('install', REFUSED);
      expect(await faults()).toEqual([
        'This destination needs an address that starts with https://.',
        'This destination needs a name that people know it by.',
        'This destination has no bot token yet: paste it.',
        'This destination has no channel yet: choose one.',
        'Enter 5 to 1,440 minutes, or 0 for never.',
      ]);
      const address = settings.locator(`#address-of-${webhook}`);
      expect(await address.evaluate((field) => document.activeElement === field)).toBe(true);
      expect(await address.getAttribute('aria-invalid')).toBe('true');
      await address.fill('https://hooks.example.com');
      await settings.locator(`#address-of-${webhook}-fault:empty`).waitFor({ state: 'attached' });
    });

    it('says what is wrong when typing stops, and not while somebody types', async () => {
      await openNew();
      const webhook = await addNew('webhook', 'Orders');
      await page.clock.install();
      // From here on time passes only as the test says.
      await page.clock.pauseAt((await page.evaluate(() => Date.now())) + STEP_MS);
      await settings.locator(`#address-of-${webhook}`).fill('http');
      await page.clock.runFor(600);
      await settings.locator(`#address-of-${webhook}`).fill('http://x');
      await page.clock.runFor(600);
      expect(await faults()).toEqual([]);
      await page.clock.runFor(200);
      expect(await faults()).toEqual(['This destination needs an address that starts with https://.']);
    });

    it('keeps every secret of an edit that touches none', async () => {
      await open();
      const before = structuredClone(iparams());
      await settings.locator('#unattended').fill('30');
      await settings.locator('#summary-at').fill('18:30');
      const heard = page.waitForResponse(
        (response) => response.request().postData()?.includes('"settingsSaved"') === true,
      );
      await succeed('save', 'Saved.');
      expect(iparams()).toMatchObject({ unattended_minutes: 30, summary_at: '18:30', secrets: before['secrets'] });
      const told = (await heard).request().postData() ?? '';
      for (const secret of Object.values(secrets())) expect(told).not.toContain(secret);
      const names = served.session.world.platform.schedules().map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining(['relay-summary-0', 'relay-summary-1']));
    });

    it.each(['nothing', 'mask'] as const)(
      'asks again for each secret where the platform gives back %s, and saves no mask',
      async (mode) => {
        await open();
        await secureModeIs(mode);
        const before = structuredClone(iparams());
        await press('save', REFUSED);
        expect(await faults()).toEqual([
          expect.stringContaining('Enter it once more, or make a new one.'),
          expect.stringContaining('Paste the bot token once more.'),
          expect.stringContaining('Paste the workflow’s address once more.'),
        ]);
        expect(iparams()).toEqual(before);
        await settings.locator('#token-of-slack').fill('xoxb-entered-again');
        await settings.locator('#address-of-teams').fill('https://flows.example.com/again?sig=3');
        await settings.locator('#secret-of-webhook').fill('*'.repeat(24));
        await press('save', REFUSED);
        await settings.locator('#secret-of-webhook').fill(`whsec_${'A'.repeat(32)}`);
        await succeed('save', 'Saved.');
        expect(secrets()).toEqual({
          webhook: `whsec_${'A'.repeat(32)}`,
          slack: 'xoxb-entered-again',
          teams: 'https://flows.example.com/again?sig=3',
        });
      },
    );

    it('replaces a webhook’s secret with the old one beside it, until that is ended', async () => {
      await open();
      const old = secrets()['webhook'] ?? '';
      await openCard('webhook');
      await settings.locator('#secret-of-webhook-replace').click();
      const made = await settings.locator('#secret-of-webhook').inputValue();
      await succeed('save', 'Saved.');
      expect(secrets()['webhook']).toBe(`${made} ${old}`);
      await openCard('webhook');
      expect(await settings.locator('#destinations').innerHTML()).not.toContain(made);
      await settings.locator('#secret-of-webhook-end').click();
      await succeed('save', 'Saved.');
      expect(secrets()['webhook']).toBe(made);
    });

    it('keeps a channel quiet about conversations of other groups', async () => {
      await open();
      await openCard('slack');
      const card = settings.locator('#card-slack');
      await card.getByLabel('Everything').check();
      await card.getByText('Which conversations it hears about').click();
      await settings.locator('#groups-of-slack').fill('EMEA_Support, Night shift');
      await settings.locator('#groups-of-slack').press('Enter');
      expect(await card.locator('.tags bdi').allTextContents()).toEqual(['EMEA_Support', 'Night shift']);
      await settings.locator('#topics-of-slack').fill('Orders');
      await card.getByLabel('Take out Night shift').click();
      await succeed('save', 'Saved.');
      expect((iparams()['destinations'] as object[]).find((one) => Reflect.get(one, 'id') === 'slack')).toMatchObject({
        groups: ['EMEA_Support'],
        topics: ['Orders'],
        sources: [],
      });
      const payload = { data: { conversation: { conversation_id: 'c1', status: 'new' }, actor: { type: 'user' } } };
      await served.session.simulate('onConversationCreate', JSON.stringify(payload));
      const told = served.session.world.deliveries.filter(({ event }) => event === 'onConversationCreate');
      expect(told.map(({ destination }) => destination)).toContain('webhook');
      expect(told.map(({ destination }) => destination)).not.toContain('slack');
    });

    it('removes a destination only when asked twice, and forgets its secret', async () => {
      await open();
      await openCard('teams');
      await settings.locator('#remove-teams').click();
      await settings.locator('#remove-now-teams').click();
      expect(await settings.locator('.card-name').count()).toBe(2);
      await succeed('save', 'Saved.');
      expect(Object.keys(secrets())).toEqual(['webhook', 'slack']);
    });

    it('tests a destination before installing, and says at its card what to mend until it is mended', async () => {
      await openNew();
      const slack = await addNew('slack', 'Night shift');
      const answer = settings.locator(`#answer-of-${slack}`);
      const test = async (sentence: string): Promise<void> => {
        await settings.locator(`#test-${slack}`).click();
        await answer.getByText(sentence).waitFor();
      };
      await test('This destination has no bot token yet: paste it.');
      await settings.locator(`#token-of-${slack}`).fill('xoxp-of-a-user');
      await settings.locator(`#channel-of-${slack}`).fill('C0NIGHT');
      await test('It has a token that is not valid. Paste it again.');
      expect(await answer.getAttribute('data-tone')).toBe('bad');
      await settings.locator(`#token-of-${slack}`).fill('xoxb-of-a-bot');
      await test('It took the test message.');
      const webhook = await addNew('webhook', 'Orders');
      await settings.locator(`#address-of-${webhook}`).fill('https://hooks.example.com/relay');
      served.session.setMode('webhook', 'gone');
      await settings.locator(`#test-${webhook}`).click();
      await settings.locator(`#answer-of-${webhook}`).getByText('It is gone for good (410).').waitFor();
      served.session.setMode('webhook', 'up');
      await settings.locator(`#test-${webhook}`).click();
      await settings.locator(`#answer-of-${webhook}`).getByText('It took the test message.').waitFor();
      expect(served.session.world.deliveries[0]).toMatchObject({ destination: 'webhook', verified: true });
    });

    it('shows at the top which destination fails since when, and tries it at once when asked', async () => {
      served.session.setMode('webhook', 'down');
      const payload = { data: { conversation: { conversation_id: 'c1', status: 'new' }, actor: { type: 'user' } } };
      await served.session.simulate('onConversationCreate', JSON.stringify(payload));
      await open();
      const state = settings.locator('#status li[data-id=webhook]');
      await state.getByText('1 update waits. It is tried again within minutes.').waitFor();
      await served.session.advance(22 * 60_000);
      await settings.locator('#look-again').click();
      // By then it is unattended, too.
      await state.getByText('2 updates wait. It is tried again at').waitFor();
      expect(await state.locator('fw-pill').textContent()).toBe('Failing');
      expect(await settings.locator('#status li', { hasText: 'Working' }).count()).toBe(2);
      served.session.setMode('webhook', 'up');
      await settings.locator('#retry-webhook').click();
      await settings.getByText('Nothing waits any more.').waitFor();
      await state.getByText('Working').waitFor();
    });

    it('shows what messages will look like, with personal data and without, before anything is saved', async () => {
      await openNew();
      const webhook = await addNew('webhook', 'Orders');
      await settings.locator(`#card-${webhook}`).getByText('What it will look like').click();
      const body = settings.locator(`#card-${webhook} pre`);
      expect(await body.textContent()).toContain('"type": "conversation.created"');
      expect(await body.textContent()).not.toContain('Nadia');
      await settings.getByLabel('Include').check();
      expect(await body.textContent()).toContain('"email": "nadia.okafor@example.com"');
      const slack = await addNew('slack', 'Night shift');
      await settings.locator(`#mention-of-${slack}`).fill('here');
      await settings.locator(`#card-${slack}`).getByText('What it will look like').click();
      const messages = settings.locator(`#card-${slack} .messages > li`);
      const kinds = ['Unassigned', 'Reopened', 'SLA breached', 'Unattended', 'Trouble'];
      expect(await messages.locator('.pill').allTextContents()).toEqual(kinds);
      expect(await messages.filter({ hasText: '@here' }).locator('.pill').allTextContents()).toEqual([
        'SLA breached',
        'Unattended',
      ]);
      await settings.locator(`#style-of-${slack}`).selectOption({ label: 'A thread for every conversation' });
      expect(await messages.and(settings.locator('.reply')).locator('.pill').allTextContents()).toEqual([
        'Reopened',
        'SLA breached',
        'Unattended',
      ]);
      await settings.locator(`#style-of-${slack}`).selectOption('card');
      expect(await messages.nth(1).locator('dt').allTextContents()).toContain('With');
      await settings.locator(`#card-${slack}`).getByLabel('Everything').check();
      expect(await messages.last().locator('dt').allTextContents()).toContain('SLAs missed');
    });

    it('can be used by keyboard alone', async () => {
      await openNew();
      await settings.locator('#add-webhook').focus();
      await page.keyboard.press('Enter');
      await settings.locator('input[id^=name-of-]:focus').waitFor();
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type('Orders');
      await page.keyboard.press('Tab');
      await page.keyboard.type('https://hooks.example.com/relay');
      await settings.locator('#hours-on').focus();
      await page.keyboard.press('Space');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Space');
      await settings.locator('fw-button[id^=add-slack]').getByRole('button').focus();
      await page.keyboard.press('Enter');
      await settings.locator('input[id^=name-of-]:focus').waitFor();
      await settings.locator('button[id^=remove-]').last().focus();
      await page.keyboard.press('Enter');
      await settings.locator('fw-button[id^=remove-now-]:focus-within').waitFor();
      await page.keyboard.press('Enter');
      await settings.locator('#destinations-title:focus').waitFor();
      await succeed('install', 'Installed.');
      expect(iparams()['hours']).toEqual({ days: ['Tue', 'Wed', 'Thu', 'Fri'], from: '09:00', to: '18:00' });
      expect(iparams()['destinations']).toMatchObject([{ name: 'Orders', url: 'https://hooks.example.com/relay' }]);
    });

    it.each(['light', 'dark'] as const)(
      'can be read in the %s and by a screen reader, on screens from 320 px on, with a name that runs from right to left',
      async (scheme) => {
        await open(scheme);
        for (const id of ['webhook', 'slack', 'teams']) await openCard(id);
        await settings.locator('#name-of-teams').fill('مجموعة الدعم (2)');
        await settings.locator('#secret-of-webhook-replace').click();
        await settings.locator('#unattended').fill('3');
        await press('save', REFUSED);
        for (const summary of await settings.locator('summary').all())
          if ((await summary.locator('..').getAttribute('open')) === null) await summary.click();
        for (const width of [320, 800, 1600]) {
          await page.setViewportSize({ width, height: 900 });
          const wide = await frameOf().evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
          expect({ width, wide }).toEqual({ width, wide: false });
        }
        expect(await poorTexts(frameOf())).toEqual([]);
        await frameOf().evaluate(AXE);
        expect(await frameOf().evaluate(seriousFindings)).toEqual([]);
      },
    );
  });
}
