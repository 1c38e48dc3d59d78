/** What can be simulated of an app, in the order `simulate` plays it: installing, its events by module, its functions and jobs, updating, leaving. */
import { join } from 'node:path';
import type { AppPackage } from '../app/app-package';
import { inventedPayload, inventedSettings } from '../events/invented';
import { digRecord, isRecord, type Json } from '../lib/dig';
import { isFile, readJsonFile } from '../lib/json-file';

export interface Step {
  kind: 'set-up' | 'event' | 'external' | 'function' | 'job';
  /** The event, or the function's or job's name. */
  name: string;
  module: string;
  payload: Json;
  /** False for a payload from server/test_data. */
  isInvented: boolean;
}

export interface Plan {
  settings: Json;
  /** Names of the settings that the form says are encrypted. */
  secure: string[];
  areSettingsInvented: boolean;
  /** The developer's own settings of the app, by config/app_settings.json. */
  appSettings: Json;
  steps: Step[];
}

/** The first and last events of an installation's life stand around the rest. */
const ORDER = ['onAppInstall', '', 'afterAppUpdate', 'onAppUninstall'];
const SET_UP = new Set(['onAppInstall', 'afterAppUpdate', 'onAppUninstall']);

/** Throws a UserError where a recorded payload is no JSON. */
export function planOf(app: AppPackage): Plan {
  const settings = settingsOf(app);
  const steps = [
    ...app.handlers.map(({ event, module }) => eventStep(app, event, module, settings.settings)),
    ...[...app.functions.keys()].map((name) => calledStep(app, 'function', name)),
    ...[...app.jobs].map((name) => calledStep(app, 'job', name)),
  ];
  const rank = ({ name }: Step): number => (SET_UP.has(name) ? ORDER.indexOf(name) : 1);
  return { ...settings, steps: steps.sort((a, b) => rank(a) - rank(b)) };
}

function eventStep(app: AppPackage, event: string, module: string, iparams: Json): Step {
  const recorded = recordedPayload(app, event, module);
  const kind = kindOf(event);
  return {
    kind,
    name: event,
    module,
    payload: recorded ?? inventedFor(event, module, iparams),
    isInvented: recorded === undefined,
  };
}

function inventedFor(event: string, module: string, iparams: Json): Json {
  if (module !== 'common') return inventedPayload(event, module);
  return event === 'onAppInstall' ? { iparams } : { data: {} };
}

function kindOf(event: string): Step['kind'] {
  if (SET_UP.has(event)) return 'set-up';
  return event === 'onExternalEvent' ? 'external' : 'event';
}

/** Pages say what they pass: without a recording it is nothing. */
function calledStep(app: AppPackage, kind: 'function' | 'job', name: string): Step {
  const recorded = recordedPayload(app, name, 'common');
  return { kind, name, module: 'common', payload: recorded ?? {}, isInvented: recorded === undefined };
}

/** Newer tools keep recordings by module, older ones in one folder. */
function recordedPayload({ serverDir }: AppPackage, event: string, module: string): Json | undefined {
  const file = [
    join(serverDir, 'test_data', module, `${event}.json`),
    join(serverDir, 'test_data', `${event}.json`),
  ].find(isFile);
  const payload = file === undefined ? undefined : readJsonFile(file);
  return isRecord(payload) ? payload : undefined;
}

function settingsOf(app: AppPackage): Omit<Plan, 'steps'> {
  const recorded = recordedPayload(app, 'onAppInstall', 'common')?.['iparams'];
  const form = readConfig(app, 'iparams.json');
  const secure = Object.keys(form).filter((name) => digRecord(form, name)['secure'] === true);
  const oauth = oauthFields(readConfig(app, 'oauth_config.json'));
  const invented = {
    ...inventedSettings(form),
    ...(Object.keys(oauth).length > 0 && { oauth_iparams: inventedSettings(oauth) }),
  };
  const isRecorded = isRecord(recorded) && Object.keys(recorded).length > 0;
  return {
    settings: isRecorded ? { ...invented, ...recorded } : invented,
    secure,
    areSettingsInvented: !isRecorded,
    appSettings: inventedSettings(readConfig(app, 'app_settings.json')),
  };
}

function readConfig({ dir }: AppPackage, name: string): Json {
  const path = join(dir, 'config', name);
  const content = isFile(path) ? readJsonFile(path) : {};
  return isRecord(content) ? content : {};
}

/** What an admin is asked for before the app may sign in, by all of its integrations. */
function oauthFields(config: Json): Json {
  const integrations = isRecord(config['integrations']) ? Object.values(config['integrations']) : [config];
  return Object.assign({}, ...integrations.map((one) => digRecord(one, 'oauth_iparams'))) as Json;
}
