/** What a person can do at `fdk run`, one thing after the other: enter settings, simulate an event, use the settings page. */
import type { CallResult, InvocationResult, Platform, ReceiverAnswer } from '../../index';
import { dig, digText, isRecord, type Json } from '../../lib/dig';
import { receiverBy, type ReceiverRule } from '../../receivers/rules';
import type { App } from '../app/app';
import { calledIn } from '../checks/events';
import { oddCopies, oddPayloads } from './odd-payloads';
import { declaredEvents, declares, type Recording } from './recordings';
import { defaults, otherChoices, type SettingsSet } from './settings-sets';

/** Addresses that behave as they are meant to without an account; any others that behave so will do. */
export const ADDRESSES = {
  takes: 'https://httpbin.org/anything/',
  refuses: 'https://httpbin.org/status/404?',
  silent: 'https://cannot-be-reached.invalid/',
} as const;

export type Answering = keyof typeof ADDRESSES;

export interface SettingsChoice {
  name: string;
  iparams: Json;
  /** What it was made of, the same for settings that differ in their receivers alone. */
  base?: Json;
  answering?: Answering;
  isOdd?: boolean;
}

/** Odd copies of each set of settings. */
const ODD_SETTINGS = 4;

/** Steps that somebody wrote down one after the other. */
export interface Chain {
  name: string;
  /** Sentences for whoever does them. */
  about: string;
  steps: Step[];
}

export interface Step {
  kind: 'event' | 'install' | 'uninstall' | 'function';
  module: string;
  /** The event's name, or the function's. */
  name: string;
  payload: Json;
  settings: SettingsChoice;
  /** Where the payload comes from: a story, a recorded payload, or a schedule that an earlier step made. */
  from: string;
  /** Of a step that somebody wrote down among others. */
  chain?: Chain;
  /** The step that came before. */
  after?: Step;
  /** How services answer at which whoever simulates has an account; without them they are asked with invented secrets, and say no. */
  services?: readonly ReceiverRule[];
}

/** How the stand-ins of ADDRESSES answer. A host that a template names itself is asked with invented secrets, and says no. */
export function answerOf({ host, path }: { host: string; path: string }): ReceiverAnswer {
  if (host.endsWith('.invalid')) throw new Error('there is no such host.');
  if (host !== 'httpbin.org') return { status: 200, body: '{"ok":false,"error":"invalid_auth"}' };
  const status = /^\/status\/(\d{3})/.exec(path)?.[1];
  if (status !== undefined) return { status: Number(status), body: '' };
  return path.startsWith('/response-headers')
    ? { status: 200, body: '{}', headers: { 'content-type': 'application/pdf' } }
    : { status: 200, body: '{}' };
}

/** Settings worth entering: nothing; each recorded set, and each with its lists one item at a time, with every receiver well, refusing and silent; odd ones; other choices. */
export function settingsChoices(app: App, sets: readonly SettingsSet[]): SettingsChoice[] {
  const bases = sets.flatMap(({ name, iparams }) => [
    { name, base: iparams },
    ...singled(iparams).map(({ what, value }) => ({ name: `${name}, only ${what}`, base: value })),
  ]);
  const first = addressed(sets[0]?.iparams ?? {}, 'takes');
  return [
    { name: 'nothing entered', iparams: defaults(app) },
    ...bases.flatMap(({ name, base }) =>
      (Object.keys(ADDRESSES) as Answering[]).map((answering) => ({
        name: `${name}; receivers ${SAID[answering]}`,
        iparams: addressed(base, answering),
        base,
        answering,
      })),
    ),
    ...sets.flatMap(({ name, iparams }) =>
      oddCopies(addressed(iparams, 'takes'), ODD_SETTINGS).map((odd, index) => ({
        name: `${name}, made odd, number ${index + 1}`,
        iparams: odd,
        isOdd: true,
      })),
    ),
    ...otherChoices(app).map((choice) => ({
      name: `other ${Object.keys(choice).join(', ')}`,
      iparams: { ...first, ...choice },
    })),
  ];
}

const SAID: Record<Answering, string> = { takes: 'take', refuses: 'answer 404', silent: 'cannot be reached' };

/** Every address in a value stands for one receiver of a kind; without a kind, of that which its host is named after. */
export function addressed(iparams: Json, kind?: Answering): Json {
  let count = 0;
  const visit = (value: unknown): unknown => {
    const address = typeof value === 'string' ? ADDRESS.exec(value) : null;
    if (address !== null) return `${kind === undefined ? addressOf(address[1]) : ADDRESSES[kind]}${(count += 1)}`;
    if (Array.isArray(value)) return value.map(visit);
    return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, visit(item)])) : value;
  };
  return visit(iparams) as Json;
}

