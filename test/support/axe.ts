/// <reference lib="dom" />
/** What axe finds on a page that is open. */
import { readFileSync } from 'node:fs';
import type { Frame, Page } from 'playwright-core';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** What is serious or critical, with where, by all of its rules or by one. Frames on the page are left out. */
export async function seriousFindings(page: Page | Frame, rule = ''): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async (only) => {
    interface Finding {
      id: string;
      impact: string | null;
      nodes: { html: string }[];
    }
    const { axe } = window as unknown as {
      axe: { run: (context: object, options: object) => Promise<{ violations: Finding[] }> };
    };
    const { violations } = await axe.run(
      { exclude: ['iframe'] },
      { iframes: false, resultTypes: ['violations'], ...(only !== '' && { runOnly: [only] }) },
    );
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`));
  }, rule);
}
