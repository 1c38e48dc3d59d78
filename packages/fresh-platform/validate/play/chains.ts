/** Steps that somebody wrote down to be simulated one after the other: test_data/simulations/*.json. */
import type { ReceiverRule } from '../../receivers/rules';
import { dig, digList, digText, isRecord, type Json } from '../../lib/dig';
import type { App } from '../app/app';
import { filesIn } from '../app/files';
import { startOf, type Report } from '../problem';
import { readObject } from './recorded-object';
import { declaredEvents } from './recordings';
import type { SettingsSet } from './settings-sets';
import { addressed, type Chain, type SettingsChoice, type Step } from './steps';

const FOLDER = 'test_data/simulations';

/**
 * Reads every chain: `{ "about", "services"?, "steps": [{ "event" | "function", "payload", "settings"? }] }`. `settings` are
 * parameters, or the name of a set; without them those of the step before stay. `services` says how hosts answer that templates name
 * themselves, as they do whoever has an account there. Chains are done in the order of their names, 10 after 9.
 */
export function readChains(app: App, sets: readonly SettingsSet[], report: Report): Chain[] {
  return filesIn(app.dir, FOLDER)
    .filter((file) => file.endsWith('.json'))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .flatMap((file) => readChain(app, file, sets, report));
}

function readChain(app: App, file: string, sets: readonly SettingsSet[], report: Report): Chain[] {
  const content = readObject(app, file, report);
  if (content === undefined) return [];
  const chain = chainIn(app, file.slice(FOLDER.length + 1, -'.json'.length), content, sets);
  if (chain.steps.length > 0 && chain.steps.length === digList(content, 'steps').length) return [chain];
  report(
    'test-data',
    startOf(file),
    'These are no steps to simulate.',
    'Write { "steps": [{ "event" or "function", "payload", "settings" }] }, with events and functions that manifest.json declares.',
  );
  return [];
}

/** Up to the first step that is none. */
function chainIn(app: App, name: string, content: unknown, sets: readonly SettingsSet[]): Chain {
  const chain: Chain = { name, about: digText(content, 'about'), steps: [] };
  const services = digList(content, 'services').filter(isRecord) as readonly ReceiverRule[];
  let settings: SettingsChoice = { name: 'nothing entered', iparams: {} };
  for (const entry of digList(content, 'steps')) {
    settings = settingsOf(entry, name, sets) ?? settings;
    const step = stepOf(app, entry, settings, `${name}, step ${chain.steps.length + 1}`);
    if (step === undefined) break;
    const after = chain.steps.at(-1);
    chain.steps.push({ ...step, chain, ...(services.length > 0 && { services }), ...(after && { after }) });
  }
  return chain;
}

function settingsOf(entry: unknown, chain: string, sets: readonly SettingsSet[]): SettingsChoice | undefined {
  const settings = dig(entry, 'settings');
  const named = sets.find(({ name }) => name === settings);
  const iparams = isRecord(settings) ? settings : named?.iparams;
  return iparams === undefined
    ? undefined
    : { name: `those of ${chain}${named === undefined ? '' : `: ${named.name}`}`, iparams: addressed(iparams) };
}

/** An event of the first module that declares it, or a function. */
function stepOf(app: App, entry: unknown, settings: SettingsChoice, from: string): Step | undefined {
  const payload = dig(entry, 'payload');
  const event = digText(entry, 'event');
  const called = digText(entry, 'function');
  const declared = declaredEvents(app).find((one) => one.event === event);
  const common = { payload: isRecord(payload) ? payload : ({} as Json), settings, from };
  // What a settings page passes holds addresses as its settings do.
  if (called !== '')
    return { kind: 'function', module: 'common', name: called, ...common, payload: addressed(common.payload) };
  if (declared === undefined) return undefined;
  const kind = SET_UPS[event] ?? 'event';
  return { kind, module: declared.module, name: event, ...common };
}

const SET_UPS: Record<string, Step['kind']> = { onAppInstall: 'install', onAppUninstall: 'uninstall' };
