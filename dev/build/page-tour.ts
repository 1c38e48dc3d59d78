/** Walking through the page in a browser: what its tests and the screenshots do alike. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page as BrowserPage } from 'playwright-core';
import { startPage, type Page } from '../../packages/fresh-platform/page/server/server';
import type { Relay, RelayOptions } from '../page/server/relay';
import { createServedRelay } from '../page/server/served-relay';

const APP_DIR = join(__dirname, '..', '..');
const KNOWN_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Where Chromium is: as CHROMIUM_PATH says, or in one of its usual places; undefined where there is none. */
export function chromiumPath(): string | undefined {
  return [process.env['CHROMIUM_PATH'] ?? '', ...KNOWN_PATHS].find((path) => path !== '' && existsSync(path));
}

export function launchBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** When the account's clock starts: a Monday morning. */
export const MORNING = Date.parse('2026-11-02T09:00:00.000Z');

export interface TestPage extends Page, Relay {
  stateFile: string;
  /** Closes the page, and throws its state away. */
  remove: () => Promise<void>;
}

/** The page on a free port, with a new account. */
export async function startTestPage(options: Pick<RelayOptions, 'forward'> = {}): Promise<TestPage> {
  const folder = mkdtempSync(join(tmpdir(), 'page-'));
  const stateFile = join(folder, 'state.json');
  const relay = createServedRelay(options);
  const page = await startPage({
    appDir: APP_DIR,
    variant: 'current',
    stateFile,
    now: MORNING,
    port: 0,
    hangMs: 30_000,
    plugins: [relay.plugin],
  });
  return {
    ...page,
    ...relay,
    stateFile,
    remove: async () => {
      await page.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export async function goTo(page: BrowserPage, view: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: view }).click();
}

/** Plays a story to its end, all at once; `name` is its file's. */
export async function playStory(page: BrowserPage, name: string, payloads: number): Promise<void> {
  await goTo(page, 'Story');
  await page.locator('#story').selectOption(name);
  await page.locator('#all-at-once').click();
  await page
    .locator('#steps .step-done')
    .nth(payloads - 1)
    .waitFor();
}

export async function setAllReceivers(page: BrowserPage, to: 'rules' | 'failing'): Promise<void> {
  await goTo(page, 'Platform');
  await page.locator('#answering-all').selectOption(to);
  await page.locator(`#answering-webhook[data-tone="${to === 'rules' ? 'green' : 'red'}"]`).waitFor();
}

/** Presses one of the clock's buttons, and waits until the time has come. */
export async function moveClock(page: BrowserPage, id: string): Promise<void> {
  await goTo(page, 'Platform');
  const before = await page.locator('#clock').textContent();
  await page.locator(`#${id}`).click();
  await page
    .locator('#clock')
    .filter({ hasNotText: before ?? '' })
    .waitFor();
}

/** Delivers the event that stands in the editor. */
export async function simulateEvent(page: BrowserPage): Promise<void> {
  await goTo(page, 'Simulate');
  await page.locator('#payload-check', { hasText: 'This is JSON.' }).waitFor();
  const done = page.waitForResponse('**/api/simulate');
  await page.locator('#simulate').click();
  await (await done).finished();
  await page.locator('#outcome > *').waitFor();
}
