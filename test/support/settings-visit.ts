/// <reference lib="dom" />
/** A visit of the app's settings page, in its frame on the page of `npm start`. */
import type { Browser, Frame, FrameLocator, Page } from 'playwright-core';
import type { TestPage } from '../../dev/build/page-tour';
import { visits, type Look } from './visit';

/** What is said around the frame where the page lets nothing be saved. */
export const REFUSED = 'The page does not let it be saved yet: it marks what is wrong.';

export interface SettingsVisit {
  /** Of the test that runs. */
  readonly served: TestPage;
  /** What is in the frame. */
  settings: FrameLocator;
  frameOf: () => Frame;
  open: (colorScheme?: Look['colorScheme']) => Promise<Page>;
  /** The page before the app is installed. */
  openNew: () => Promise<Page>;
  /** Presses a button around the frame, and waits for what is said then. */
  press: (id: 'install' | 'save' | 'uninstall', outcome: string) => Promise<void>;
  /** Presses what is to succeed, and waits until the page stands there anew with what is saved. */
  succeed: (id: 'install' | 'save', outcome: string) => Promise<void>;
  faults: () => Promise<string[]>;
  /** How the platform gives secure settings back from now on. */
  secureModeIs: (mode: 'value' | 'nothing' | 'mask') => Promise<void>;
  /** Adds a destination and gives its id. */
  addNew: (kind: 'webhook' | 'slack' | 'teams', name: string) => Promise<string>;
  openCard: (id: string) => Promise<void>;
  iparams: () => Record<string, unknown>;
  secrets: () => Record<string, string>;
}

export function settingsPages(browser: () => Browser): SettingsVisit {
  const visit = visits(browser);
  let page: Page;

  const frameOf = (): Frame => {
    const frame = page.frames().find((one) => one.url().includes('/settings-page/'));
    if (frame === undefined) throw new Error('There is no settings page.');
    return frame;
  };
  const at: SettingsVisit = {
    get served() {
      return visit.served;
    },
    settings: undefined as unknown as FrameLocator,
    frameOf,
    open: async (colorScheme = 'light') => {
      page = await visit.open('/custom_configs', { colorScheme });
      at.settings = page.frameLocator('.settings-frame iframe');
      await at.settings.locator(visit.served.session.account.isInstalled ? '#status' : '.choices').waitFor();
      return page;
    },
    openNew: async () => {
      await visit.served.session.uninstall();
      return at.open();
    },
    press: async (id, outcome) => {
      await page.locator(`#${id}`).click();
      await page.locator('#settings-outcome').getByText(outcome).waitFor();
    },
    succeed: async (id, outcome) => {
      await frameOf().evaluate(() => {
        document.body.dataset['before'] = '';
      });
      await at.press(id, outcome);
      await at.settings.locator('body:not([data-before]) #status').waitFor();
    },
    faults: () => at.settings.locator('.fault:not(:empty)').allTextContents(),
    secureModeIs: async (mode) => {
      const loaded = page.waitForResponse(/settings-page\/index\.html/);
      await page.locator('#secure-mode').selectOption(mode);
      await (await loaded).finished();
      await at.settings.locator('#status').waitFor();
    },
    addNew: async (kind, name) => {
      const names = 'input[id^=name-of-]';
      const before = await at.settings.locator(names).evaluateAll((fields) => fields.map(({ id }) => `:not(#${id})`));
      await at.settings.locator(`#add-${kind}`).click();
      const field = at.settings.locator(`${names}${before.join('')}`);
      await field.fill(name);
      return ((await field.getAttribute('id')) ?? '').replace('name-of-', '');
    },
    openCard: (id) => at.settings.locator(`#open-${id}`).click(),
    iparams: () => visit.served.session.account.iparams,
    secrets: () => at.iparams()['secrets'] as Record<string, string>,
  };
  return at;
}