const ADDRESS = /^https:\/\/([a-z]+(?:-\d{3})?)\.[a-z.]+(?:\/|$)/;

/** Of `https://refuses.example.com/`, `https://answers-410.example.com/` and `https://unreadable.example.com/`, whose answer is of a type nobody reads. */
function addressOf(label = ''): string {
  const status = /^answers-(\d{3})$/.exec(label)?.[1];
  if (status !== undefined) return `https://httpbin.org/status/${status}?`;
  if (label === 'unreadable') return 'https://httpbin.org/response-headers?content-type=application/pdf&';
  return ADDRESSES[label in ADDRESSES ? (label as Answering) : 'takes'];
}

/** Each list of records with one of them only. */
function singled(iparams: Json): { what: string; value: Json }[] {
  return Object.entries(iparams).flatMap(([key, value]) =>
    Array.isArray(value) && value.length > 1 && value.every(isRecord)
      ? value.map((item, index) => ({
          what: digText(item, 'name') || `number ${index + 1} of ${key}`,
          value: { ...iparams, [key]: [item] },
        }))
      : [],
  );
}

/** Every recorded payload, and of each event the fullest with parts missing or of another kind. */
export function events(app: App, recordings: readonly Recording[], settings: SettingsChoice): Step[] {
  const modules = declaredEvents(app);
  const recorded = recordings.flatMap(({ name, steps }) =>
    steps.map((step, index) => ({ ...step, from: `${name}, step ${index + 1}` })),
  );
  const odd = oddPayloads(recorded).map((step, index) => ({ ...step, from: `made odd, number ${index + 1}` }));
  return [...recorded, ...odd].flatMap(({ event, payload, from }) =>
    modules
      .filter((one) => one.event === event)
      .map(({ module }): Step => ({ kind: 'event', module, name: event, payload, settings, from })),
  );
}

/** Installing and uninstalling. */
export function setUps(app: App, settings: SettingsChoice): Step[] {
  const of = (kind: 'install' | 'uninstall', name: string): Step[] =>
    declares(app, name) ? [{ kind, module: 'common', name, payload: {}, settings, from: 'the settings' }] : [];
  return [...of('install', 'onAppInstall'), ...of('uninstall', 'onAppUninstall')];
}

/** A page passes nothing, or one item of a list of the settings, with its id and its secret. */
export function calls(app: App, settings: SettingsChoice): Step[] {
  const names = calledIn(app, 'functions');
  const args: Json[] = [
    {},
    ...Object.entries(settings.iparams).flatMap(([key, value]) => argumentsOf(key, value, settings.iparams)),
  ];
  return names.flatMap((name) =>
    args.map((payload): Step => ({
      kind: 'function',
      module: 'common',
      name,
      payload,
      settings,
      from: 'the settings page',
    })),
  );
}

function argumentsOf(key: string, value: unknown, iparams: Json): Json[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isRecord).map((item) => {
    const id = digText(item, 'id');
    const secret = Object.values(iparams)
      .map((one) => dig(one, id))
      .find((one) => typeof one === 'string');
    return { [key.replace(/s$/, '')]: item, id, ...(secret !== undefined && { secret }) };
  });
}

/** What the schedules of an installation would hand to onScheduledEvent, with the settings as they are and with receivers that are well again. */
export function scheduledSteps(app: App, platform: Platform, after: Step, choices: readonly SettingsChoice[]): Step[] {
  if (!declares(app, 'onScheduledEvent')) return [];
  return platform.schedules().flatMap(({ name, data }) =>
    [after.settings, ...recoveries(after.settings, choices)].map((settings): Step => ({
      kind: 'event',
      module: 'common',
      name: 'onScheduledEvent',
      payload: { data },
      settings,
      from: `the schedule ${name}`,
      after,
    })),
  );
}

function recoveries({ base, answering }: SettingsChoice, choices: readonly SettingsChoice[]): SettingsChoice[] {
  if (base === undefined || answering === 'takes') return [];
  return choices.filter((choice) => choice.base === base && choice.answering === 'takes');
}

/** Nobody moves the clock of the tool, but nobody reads, pastes and presses faster than so. */
const STEP_MS = 20_000;

/** What passes until the next step is taken. */
export async function pass(platform: Platform): Promise<void> {
  await platform.clock.advance(STEP_MS);
}

/** Does a step. */
export async function take(
  platform: Platform,
  { kind, module, name, payload, settings, services = [] }: Step,
): Promise<InvocationResult | CallResult> {
  platform.setReceiver(receiverBy(services, answerOf));
  if (kind === 'install') return platform.install(settings.iparams);
  platform.setIparams(settings.iparams);
  if (kind === 'uninstall') return platform.uninstall();
  return kind === 'function' ? platform.call(name, payload) : platform.invoke(name, payload, module);
}
