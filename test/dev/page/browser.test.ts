/// <reference lib="dom" />
import type { Browser, Page } from 'playwright-core';
import { poorTexts } from '../../support/contrast';
import {
  choose,
  chromiumPath,
  goTo,
  launchBrowser,
  moveClock,
  playStory,
  setAllReceivers,
  simulateEvent,
  startTestPage,
  type TestPage,
} from '../../../dev/build/page-tour';

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

    const open = async (colorScheme: 'light' | 'dark', at = '/web/test'): Promise<void> => {
      page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme, reducedMotion: 'reduce' });
      page.setDefaultTimeout(15_000);
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

    it('plays a story, and shows it as a picture and as deliveries', async () => {
      await open('light');
      await playStory(page, 'Picked up and resolved', 4);
      expect(await page.locator('#results .result h3').allTextContents()).toEqual([
        '4. onConversationUpdate',
        '3. onConversationUpdate',
        '2. onConversationUpdate',
        '1. onConversationCreate',
      ]);
      expect(await page.locator('#results .result').first().locator('.type').allTextContents()).toEqual([
        'conversation.resolved',
      ]);
      expect(await page.locator('#announcer').textContent()).toBe(
        'onConversationUpdate: completed. conversation.resolved. Webhook delivered, Slack delivered, Microsoft Teams delivered',
      );
      await goTo(page, 'Conversations');
      await page.locator('.stage figure').getByText('Nadia Okafor').first().waitFor();
      await goTo(page, 'Deliveries');
      expect(await page.locator('#deliveries-webhook .attempt-title').allTextContents()).toEqual([
        'conversation.resolved',
        'conversation.agent.assigned',
        'conversation.group.assigned',
        'conversation.created',
        'a test message',
      ]);
      expect(await page.locator('#deliveries-webhook .badge', { hasText: 'signature verified' }).count()).toBe(5);
      await page.getByRole('tab', { name: 'Slack' }).click();
      await page.locator('#deliveries-slack .attempt').first().click();
      await page
        .locator('#deliveries-slack .as-seen')
        .getByText('Asha Raman of First line resolved conversation')
        .waitFor();
      await page.getByRole('tab', { name: 'Microsoft Teams' }).click();
      await page.locator('#deliveries-teams .attempt').first().click();
      await page
        .locator('#deliveries-teams .as-seen')
        .getByText('Asha Raman of First line resolved conversation')
        .waitFor();
    });

    it('steps through a story, and pauses one that plays', async () => {
      await open('light');
      await page.getByRole('tab', { name: 'A story' }).click();
      await choose(page, 'story', 'Reopened twice');
      await page.locator('#next-step').click();
      await page.locator('#steps .step-done').first().waitFor();
      expect(await page.locator('#steps .step-done').count()).toBe(1);
      await page.locator('#play').click();
      await page.locator('#steps .step-done').nth(1).waitFor();
      await page.locator('#play', { hasText: 'Pause' }).click();
      await page.locator('#play', { hasText: 'Play on' }).waitFor();
      await page.locator('#all-at-once').click();
      await page.locator('#steps .step-done').nth(9).waitFor();
      expect(await page.locator('#results .result').count()).toBe(10);
    });

    it('shows an outage being survived', async () => {
      await open('light');
      await setAllReceivers(page, 'down');
      await simulateEvent(page);
      await page.locator('#results .told .badge', { hasText: 'kept' }).nth(2).waitFor();
      await goTo(page, 'Platform');
      await page.locator('#schedules li').first().waitFor();
      await page.locator('#store li').first().waitFor();
      await page.locator('#store summary', { hasText: 'box:' }).click();
      await page.locator('#store pre').first().waitFor();
      expect(await page.locator('.waiting').textContent()).toBe('3 messages kept');
      await goTo(page, 'Deliveries');
      await page
        .locator('#deliveries-webhook .attempt[data-state="kept"] .fate', {
          hasText: /^kept; the app looks at its outbox again at \d\d:\d\d:\d\d$/,
        })
        .waitFor();
      await setAllReceivers(page, 'up');
      await moveClock(page, 'plus-1-h');
      await page.locator('.waiting', { hasText: 'nothing waits' }).waitFor();
      await page.locator('#store').getByText('box:').waitFor({ state: 'detached' });
      await goTo(page, 'Deliveries');
      await page
        .locator('#deliveries-webhook .attempt[data-state="retried"] .fate', {
          hasText: /^kept, and delivered \d+ min( \d+ s)? later, by #\d+$/,
        })
        .waitFor();
      await page.locator('#deliveries-webhook .badge', { hasText: 'from the outbox' }).first().waitFor();
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

    it('closes a list when the entry that is chosen is chosen again', async () => {
      await open('light');
      await page.locator('#payload-check', { hasText: 'This is JSON.' }).waitFor();
      await page.locator('#event').getByRole('textbox').click();
      const entry = page.locator('#event').getByRole('option', { name: 'onConversationCreate' });
      await entry.waitFor();
      await entry.click({ force: true });
      await entry.waitFor({ state: 'hidden' });
    });

    it('tells of a test of the token that it posted nothing', async () => {
      await open('light', '/deliveries');
      await page.getByRole('tab', { name: 'Slack' }).click();
      await page.locator('#deliveries-slack .attempt', { hasText: 'a test of the token' }).first().click();
      await page.locator('#deliveries-slack').getByText('The token was tested; nothing was posted.').first().waitFor();
    });

    it('fits a narrow screen', async () => {
      await open('light');
      await page.setViewportSize({ width: 390, height: 844 });
      await setAllReceivers(page, 'down');
      await playStory(page, 'Picked up and resolved', 4);
      for (const view of ['Simulate', 'Conversations', 'Deliveries', 'Platform', 'Settings']) {
        await goTo(page, view);
        await page
          .locator(view === 'Settings' ? '.settings-frame iframe' : 'main .card')
          .first()
          .waitFor();
        expect({
          view,
          wide: await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth),
        }).toEqual({ view, wide: false });
      }
      await goTo(page, 'Deliveries');
      expect(
        await page
          .locator('#deliveries-webhook .attempt-what')
          .first()
          .evaluate((element) => element.getBoundingClientRect().width > 250),
      ).toBe(true);
      await goTo(page, 'Platform');
      expect(
        await page
          .locator('#store strong')
          .first()
          .evaluate((element) => element.getBoundingClientRect().height < 25),
      ).toBe(true);
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
        await page.locator('main').getByText('<img src=x onerror=').first().waitFor();
      }
      await goTo(page, 'Deliveries');
      for (const [tab, id] of [
        ['Slack', 'slack'],
        ['Microsoft Teams', 'teams'],
      ] as const) {
        await page.getByRole('tab', { name: tab }).click();
        await page.locator(`#deliveries-${id} .attempt`).first().click();
        await page.locator(`#deliveries-${id} .as-seen`).first().waitFor();
        expect(await page.locator(`#deliveries-${id} .as-seen`).first().innerText()).toContain('img src=x onerror');
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
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
      await tabTo(page, 'event');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.waitForFunction(() =>
        (document.querySelector('#payload') as HTMLTextAreaElement).value.includes('"onConversationUpdate"'),
      );
      await tabTo(page, 'simulate');
      expect(await focusIsVisible(page)).toBe(true);
      await page.keyboard.press('Enter');
      await page.locator('#results h3', { hasText: 'onConversationUpdate' }).waitFor();
      await tabTo(page, 'theme', 'Shift+Tab');
      await page.keyboard.press('Enter');
      expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
    });

    it.each(['light', 'dark'] as const)('can be read in the %s', async (theme) => {
      await open(theme);
      await setAllReceivers(page, 'down');
      await simulateEvent(page);
      for (const view of ['Simulate', 'Conversations', 'Deliveries', 'Platform', 'Settings']) {
        await goTo(page, view);
        await page
          .locator(view === 'Settings' ? '.settings-frame iframe' : 'main .card')
          .first()
          .waitFor();
        expect({ view, poor: await poorTexts(page) }).toEqual({ view, poor: [] });
        expect({
          view,
          wide: await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth),
        }).toEqual({ view, wide: false });
      }
      const ground = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      expect(ground).toBe(theme === 'light' ? 'rgb(245, 247, 249)' : 'rgb(16, 22, 29)');
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

/** Presses a key until an element, or what is in its shadow, has the focus. */
async function tabTo(page: Page, id: string, key = 'Tab'): Promise<void> {
  for (let pressed = 0; pressed < 40; pressed += 1) {
    await page.keyboard.press(key);
    if ((await page.evaluate(() => document.activeElement?.id)) === id) return;
  }
  throw new Error(`The keyboard does not come to #${id}.`);
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
