/** Pictures of the page for the README and the listing: `npm run screenshots` writes them to docs/images/. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { conversationPicture } from '../page/server/account/conversation';
import {
  chromiumPath,
  goTo,
  launchBrowser,
  moveClock,
  playStory,
  setAllReceivers,
  simulateEvent,
  startTestPage,
  type TestPage,
} from './page-tour';
import { movingStory } from './story-svg';

const ROOT = join(__dirname, '..', '..');
const FOLDER = join(ROOT, 'docs', 'images');
const SIZE = { width: 1280, height: 800 };

async function main(): Promise<void> {
  const path = chromiumPath();
  if (path === undefined) throw new Error('There is no Chromium: install it, or say where it is with CHROMIUM_PATH.');
  mkdirSync(FOLDER, { recursive: true });
  const browser = await launchBrowser(path);
  const served = await startTestPage();
  try {
    await tour(await pageOf(browser, served.address, 'light'), served);
    await darkOne(await pageOf(browser, served.address, 'dark'));
  } finally {
    await browser.close();
    await served.remove();
  }
}

async function pageOf(browser: Browser, address: string, colorScheme: 'light' | 'dark'): Promise<Page> {
  const page = await browser.newPage({ viewport: SIZE, colorScheme, reducedMotion: 'reduce' });
  page.setDefaultTimeout(120_000);
  await page.goto(`${address}/web/test`);
  await page.locator('#header-clock:not(:empty)').waitFor();
  return page;
}

/** A story, then an outage that starts in the middle of another one and ends. */
async function tour(page: Page, served: TestPage): Promise<void> {
  await playStory(page, 'picked-up-and-resolved', 4);
  await page.locator('.said-one').nth(2).waitFor();
  await writeMoving(page, served);
  await playStory(page, 'handed-through-three-groups', 8);
  await page.locator('.said-one').getByText('resolved').first().waitFor();
  await write(page, 'story-light');
  await setAllReceivers(page, 'failing');
  await playStory(page, 'picked-up-and-resolved', 4);
  await simulateEvent(page);
  await write(page, 'simulate-light');
  await goTo(page, 'Platform');
  await page.locator('#schedules li').first().waitFor();
  await write(page, 'platform-light');
  await setAllReceivers(page, 'rules');
  await moveClock(page, 'plus-1-h');
  await goTo(page, 'Conversations');
  await page.locator('.choices a', { hasText: '4 payloads' }).first().click();
  await page.locator('.picture-outage').first().waitFor({ state: 'attached' });
  await write(page, 'conversations-light');
  await goTo(page, 'Deliveries');
  await page.locator('.delivery[data-state="retried"]').first().waitFor();
  await write(page, 'deliveries-light');
  await page.locator('#filter-destination').selectOption('slack');
  await page.locator('.delivery', { hasText: 'resolved' }).first().locator('summary').first().click();
  await page.locator('.as-seen').first().waitFor();
  await page
    .locator('.as-seen .preview')
    .first()
    .screenshot({ path: join(FOLDER, 'slack-light.png') });
  await goTo(page, 'Outage');
  await page.locator('.scrub:not([hidden])').waitFor();
  await write(page, 'outage-light');
  await goTo(page, 'Settings');
  await page.frameLocator('.settings-frame iframe').locator('#status').waitFor();
  await write(page, 'settings-light');
}

/** The story that was just played, as one picture that moves. */
async function writeMoving(page: Page, { world }: TestPage): Promise<void> {
  const { chart, places } = await page.evaluate(() => ({
    chart: new XMLSerializer().serializeToString(document.querySelector('.stage .picture-chart') as Element),
    places: [...document.querySelectorAll('.stage .picture-moment')].map((line) => Number(line.getAttribute('x1'))),
  }));
  const marks = conversationPicture(world, world.steps.at(-1)?.conversation ?? '')?.marks ?? [];
  const moments = marks.map(({ told }, index) => ({
    x: places[index] ?? 0,
    says: told.find(({ destination }) => destination === 'slack')?.says ?? '',
  }));
  const css = readFileSync(join(ROOT, 'dev', 'page', 'pictures', 'pictures.css'), 'utf8');
  writeFileSync(join(FOLDER, 'story.svg'), movingStory({ chart, moments, css }));
  process.stdout.write('docs/images/story.svg\n');
}

async function darkOne(page: Page): Promise<void> {
  await goTo(page, 'Conversations');
  await page.locator('.stage figure').waitFor();
  await write(page, 'conversations-dark');
}

async function write(page: Page, name: string): Promise<void> {
  await page.mouse.move(SIZE.width - 1, SIZE.height - 1);
  await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled' });
  process.stdout.write(`docs/images/${name}.png\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
