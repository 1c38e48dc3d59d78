/// <reference lib="dom" />
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { Webhook } from 'standardwebhooks';
import { createForward } from '../../../dev/page/server/account/forward';
import { secretsOf } from '../../../dev/page/server/account/world';
import { samplePayload } from '../../../dev/page/server/session/samples';
import { poorTexts } from '../../support/contrast';
import {
  chromiumPath,
  goTo,
  launchBrowser,
  MORNING,
  moveClock,
  playStory,
  setAllReceivers,
  simulateEvent,
  startTestPage,
  type TestPage,
} from '../../../dev/build/page-tour';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
/** The views, and what each shows once it is there. */
const VIEWS = [
  ['Story', '.said-one'],
  ['Conversations', '.stage figure'],
  ['Deliveries', '.delivery'],
  ['Outage', '.scrub:not([hidden])'],
  ['Simulate', '#payload-check:not(:empty)'],
  ['Platform', '#clock:not(:empty)'],
  ['Settings', '.settings-frame iframe'],
] as const;

// Every wait is for a state of the page; how long a busy machine takes to come to it says nothing.
jest.setTimeout(300_000);

const path = chromiumPath();
const isCi = (process.env['CI'] ?? '') !== '';

if (path === undefined && !isCi) {
  it.skip('NOT TESTED IN A BROWSER: there is no Chromium here. Install it, or say where it is with CHROMIUM_PATH.', () =>
    undefined);
} else {
  describe('in a browser', () => {
    let browser: Browser;
    let served: TestPage;
    let page: Page;
    /** Addresses asked for, and what the browser complained of. */
    const asked: string[] = [];
    const complaints: string[] = [];

    const open = async (colorScheme: 'light' | 'dark', at = '/web/test', width = 1280): Promise<void> => {
      page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme, reducedMotion: 'reduce' });
      page.setDefaultTimeout(120_000);
      page.on('request', (request) => asked.push(request.url()));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(`${served.address}${at}`);
      await page.locator('#header-clock:not(:empty)').waitFor();
    };

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
        .filter((url) => !url.startsWith(`${served.address}/`) && !url.startsWith('data:'));
      expect({ foreign, complaints: complaints.splice(0) }).toEqual({ foreign: [], complaints: [] });
    });

    it('opens on a story being played, its picture and what is said side by side', async () => {
      await open('light', '/');
      await page.locator('#play', { hasText: 'Pause' }).waitFor();
      await page.locator('#steps .step-done').first().waitFor();
      await page.locator('.stage figure').getByText('Viktor Halloran').first().waitFor();
      await page.locator('.said-one[data-destination="slack"]').getByText('Nobody has it').first().waitFor();
      await page.locator('#play').click();
      await page.locator('#play', { hasText: 'Play' }).waitFor();
      await page.locator('#all-at-once').click();
      await page.locator('#steps .step-done').nth(7).waitFor();
      await page.locator('.said-one[data-destination="teams"]').getByText('resolved').first().waitFor();
      await page.locator('.said-one[data-destination="webhook"]').getByText('signature verified').waitFor();
      expect(await page.locator('#announcer').textContent()).toBe(
        'onConversationUpdate: completed. conversation.resolved. Webhook delivered, Slack delivered, Microsoft Teams delivered',
      );
      expect(new URL(page.url()).search).toBe('?story=handed-through-three-groups');
    });

    it('is one stop for Tab and arrows inside, and what was said follows', async () => {
      await open('light', '/');
      await playStory(page, 'picked-up-and-resolved', 4);
      await page.locator('.said-one').getByText('resolved').first().waitFor();
      await tabTo(page, () => document.activeElement?.getAttribute('data-mark') ?? null, '3');
      await page.keyboard.press('ArrowLeft');
      await page.locator('.picture-detail-what', { hasText: 'Asha Raman takes it' }).waitFor();
      await page.locator('.said-one[data-destination="slack"]').getByText('picked').first().waitFor();
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.closest('.picture-frame') ?? null)).toBeNull();
    });

    it('survives an outage in sight: kept, shaded, told later, and found by filter, link and shared address', async () => {
      await open('light', '/platform');
      await setAllReceivers(page, 'down');
      await playStory(page, 'picked-up-and-resolved', 4);
      await page.locator('.waiting', { hasText: 'messages kept' }).waitFor();
      await goTo(page, 'Deliveries');
      await page
        .locator('.delivery[data-state="kept"] .fate', { hasText: /^kept; the app looks at its outbox again at/ })
        .first()
        .waitFor();
      await goTo(page, 'Platform');
      await page.locator('#schedules li').first().waitFor();
      await page.locator('#store summary', { hasText: 'box:' }).first().click();
      await page.locator('#store pre').first().waitFor();
      await setAllReceivers(page, 'up');
      await moveClock(page, 'plus-1-h');
      await page.locator('.waiting', { hasText: 'nothing kept' }).waitFor();
      await goTo(page, 'Conversations');
      await page.locator('.picture-outage').first().waitFor({ state: 'attached' });
      await page.locator('.picture-detail-told').getByText('later').first().waitFor();
      await page.getByRole('link', { name: 'All its deliveries' }).click();
      await page.locator('.of-one').getByText('Nadia Okafor').waitFor();
      await page.locator('#filter-destination').selectOption('webhook');
      await page.locator('#filter-state').selectOption('retried');
      await page
        .locator('.delivery .fate', { hasText: /^kept, and delivered .* later, by #\d+$/ })
        .first()
        .waitFor();
      await page.waitForFunction(() => document.querySelector('.delivery:not([data-state="retried"])') === null);
      await page.locator('.delivery summary').first().click();
      await page.locator('.delivery-links').getByText('Nadia Okafor').first().waitFor();
      const shared = page.url();
      await page.goto('about:blank');
      await page.goto(shared);
      await page.locator('.delivery[open] .delivery-body pre').first().waitFor();
      expect(await page.locator('#filter-state').inputValue()).toBe('retried');
      await page.locator('.delivery[open] .delivery-links a').first().click();
      await page.locator('.stage figure').getByText('Nadia Okafor').first().waitFor();
    });

    it('pages through more conversations than fit, and forgets none', async () => {
      await served.session.simulate('onConversationCreate', samplePayloadText(served));
      const [step] = served.session.world.steps;
      for (let index = 1; index < 70; index += 1)
        served.session.world.steps.push({ ...step!, conversation: `another-${String(index)}` });
      await open('light', '/conversations');
      await page.getByText('70 conversations').waitFor();
      await page.getByText('page 1 of 4').waitFor();
      await page.getByRole('button', { name: 'Older' }).click();
      await page.getByText('page 2 of 4').waitFor();
      await page.goto(`${served.address}/conversations?q=another-69`);
      await page.getByText('1 of 70 conversations').waitFor();
    });

    it('breaks Slack for two hours, beside a design that keeps nothing, and lets time be scrubbed', async () => {
      await open('light', '/outage');
      await page.locator('.scrub:not([hidden])').waitFor();
      const lost = page.locator('.outage-sum-naive .badge', { hasText: 'lost' });
      const numberIn = async (): Promise<number> => Number.parseInt((await lost.textContent()) ?? '', 10);
      expect(await page.locator('.outage-sum-ours').textContent()).toMatch(/(\d+) of \1 told0 kept 0 lost/);
      expect(await numberIn()).toBeGreaterThan(10);
      await page.locator('#scrubber').focus();
      await page.keyboard.press('Home');
      expect(await numberIn()).toBe(0);
      await page.locator('#scrubber').fill(String(MORNING + 60 * 60_000));
      await page.locator('.outage-sum-ours .badge', { hasText: /^[1-9]\d* kept$/ }).waitFor();
    });

    it('shows what an admin reads when an install is refused, and when it is not', async () => {
      await served.session.uninstall();
      await open('light', '/custom_configs');
      const settings = page.frameLocator('.settings-frame iframe');
      await settings.locator('#add-slack').click();
      await settings.getByLabel('Bot token').fill('xoxp-of-a-user');
      await settings.getByLabel('Channel').fill('C0NIGHT');
      await page.locator('#install').click();
      await page.locator('#install-outcome').getByText('has a token that is not valid. Paste it again.').waitFor();
      await settings.getByLabel('Bot token').fill('xoxb-of-a-bot');
      await page.locator('#install').click();
      await page.locator('#install-outcome').getByText('Installed. Every destination took its test message.').waitFor();
      await settings.getByText('It is set, and not shown again.').waitFor();
      await page.locator('#uninstall').click();
      await page.locator('#install-outcome').getByText('Uninstalled.').waitFor();
      await page.locator('.waiting', { hasText: 'not installed' }).waitFor();
      await goTo(page, 'Simulate');
      await page.locator('#simulate').click();
      await page.getByRole('alert').getByText('The app is not installed').waitFor();
      complaints.splice(
        complaints.findIndex((text) => text.includes('400')),
        1,
      );
    });

    it('says so where no destination is set and nobody is told', async () => {
      await open('light', '/custom_configs');
      await page.locator('#uninstall').click();
      await page.locator('#install-outcome').getByText('Uninstalled.').waitFor();
      await page.frameLocator('.settings-frame iframe').locator('.choices').waitFor();
      await page.locator('#install').click();
      await page
        .locator('#install-outcome')
        .getByText('Installed. No destination is set, so nobody is told anything.')
        .waitFor();
      await simulateEvent(page);
      await page.locator('#results').getByText('Nobody was told: no destination is set').waitFor();
    });

    it('shows a hostile name as the text it is', async () => {
      await open('light');
      served.session.world.platform.setIparams({ ...served.session.world.iparams, personal_data: 'Include' });
      const name = '<img src=x onerror="window.hacked=1"> <!channel> [x](javascript:alert(1))';
      const payload = await page.locator('#payload').inputValue();
      await page
        .locator('#payload')
        .fill(payload.replaceAll('"Nadia"', JSON.stringify(name)).replaceAll('"Orders"', JSON.stringify(name)));
      await simulateEvent(page);
      for (const view of ['Conversations', 'Platform']) {
        await goTo(page, view);
        await page.locator('main').getByText('<img src=x onerror=').filter({ visible: true }).first().waitFor();
      }
      await goTo(page, 'Deliveries');
      for (const destination of ['slack', 'teams']) {
        await page.locator('#filter-destination').selectOption(destination);
        await page.locator('.delivery', { hasText: 'img src=x' }).first().locator('summary').first().click();
        await page.locator('.delivery[open] .as-seen').first().getByText('img src=x onerror').first().waitFor();
      }
      expect(
        await page.evaluate(() => [
          (window as { hacked?: number }).hacked ?? null,
          document.querySelectorAll('img[src="x"], a[href^="javascript"]').length,
        ]),
      ).toEqual([null, 0]);
    });

    it('checks JSON as it is typed, and leads to the place', async () => {
      await open('light');
      await page.locator('#payload-check', { hasText: 'This is JSON.' }).waitFor();
      await page.locator('#payload').fill('{\n  "data": {,}\n}');
      expect(await page.locator('#payload-check').textContent()).toBe(
        'Line 2, column 12: a name in double quotes or } is expected here.',
      );
      expect(await page.locator('#payload').getAttribute('aria-invalid')).toBe('true');
      await page.locator('#go-to-error').click();
      expect(
        await page
          .locator('#payload')
          .evaluate((area) => [document.activeElement === area, (area as HTMLTextAreaElement).selectionStart]),
      ).toEqual([true, 13]);
      await page.keyboard.type(' ');
      await page.locator('#payload').fill('{}');
      expect(await page.locator('#payload-check').textContent()).toBe('This is JSON.');
    });

    it('leaves alone what was typed while a sample was on its way', async () => {
      await open('light');
      await page.locator('#payload-check', { hasText: 'This is JSON.' }).waitFor();
      let release = (): void => undefined;
      const typed = new Promise<void>((resolve) => {
        release = resolve;
      });
      await page.route('**/api/sample*', async (route) => {
        await typed;
        await route.continue();
      });
      const arrived = page.waitForResponse('**/api/sample*');
      await page.getByRole('button', { name: 'Another payload' }).click();
      await page.locator('#payload').fill('{ "mine": true }');
      release();
      await (await arrived).finished();
      await page.evaluate(() => new Promise(requestAnimationFrame));
      expect(await page.locator('#payload').inputValue()).toBe('{ "mine": true }');
    });

    it('can be used by keyboard alone', async () => {
      await open('light');
      await page.locator('#payload-check', { hasText: 'This is JSON.' }).waitFor();
      await page.keyboard.press('Tab');
      expect(
        await page
          .locator('.skip')
          .evaluate((link) => [document.activeElement === link, link.getBoundingClientRect().top >= 0]),
      ).toEqual([true, true]);
      await page.keyboard.press('Enter');
      const focused = (): string | null => document.activeElement?.id ?? null;
      expect(await page.evaluate(focused)).toBe('main');
      await tabTo(page, focused, 'simulate');
      expect(await focusIsVisible(page)).toBe(true);
      await page.keyboard.press('Enter');
      await page.locator('#results h3', { hasText: 'onConversationCreate' }).waitFor();
      await tabTo(page, focused, 'theme', 'Shift+Tab');
      await page.keyboard.press('Enter');
      expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
    });

    it.each([
      ['light', 1280],
      ['dark', 360],
    ] as const)('can be read by everybody in the %s at %d pixels', async (theme, width) => {
      served.session.setMode('slack', 'down');
      await open(theme, '/', width);
      await playStory(page, 'picked-up-and-resolved', 4);
      for (const [view, landmark] of VIEWS) {
        await goTo(page, view);
        await page.locator(landmark).first().waitFor();
        await page.evaluate(AXE);
        const found = await page.evaluate(seriousFindings);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
        expect({ view, found, poor: await poorTexts(page), wide }).toEqual({ view, found: [], poor: [], wide: false });
      }
    });

    it('shows on a phone the navigation, the newest moment and short rows', async () => {
      await open('light', '/', 360);
      await playStory(page, 'handed-through-three-groups', 8);
      await page.locator('.picture-detail-what', { hasText: 'resolves it' }).waitFor();
      const boxes = await page.evaluate(() => {
        const inside = (selector: string): boolean[] =>
          [...document.querySelectorAll(selector)].map((element) => {
            const { left, right } = element.getBoundingClientRect();
            return left >= 0 && right <= window.innerWidth;
          });
        return {
          navigation: inside('nav[aria-label="Views"] a'),
          newest: inside('.picture-mark-selected .picture-ring'),
        };
      });
      expect(boxes).toEqual({ navigation: boxes.navigation.map(() => true), newest: [true] });
      await goTo(page, 'Deliveries');
      const rows = page.locator('.delivery > summary');
      await rows.first().waitFor();
      const heights = await rows.evaluateAll((all) => all.map((row) => row.getBoundingClientRect().height));
      expect(Math.max(...heights)).toBeLessThan(90);
    });

    it('sends what the webhook is told on to a receiver of the person’s own, and tries it', async () => {
      await served.remove();
      const seen = new Set<string>();
      let secret = '';
      const receiver = createServer((request, response) => {
        let body = '';
        request.on('data', (chunk: Buffer) => (body += chunk.toString()));
        request.on('end', () => {
          try {
            new Webhook(secret).verify(body, request.headers as Record<string, string>);
            seen.add(String(request.headers['webhook-id']));
            response.writeHead(204).end();
          } catch (error) {
            response.writeHead(401).end((error as Error).message);
          }
        });
      });
      await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
      const { port } = receiver.address() as AddressInfo;
      served = await startTestPage({ forward: createForward(`http://127.0.0.1:${String(port)}/hook`) });
      secret = secretsOf(served.session.world).find((text) => text.startsWith('whsec_')) ?? '';
      await open('light');
      await simulateEvent(page);
      expect(seen.size).toBe(1);
      await goTo(page, 'Deliveries');
      await page.locator('#filter-destination').selectOption('webhook');
      await page.locator('.delivery', { hasText: 'conversation.created' }).locator('summary').first().click();
      const answers = page.locator('.trial-answers li');
      for (const [name, verdict] of [
        ['Resend', 'they count once'],
        ['Repeat', 'It must count once'],
        ['Tampered', 'It refused it, as it should.'],
        ['Stale', 'It refused it, as it should.'],
        ['Unknown type', 'It took a type it does not know, as it should.'],
      ] as const) {
        await page.getByRole('button', { name, exact: true }).click();
        await answers.first().getByText(verdict).waitFor();
      }
      expect(seen.size).toBe(3);
      receiver.close();
      receiver.closeAllConnections();
    });

    it('hears of news without a reload, and says when its server is gone', async () => {
      await open('light', '/platform');
      served.session.setMode('webhook', 'slow');
      await page.locator('#mode-webhook[data-tone="yellow"]').waitFor();
      await served.session.advance(60_000);
      await page.locator('#clock', { hasText: '09:01:00 UTC' }).waitFor();
      await served.close();
      await page.getByText('The server of this page does not answer.').waitFor();
      complaints.splice(0);
    });
  });
}

