/** The installation parameters an app is played with. */
import { isRecord, type Json } from '../../lib/dig';
import type { App } from '../app/app';
import { filesIn } from '../app/files';
import { startOf, type Report } from '../problem';
import { readObject } from './recorded-object';

export interface SettingsSet {
  name: string;
  iparams: Json;
  /** Whether somebody wrote it down: an app may well refuse what was invented. */
  isRecorded: boolean;
}

const FOLDER = 'test_data/settings';
/** Sets that are only entered where a person simulates events: playing every scenario with them would take too long. */
const FOLDER_OF_SIMULATIONS = `${FOLDER}/simulations`;

/** The sets of test_data/settings/, completed with the defaults; one that is invented where there are none. */
export function readSettings(app: App, report: Report): SettingsSet[] {
  const recorded = setsIn(app, FOLDER, report);
  return recorded.length > 0 ? recorded : [{ name: 'invented values', iparams: invented(app), isRecorded: false }];
}

/** The sets that are simulated besides. */
export function readSimulationSettings(app: App, report: Report): SettingsSet[] {
  return setsIn(app, FOLDER_OF_SIMULATIONS, report);
}

function setsIn(app: App, folder: string, report: Report): SettingsSet[] {
  return filesIn(app.dir, folder, [FOLDER_OF_SIMULATIONS])
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => readSet(app, file, report));
}

function readSet(app: App, file: string, report: Report): SettingsSet[] {
  const value = readObject(app, file, report);
  if (value === undefined) return [];
  for (const name of unknownIn(app, value))
    report('test-data', startOf(file), `${name} is no installation parameter.`, 'Name those of config/iparams.json.');
  return [
    { name: file.slice(FOLDER.length + 1, -'.json'.length), iparams: { ...defaults(app), ...value }, isRecorded: true },
  ];
}

/** What a page of the app's own asks for, no file says. */
function unknownIn({ iparams, page }: App, value: Json): string[] {
  return page === undefined ? Object.keys(value).filter((name) => !(name in iparams.value)) : [];
}

/** What an admin who enters nothing installs with. */
export function defaults({ iparams }: App): Json {
  return Object.fromEntries(
    Object.entries(iparams.value).flatMap(([name, parameter]) =>
      isRecord(parameter) && 'default_value' in parameter ? [[name, parameter['default_value']] as const] : [],
    ),
  );
}

/** Other choices than the defaults: of every field with options each other one, and all together. */
export function otherChoices({ iparams }: App): Json[] {
  return Object.entries(iparams.value).flatMap(([name, parameter]): Json[] => {
    if (!isRecord(parameter)) return [];
    if (parameter['type'] === 'checkbox') return [{ [name]: parameter['default_value'] !== true }];
    const options: unknown[] = Array.isArray(parameter['options']) ? (parameter['options'] as unknown[]) : [];
    if (parameter['type'] === 'multiselect') return [{ [name]: options }, { [name]: [] }];
    return options.filter((option) => option !== parameter['default_value']).map((option) => ({ [name]: option }));
  });
}

const INVENTED: Record<string, unknown> = {
  number: 7,
  checkbox: true,
  email: 'admin@example.com',
  url: 'https://service.example.com/in',
  domain: 'service.example.com',
  date: '2026-11-02',
  phone_number: '+12025550100',
};

/** Fits a request template's host as well, and is another for each parameter. */
function inventedText(name: string): string {
  return `${name.replace(/[^a-z0-9]+/gi, '-')}.example.com`;
}

function invented(app: App): Json {
  const values = Object.entries(app.iparams.value).map(
    ([name, parameter]) =>
      [name, INVENTED[isRecord(parameter) ? String(parameter['type']) : ''] ?? inventedText(name)] as const,
  );
  return { ...Object.fromEntries(values), ...defaults(app) };
}
