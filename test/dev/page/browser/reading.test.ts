/// <reference lib="dom" />
import { goTo, MORNING, playStory } from '../../../../dev/build/page-tour';
import { plugin } from '../../../../dev/page/plugin/plugin';
import { loadStories } from '../../../../dev/stories/read';
import { startPage } from '../../../../packages/fresh-platform/page/server/server';
import { describeInBrowser } from '../../../../packages/fresh-platform/test/support/browser';
import { APP_DIR } from '../../../support/app';
import { seriousFindings } from '../../../support/axe';
import { poorTexts } from '../../../support/contrast';
import { focusIsVisible, tabTo } from '../../../support/keyboard';
import { visits } from '../../../support/visit';

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

describeInBrowser('reading the page', (browser) => {
  const visit = visits(browser);

  it('can be used by keyboard alone', async () => {
    const page = await visit.open('/web/test');
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
    ['dark', 320],
  ] as const)('can be read by everybody in the %s at %d pixels', async (theme, width) => {
    visit.served.session.setMode('slack', 'down');
    const page = await visit.open('/', { colorScheme: theme, width });
    await playStory(page, 'picked-up-and-resolved', 4);
    for (const [view, landmark] of VIEWS) {
      await goTo(page, view);
      await page.locator(landmark).first().waitFor();
      const found = await seriousFindings(page);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      expect({ view, found, poor: await poorTexts(page), wide }).toEqual({ view, found: [], poor: [], wide: false });
    }
  });

  it('is a view of the page for any app as well, where it can be read by everybody, on a phone too', async () => {
    const any = await startPage({ appDir: APP_DIR, port: 0, variant: 'current', now: MORNING, plugins: [plugin] });
    for (const { event, payload } of loadStories(['picked-up-and-resolved'])[0]?.steps ?? [])
      await any.session.simulate({ kind: 'event', module: 'chat_conversation', name: event }, JSON.stringify(payload));
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await browser().newPage({ viewport: { width: 320, height: 700 }, colorScheme, bypassCSP: true });
      await page.goto(`${any.address}/conversations`);
      await page.locator('.picture-detail-told').getByText('delivered').first().waitFor();
      const links = await page
        .locator('nav a')
        .evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().right > window.innerWidth).length);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      const found = await seriousFindings(page);
      expect({ found, poor: await poorTexts(page), wide, links }).toEqual({
        found: [],
        poor: [],
        wide: false,
        links: 0,
      });
      await page.close();
    }
    await any.close();
  });

  it('shows on a phone the navigation, the newest moment and short rows', async () => {
    const page = await visit.open('/', { width: 320 });
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
    expect(Math.max(...heights)).toBeLessThan(110);
    const overlaps = await page.locator('.delivery > summary').evaluateAll(
      (all) =>
        all.filter((row) => {
          const [time, to] = ['.delivery-time', '.delivery-to'].map((part) => row.querySelector(part));
          return (time?.scrollWidth ?? 0) > (time?.clientWidth ?? 0) && to !== null;
        }).length,
    );
    expect(overlaps).toBe(0);
  });
});