/** Presses a key until what has the focus is what is wanted; `read` runs in the browser. */
async function tabTo(page: Page, read: () => string | null, wanted: string, key = 'Tab'): Promise<void> {
  for (let pressed = 0; pressed < 60; pressed += 1) {
    await page.keyboard.press(key);
    if ((await page.evaluate(read)) === wanted) return;
  }
  throw new Error(`The keyboard does not come to ${wanted}.`);
}

/** Runs in the browser: what axe finds to be serious or critical, outside of the app's own page in its frame. */
async function seriousFindings(): Promise<string[]> {
  interface Finding {
    id: string;
    impact: string;
    nodes: { target: string[] }[];
  }
  const { axe } = window as unknown as {
    axe: { run: (context: object, options: object) => Promise<{ violations: Finding[] }> };
  };
  const { violations } = await axe.run({ exclude: ['iframe'] }, { iframes: false });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

function samplePayloadText({ session }: TestPage): string {
  return JSON.stringify(
    samplePayload(session.world.appDir, 'onConversationCreate', session.world.platform.clock.now()),
  );
}

/** Whether what has the focus, in shadows too, is marked by an outline or a shadow. */
function focusIsVisible(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (element === null) return false;
    const { outlineStyle, boxShadow } = getComputedStyle(element);
    return outlineStyle !== 'none' || boxShadow !== 'none';
  });
}
