/// <reference lib="dom" />
import { goTo, playStory } from '../../../../dev/build/page-tour';
import { describeInBrowser } from '../../../../packages/fresh-platform/test/support/browser';
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
  ['Requests', '#requests li'],
  ['Platform', '#clock:not(:empty)'],
  ['Logs', '#logs li'],
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
    await page.locator('#results h3', { hasText: 'onConversationCreate' }).first().waitFor();
    await tabTo(page, focused, 'theme', 'Shift+Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
  });

  it.each([
    [1280, 'light', 'dark'],
    [320, 'dark', 'light'],
  ] as const)('can be read by everybody at %d pixels, in the %s and in the %s', async (width, theme, other) => {
    visit.served.session.switchTo('slack', 'failing');
    const page = await visit.open('/', { colorScheme: theme, width });
    await playStory(page, 'picked-up-and-resolved', 4);
    for (const [view, landmark] of VIEWS) {
      await goTo(page, view);
      await page.locator(landmark).first().waitFor();
      const found = await seriousFindings(page);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      const nothing = { view, found: [], poor: [] };
      expect({ view, found, poor: await poorTexts(page), wide }).toEqual({ ...nothing, wide: false });
      // In the other theme the same elements have other colours, and nothing else is different.
      await page.emulateMedia({ colorScheme: other });
      expect({ view, found: await seriousFindings(page, 'color-contrast'), poor: await poorTexts(page) }).toEqual(
        nothing,
      );
      await page.emulateMedia({ colorScheme: theme });
    }
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
