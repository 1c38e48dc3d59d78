/** Pictures of the page for the README and the listing: `npm run screenshots` writes them to docs/images/. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import {
  chromiumPath,
  goTo,
  launchBrowser,
  moveClock,
  playStory,
  setAllReceivers,
  simulateEvent,
  startTestPage,
} from './page-tour';

const FOLDER = join(__dirname, '..', '..', 'docs', 'images');
const SIZE = { width: 1280, height: 800 };

async function main(): Promise<void> {
  const path = chromiumPath();
  if (path === undefined) throw new Error('There is no Chromium: install it, or say where it is with CHROMIUM_PATH.');
  mkdirSync(FOLDER, { recursive: true });
  const browser = await launchBrowser(path);
  const served = await startTestPage();
  try {
    await tour(await pageOf(browser, served.address, 'light'), 'light');
    await darkOne(await pageOf(browser, served.address, 'dark'));
  } finally {
    await browser.close();
    await served.remove();
  }
}

async function pageOf(browser: Browser, address: string, colorScheme: 'light' | 'dark'): Promise<Page> {
  const page = await browser.newPage({ viewport: SIZE, colorScheme, reducedMotion: 'reduce' });
  await page.goto(`${address}/web/test`);
  await page.locator('#header-clock:not(:empty)').waitFor();
  return page;
}

/** A story, then an outage that starts in the middle of another one and ends. */
async function tour(page: Page, theme: string): Promise<void> {
  await playStory(page, 'Handed through three groups', 8);
  await write(page, `simulate-${theme}`);
  await setAllReceivers(page, 'down');
  await playStory(page, 'Picked up and resolved', 4);
  await simulateEvent(page);
  await goTo(page, 'Platform');
  await page.locator('#schedules li').first().waitFor();
  await write(page, `platform-${theme}`);
  await setAllReceivers(page, 'up');
  await moveClock(page, 'plus-1-h');
  await goTo(page, 'Deliveries');
  await page.locator('.attempt[data-state="retried"]').first().waitFor();
  await write(page, `deliveries-${theme}`);
  await page.getByRole('tab', { name: 'Slack' }).click();
  await page.locator('#deliveries-slack .attempt').first().click();
  await page.locator('#deliveries-slack .as-seen').first().waitFor();
  await write(page, `slack-${theme}`);
  await goTo(page, 'Conversations');
  await page.locator('.stage figure').waitFor();
  await write(page, `conversations-${theme}`);
  await goTo(page, 'Settings');
  await page.frameLocator('.settings-frame iframe').locator('#status').waitFor();
  await write(page, `settings-${theme}`);
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
