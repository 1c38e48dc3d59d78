/** What `simulate` plays of an app, in order: installing, its events by module, its functions and jobs, updating, leaving. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AppPackage } from '../app/app-package';
import { inventedPayload, inventedSettings } from '../events/invented';
import { isRecord, type Json } from '../lib/dig';
import { readJsonFile } from '../lib/json-file';

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
  areSettingsInvented: boolean;
  steps: Step[];
}

/** The first and last events of an installation's life stand around the rest. */
const ORDER = ['onAppInstall', '', 'afterAppUpdate', 'onAppUninstall'];
const SET_UP = new Set(['onAppInstall', 'afterAppUpdate', 'onAppUninstall']);

/** Throws a UserError where a recorded payload is no JSON. */
export function planOf(app: AppPackage): Plan {
  const steps = [
    ...app.handlers.map(({ event, module }) => eventStep(app, event, module)),
    ...[...app.functions.keys()].map((name) => calledStep('function', name)),
    ...[...app.jobs].map((name) => calledStep('job', name)),
  ];
  const rank = ({ name }: Step): number => (SET_UP.has(name) ? ORDER.indexOf(name) : 1);
  return { ...settingsOf(app), steps: steps.sort((a, b) => rank(a) - rank(b)) };
}

function eventStep(app: AppPackage, event: string, module: string): Step {
  const recorded = recordedPayload(app, event, module);
  const kind = kindOf(event);
  return {
    kind,
    name: event,
    module,
    payload: recorded ?? (kind === 'event' && module !== 'common' ? inventedPayload(event) : { data: {} }),
    isInvented: recorded === undefined,
  };
}

function kindOf(event: string): Step['kind'] {
  if (SET_UP.has(event)) return 'set-up';
  return event === 'onExternalEvent' ? 'external' : 'event';
}

function calledStep(kind: 'function' | 'job', name: string): Step {
  return { kind, name, module: 'common', payload: {}, isInvented: true };
}

/** Newer tools keep recordings by module, older ones in one folder. */
function recordedPayload({ serverDir }: AppPackage, event: string, module: string): Json | undefined {
  const file = [
    join(serverDir, 'test_data', module, `${event}.json`),
    join(serverDir, 'test_data', `${event}.json`),
  ].find((path) => existsSync(path));
  const payload = file === undefined ? undefined : readJsonFile(file);
  return isRecord(payload) ? payload : undefined;
}

function settingsOf(app: AppPackage): Pick<Plan, 'settings' | 'areSettingsInvented'> {
  const recorded = recordedPayload(app, 'onAppInstall', 'common')?.['iparams'];
  const form = join(app.dir, 'config', 'iparams.json');
  const fields = existsSync(form) ? readJsonFile(form) : {};
  const invented = inventedSettings(isRecord(fields) ? fields : {});
  return isRecord(recorded) && Object.keys(recorded).length > 0
    ? { settings: { ...invented, ...recorded }, areSettingsInvented: false }
    : { settings: invented, areSettingsInvented: true };
}
