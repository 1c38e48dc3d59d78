/** Tests in a real browser: one started once for a file. */
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const KNOWN_PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const isCi = (process.env['CI'] ?? '') !== '';

/** Nothing in these tests waits for time to pass, so this only says when a machine is too busy to be waited for. */
export const PATIENCE_MS = 120_000;

/** Groups tests of a file. Where there is no browser they are skipped aloud; in CI that is a failure. */
export function describeInBrowser(title: string, tests: (browser: () => Browser) => void): void {
  jest.setTimeout(2 * PATIENCE_MS);
  const executablePath = [process.env['CHROMIUM_PATH'] ?? '', ...KNOWN_PATHS].find((path) => existsSync(path));
  if (executablePath === undefined && !isCi) {
    it.skip('NOT TESTED IN A BROWSER: there is no Chromium here. Install it, or say where it is with CHROMIUM_PATH.', () =>
      undefined);
    return;
  }
  describe(title, () => {
    let browser: Browser;
    beforeAll(async () => {
      if (executablePath === undefined)
        throw new Error('CI must test in a browser: install Chromium, or say where it is with CHROMIUM_PATH.');
      browser = await chromium.launch({
        executablePath,
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-sync'],
      });
    });
    // Where it could not be started there is none to close.
    afterAll(() => (browser as Browser | undefined)?.close());
    tests(() => browser);
  });
}
