/** A visit of the page of `npm start`, with an account of its own for each test. */
import type { Browser, Page } from 'playwright-core';
import { startTestPage, type TestPage } from '../../dev/build/page-tour';
import { PATIENCE_MS } from '../../packages/fresh-platform/test/support/browser';

export interface Look {
  colorScheme?: 'light' | 'dark';
  width?: number;
}

export interface Visit {
  /** Of the test that runs. */
  served: TestPage;
  /** What the browser complained of; what is expected is taken out by the test. */
  readonly complaints: string[];
  /** Opens the page there, and waits until it shows the account. */
  open: (path: string, look?: Look) => Promise<Page>;
}

/** After each test, holds the page to having asked for nothing from elsewhere, and to having made the browser complain of nothing. */
export function visits(browser: () => Browser): Visit {
  const asked: string[] = [];
  const complaints: string[] = [];
  const pages: Page[] = [];
  const visit: Visit = {
    served: undefined as unknown as TestPage,
    complaints,
    open: async (path, { colorScheme = 'light', width = 1280 } = {}) => {
      const page = await browser().newPage({
        viewport: { width, height: 800 },
        colorScheme,
        reducedMotion: 'reduce',
      });
      pages.push(page);
      page.setDefaultTimeout(PATIENCE_MS);
      page.on('request', (request) => asked.push(request.url()));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(`${visit.served.address}${path}`);
      await page.locator('#header-clock:not(:empty)').waitFor();
      return page;
    },
  };
  beforeEach(async () => {
    visit.served = await startTestPage();
  });
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.close();
    await visit.served.remove();
    const foreign = asked
      .splice(0)
      .filter((url) => !url.startsWith(`${visit.served.address}/`) && !/^(?:data|blob):/.test(url));
    expect({ foreign, complaints: complaints.splice(0) }).toEqual({ foreign: [], complaints: [] });
  });
  return visit;
}
