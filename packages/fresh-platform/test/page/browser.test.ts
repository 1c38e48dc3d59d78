/// <reference lib="dom" />
import { readFileSync } from 'node:fs';
import type { Page as BrowserPage } from 'playwright-core';
import { startPage, type Page } from '../../page/server/server';
import { receiverIn } from '../../receivers/modes';
import { NOW, removeApps } from '../support/apps';
import { describeInBrowser, PATIENCE_MS } from '../support/browser';
import { tinyApp } from './tiny-app';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const VIEWS = ['/', '/requests', '/platform', '/logs', '/custom_configs', '/words'];

/** What a project adds: a view of its own. */
const PLUGIN = `export function createViews() {
  const element = document.createElement('p');
  return [{ title: 'Words', paths: ['/words'], element, show: ({ store }) => { element.textContent = store.length + ' entries'; } }];
}`;

interface Axe {
  run: (where: object, how: object) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
}

/** Runs in the browser: what axe finds, with where; by all of its rules, or by one. */
async function findings(rule: string): Promise<string[]> {
  const { axe } = window as unknown as { axe: Axe };
  const how = { resultTypes: ['violations'], ...(rule !== '' && { runOnly: [rule] }) };
  const { violations } = await axe.run({ exclude: [['iframe']] }, how);
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
}

describeInBrowser('the page of any app', (browser) => {
  let served: Page;
  let page: BrowserPage;
  const faults: string[] = [];

  beforeAll(async () => {
    const appDir = tinyApp({ 'words.js': PLUGIN });
    const plugins = [{ name: 'words', paths: ['/words'], script: `${appDir}/words.js` }];
    served = await startPage({
      appDir,
      port: 0,
      variant: 'current',
      receiver: receiverIn('well'),
      now: NOW,
      plugins,
    });
    page = await browser().newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      // The browser notes what the server refuses with a sentence, which the page shows.
      if (message.type() === 'error' && !message.text().includes('400 (Bad Request)')) faults.push(message.text());
    });
  });
  afterAll(async () => {
    await page.close();
    await served.close();
    removeApps();
  });
  afterEach(() => {
    expect(faults.splice(0)).toEqual([]);
  });

  const go = async (path: string): Promise<void> => {
    await page.goto(served.address + path);
    await page.locator('nav a[aria-current]').waitFor();
  };
  const shows = (text: string | RegExp) => page.getByText(text).first().waitFor();

  it('simulates an event, marks what is invented, and shows what came of it', async () => {
    await go('/');
    await shows('from server/test_data');
    await page.locator('#simulate').click();
    await shows('onTicketCreate ran without a problem.');
    await page.locator('#results summary', { hasText: '1 log line' }).first().click();
    await shows('log  ticket recorded invented.example.com');
    await page.locator('#step').selectOption({ label: 'onTicketUpdate (event)' });
    await shows('This payload is invented');
    await page.locator('#payload').fill('{');
    await shows('Line 1, column 2');
    expect(await page.locator('#simulate').isDisabled()).toBe(true);
  });

  it('shows requests with their answers, and answers as it is told to', async () => {
    await go('/requests');
    await page.locator('#requests summary').first().click();
    await shows('"hello": "there"');
    await page.getByRole('link', { name: 'Platform' }).click();
    await page.locator('#answering-send').selectOption('rate-limited');
    await page.locator('#answering-send[data-tone="yellow"]').waitFor();
    await page.getByRole('link', { name: 'Simulate' }).click();
    await page.locator('#payload-check', { hasText: 'This is JSON.' }).waitFor();
    await page.locator('#simulate').click();
    await shows('HTTP 429');
    await page.getByRole('link', { name: 'Requests' }).click();
    await shows('2 requests, the newest first.');
    await page.locator('#search-requests').fill('HTTP nobody');
    await shows('0 of 2 requests');
    expect(new URL(page.url()).searchParams.get('q')).toBe('HTTP nobody');
  });

  it('lets time pass, in which a schedule fires', async () => {
    await go('/platform');
    await shows('in 1 h, once');
    await shows('last');
    await page.getByRole('button', { name: '+1 h' }).click();
    await shows('None is pending.');
    await page.getByRole('link', { name: 'Logs' }).click();
    await shows('later a schedule');
  });

  it('draws the form of the settings, and saves what is entered', async () => {
    await go('/custom_configs');
    const field = page.frameLocator('iframe').getByLabel('Domain (required)');
    await field.fill('');
    await page.locator('#save').click();
    await shows('The page does not let it be saved yet');
    await field.fill('acme.example.com');
    await page.locator('#save').click();
    await shows('Saved. The app hears of it with its next event.');
    expect(served.session.account.iparams).toMatchObject({ domain: 'acme.example.com' });
    await page.locator('#uninstall').click();
    await shows('Uninstalled');
    await page.waitForFunction(() => {
      const inside = document.querySelector('iframe')?.contentDocument;
      return inside?.querySelector<HTMLInputElement>('#field-domain')?.value === '';
    });
    await page.frameLocator('iframe').getByLabel('Domain (required)').fill('new.example.com');
    await page.locator('#install').click();
    await shows('Installed.');
  });

  it('has no findings of axe, and fits a phone, in the light and in the dark', async () => {
    // The page lets no script in from elsewhere; here it must.
    const phone = await browser().newPage({ bypassCSP: true, viewport: { width: 360, height: 740 } });
    phone.setDefaultTimeout(PATIENCE_MS);
    await phone.addInitScript({ content: AXE });
    for (const view of VIEWS) {
      await phone.emulateMedia({ colorScheme: 'light' });
      await phone.goto(served.address + view);
      await phone.locator('nav a[aria-current]').waitFor();
      expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
      expect([view, await phone.evaluate(findings, '')]).toEqual([view, []]);
      // In the dark the same elements have other colours, and nothing else is different.
      await phone.emulateMedia({ colorScheme: 'dark' });
      expect([view, 'dark', await phone.evaluate(findings, 'color-contrast')]).toEqual([view, 'dark', []]);
    }
    await phone.close();
  });
});
