/// <reference lib="dom" />
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeDemo } from '../../../dev/build/demo';
import { goTo } from '../../../dev/build/page-tour';
import { describeInBrowser, PATIENCE_MS } from '../../../packages/fresh-platform/test/support/browser';

describeInBrowser('the demo', (browser) => {
  const folder = mkdtempSync(join(tmpdir(), 'demo-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('opens from a disk: stories play, and what is recorded can be read, without a server or anything from outside', async () => {
    const address = pathToFileURL(await writeDemo(folder)).href;
    const asked: string[] = [];
    const complaints: string[] = [];
    const page = await browser().newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('request', (request) => asked.push(request.url()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(address);
    await page.locator('#play', { hasText: 'Pause' }).waitFor();
    await page.locator('#all-at-once').click();
    await page.locator('.said-one[data-destination="webhook"]').getByText('signature verified').waitFor();
    await page.locator('.stage .picture-chart').waitFor();
    await goTo(page, 'Deliveries');
    await page.locator('#filter-destination').selectOption('slack');
    await page.locator('#filter-state').selectOption('retried');
    await page.locator('.delivery[data-state="retried"] summary').first().click();
    await page.locator('.delivery[open] .as-seen').first().waitFor();
    await page.locator('.delivery[open] .delivery-links a').first().click();
    await page.locator('.picture-outage').first().waitFor({ state: 'attached' });
    await goTo(page, 'Outage');
    await page.locator('.scrub:not([hidden])').waitFor();
    expect(await page.locator('.outage-sum-ours').textContent()).toMatch(/(\d+) of \1 told0 kept 0 lost/);
    await page.close();
    const inside = new URL('.', address).href;
    expect(asked.filter((url) => !url.startsWith(inside) && !url.startsWith('data:'))).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
