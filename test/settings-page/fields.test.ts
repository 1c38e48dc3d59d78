/** @jest-environment ./test/dev/page/pictures/pictures-environment.ts */
/// <reference lib="dom" />
/** The page as it is built: what an admin enters into each field, beside what is saved. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SettingName } from '../../src/settings/read';
import { DESTINATION_KINDS, DESTINATION_NAMES } from '../../src/settings/kinds';
import { tableIn } from '../support/markdown';

const ASSETS = join(__dirname, '..', '..', 'config', 'assets');
const read = (file: string): string => readFileSync(join(ASSETS, file), 'utf8');

interface Page {
  getConfigs: (configs: unknown) => void;
  postConfigs: () => Record<string, unknown>;
}

// Nothing is laid out here, so nothing can be brought into view.
HTMLElement.prototype.scrollIntoView = () => undefined;

/** The page in an empty document. */
function openPage(): Page {
  document.body.innerHTML = '<main id="settings"></main>';
  // oxlint-disable-next-line typescript/no-implied-eval -- a classic script, whose constant no module can import
  const run = new Function(`${read('iparams.js')}\nreturn settingsPage;`) as () => Page;
  return run();
}

/** Enters a value as the browser does: into a field of one line, by choosing, or with a switch of Crayons'. */
function enter(id: string, value: string | true): void {
  const field = document.getElementById(id);
  if (field === null) throw new Error(`The page has no field ${id}.`);
  if (value === true) {
    Reflect.set(field, 'checked', true);
    field.dispatchEvent(Object.assign(new Event('fwChange'), { detail: { checked: true } }));
    field.dispatchEvent(new Event('change'));
  } else {
    Reflect.set(field, 'value', value);
    field.dispatchEvent(new Event('input'));
  }
}

interface Entered {
  /** Id of the field. */
  field: string;
  enter: string | true;
  saved: unknown;
  /** What README.md calls it. */
  called: string;
}

/** A setting that the page has no field for does not compile here. */
const SETTINGS: Readonly<Record<Exclude<SettingName, 'destinations' | 'secrets'>, Entered>> = {
  personal_data: { field: 'personal-in', enter: true, saved: 'Include', called: 'Personal data' },
  unattended_minutes: { field: 'unattended', enter: '30', saved: 30, called: 'Unattended after' },
  hours: {
    field: 'hours-on',
    enter: true,
    saved: { days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'], from: '09:00', to: '18:00' },
    called: 'hours',
  },
  summary_at: { field: 'summary-at', enter: '18:30', saved: '18:30', called: 'Daily summary' },
  time_zone: { field: 'time-zone', enter: 'Asia/Colombo', saved: 'Asia/Colombo', called: 'time zone' },
};

const explained = (): string =>
  tableIn('README.md', 'setting')
    .map(({ setting }) => setting)
    .join('\n');

describe.each(Object.entries(SETTINGS))('the setting %s', (name, setting) => {
  it('has a field on the page, is saved as it is entered, and is shown again when it is edited', () => {
    const page = openPage();
    enter(setting.field, setting.enter);
    const saved = page.postConfigs();
    expect(saved[name]).toEqual(setting.saved);
    const edited = openPage();
    edited.getConfigs(saved);
    expect(edited.postConfigs()[name]).toEqual(setting.saved);
  });

  it('is explained in README.md', () => {
    expect(explained()).toContain(setting.called);
  });
});

describe.each(DESTINATION_KINDS)('a destination of the kind %s', (kind) => {
  it('can be added on the page, which has a picture for it', () => {
    const page = openPage();
    document.getElementById(`add-${kind}`)?.click();
    expect(page.postConfigs()['destinations']).toMatchObject([{ kind, name: DESTINATION_NAMES[kind] }]);
    expect(read('iparams.css')).toContain(`.glyph-${kind} {`);
  });

  it('is explained in README.md', () => {
    expect(explained().toLowerCase()).toContain(`destination: ${DESTINATION_NAMES[kind].toLowerCase()}`);
  });
});
