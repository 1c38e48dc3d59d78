/** The shipped app on the platform package, with receivers that remember what they were sent. */
import { join } from 'node:path';
import {
  createClock,
  createPlatform,
  type InvocationResult,
  type OutgoingRequest,
  type Platform,
  type PlatformOptions,
  type Receiver,
} from '../../packages/fresh-platform/index';
import { dig, digText, isRecord, type Json } from '../../packages/fresh-platform/lib/dig';
import { createRandom } from '../../bench/reliability/random';
import type { Step, Story } from '../../dev/stories/read';
import { KINDS, type DestinationKind } from '../../src/settings/kinds';
import { coverageOptions } from './coverage';
import { onThisPlatform } from './platform-ways';

export const APP_DIR = join(__dirname, '..', '..');

export const SECRET = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
export const OTHER_SECRET = `whsec_${Buffer.alloc(64, 9).toString('base64')}`;
/** Installation parameters. */
export interface Iparams extends Json {
  destinations: Json[];
  secrets: Record<string, string>;
}

/** Hours pass in many tests, and in most of them nobody is to be told of conversations that wait. */
const NOT_REMINDED = { unattended_minutes: 0 };

/** All that a channel may be told of a conversation, save what happens all the time. */
const USUAL_KINDS = KINDS.filter((kind) => kind !== 'Other changes' && kind !== 'Daily summary');

/** The parameters of one destination; its id is its kind's name where nothing else is said. */
export function destination(kind: DestinationKind, secret: string, rest: Json = {}): Iparams {
  const id = typeof rest['id'] === 'string' ? rest['id'] : kind;
  return {
    destinations: [{ id, kind, name: NAMES[kind], ...rest }],
    secrets: { [id]: secret },
    ...NOT_REMINDED,
  };
}

const NAMES: Readonly<Record<DestinationKind, string>> = { webhook: 'Orders', slack: '#support', teams: 'Leads' };

export const SLACK_TOKEN = 'xoxb-of-a-test';
export const SLACK_CHANNEL = 'C0123ABCDEF';
export const TEAMS_ADDRESS = 'https://flows.example.com:443/workflows/abc?sig=of-a-test';
export const WEBHOOK = destination('webhook', SECRET, { url: 'https://hooks.example.com/relay?tenant=7' });
export const SLACK = destination('slack', SLACK_TOKEN, { channel: SLACK_CHANNEL, tell: USUAL_KINDS });
export const TEAMS = destination('teams', TEAMS_ADDRESS, { tell: USUAL_KINDS });
const EACH: Readonly<Record<DestinationKind, Iparams>> = { webhook: WEBHOOK, slack: SLACK, teams: TEAMS };
export const EVERY_DESTINATION = joined(...Object.values(EACH));

/** Several destinations in one installation. */
export function joined(...all: readonly Iparams[]): Iparams {
  return {
    destinations: all.flatMap(({ destinations }) => destinations),
    secrets: Object.assign({}, ...all.map(({ secrets }) => secrets)) as Record<string, string>,
    ...NOT_REMINDED,
  };
}

/** With other settings for the destination of an id, and another secret where one is given. */
export function edited(iparams: Iparams, id: string, settings: Json, secret?: string): Iparams {
  const { destinations, secrets, ...rest } = iparams;
  return {
    ...rest,
    destinations: destinations.map((one) => (one['id'] === id ? { ...one, ...settings } : one)),
    secrets: secret === undefined ? secrets : { ...secrets, [id]: secret },
  };
}

/** The same destinations, each told of these kinds. */
export function hearing(iparams: Iparams, tell: unknown = KINDS): Iparams {
  return { ...iparams, destinations: iparams.destinations.map((one) => ({ ...one, tell })) };
}

export interface TestApp {
  platform: Platform;
  /** Everything that left the platform, oldest first. */
  requests: OutgoingRequest[];
}

/** Every receiver takes what it is sent. */
export const healthy: Receiver = ({ host }) =>
  host === 'slack.com' ? { status: 200, body: '{"ok":true}' } : { status: 200 };

/** Installations of the test that runs. */
const platforms: Platform[] = [];

// Whatever a test is about: it is not known whether the platform lets go on what a handler has not waited for, nor what it does
// about a refusal that nothing handles.
afterEach(() => {
  const all = platforms.splice(0).flatMap(({ invocations }) => invocations);
  expect(all.flatMap(({ unawaited = [] }) => unawaited.map(({ name, target }) => `${name} ${target}`))).toEqual([]);
  expect(all.flatMap(({ error = '' }) => (error.startsWith('A promise was rejected') ? [error] : []))).toEqual([]);
});

/** The second of an hour in which an installation begins, and its chance, are the same in every run; FC_SEED tries others. */
const SEED = Number(process.env['FC_SEED'] ?? 20261102);
const BEGINNING = Date.UTC(2026, 10, 27, 10) + Math.floor(createRandom(SEED)() * 3_600_000);

/** An installation of the app; `receiver` answers what the app sends. */
export function createApp(options: Partial<PlatformOptions> = {}): TestApp {
  const requests: OutgoingRequest[] = [];
  const { receiver = healthy, ...rest } = options;
  const platform = createPlatform({
    appDir: APP_DIR,
    ...coverageOptions(),
    clock: createClock(BEGINNING),
    random: createRandom(SEED),
    ...onThisPlatform(rest),
    receiver: (request) => {
      requests.push(request);
      return receiver(request);
    },
  });
  platforms.push(platform);
  return { platform, requests };
}

/** What one step of a story came to. */
export interface PlayedStep {
  step: Step;
  result: InvocationResult;
  /** What left the platform during the step. */
  requests: OutgoingRequest[];
}

/** Plays a story at its own times. */
export async function play(story: Story, iparams: Json = {}): Promise<PlayedStep[]> {
  const clock = createClock(story.steps[0]?.at ?? 0);
  const { platform, requests } = createApp({
    clock,
    iparams,
    freshchatUrl: story.account.url,
    region: story.account.region,
  });
  const played: PlayedStep[] = [];
  for (const step of story.steps) {
    await clock.advanceTo(Math.max(clock.now(), step.at));
    const before = requests.length;
    const result = await platform.invoke(step.event, step.payload);
    played.push({ step, result, requests: requests.slice(before) });
  }
  return played;
}

export const MOMENT = Date.parse('2026-11-02T09:30:00.000Z');

/** A payload with the given parts of `data` in place of the usual ones. */
export function payloadWith(data: Json = {}, rest: Json = {}): Json {
  return {
    timestamp: MOMENT,
    ...rest,
    data: {
      actor: { type: 'agent', id: 'agent-1', first_name: 'Asha', last_name: 'Rao' },
      associations: {
        agent: { id: 'agent-1', first_name: 'Asha', last_name: 'Rao' },
        group: { id: 'group-1', name: 'Tier 1' },
        channel: { id: 'channel-1', name: 'Billing' },
        user: {
          id: 'user-1',
          first_name: 'Priya',
          last_name: 'Menon',
          email: 'priya@example.com',
          phone: '+12025550123',
          properties: [{ name: 'plan', value: 'Heliotrope' }],
        },
      },
      ...data,
      conversation: {
        conversation_id: 'conversation-1',
        app_id: 'account-1',
        channel_id: 'channel-1',
        user_id: 'user-1',
        status: 'assigned',
        assigned_agent_id: 'agent-1',
        assigned_group_id: 'group-1',
        created_time: '2026-11-02T07:25:00.000Z',
        source: 'WEBCHAT',
        messages: [{ message_parts: [{ text: { content: 'My invoice is wrong.' } }] }],
        statistics: { resolution_time_chrs: 7500, wait_time_chrs: 'soon' },
        ...(isRecord(data['conversation']) ? data['conversation'] : {}),
      },
    },
  };
}

/** An update that changes the given attributes. */
export function changed(modelChanges: unknown, data: Json = {}, rest: Json = {}): Json {
  return payloadWith(
    { ...data, changes: { model_changes: modelChanges, misc_changes: null, system_changes: null } },
    rest,
  );
}

export function textsOf({ logs }: InvocationResult): string[] {
  return logs.map(({ text }) => text);
}

/** The second line a conversation callback logs. */
export function summaryOf(result: InvocationResult): Json {
  const value: unknown = JSON.parse(textsOf(result)[1] ?? 'null');
  if (!isRecord(value)) throw new Error(`There is no summary among: ${textsOf(result).join('\n')}`);
  return value;
}

export function transitionsIn(result: InvocationResult): unknown {
  return summaryOf(result)['transitions'];
}

export function outcomeIn(result: InvocationResult, destination: string): string {
  return digText(summaryOf(result), 'destinations', destination, 'outcome');
}

export function bodyOf(request: OutgoingRequest | undefined): Json {
  const value: unknown = JSON.parse(request?.body ?? 'null');
  if (!isRecord(value)) throw new Error('There is no body that is an object.');
  return value;
}

export function eventsIn(request: OutgoingRequest | undefined): Json[] {
  const events = dig(bodyOf(request), 'data', 'events');
  return Array.isArray(events) ? events.filter(isRecord) : [];
}

/** The requests of one template. */
export function sentBy(template: string, requests: readonly OutgoingRequest[]): OutgoingRequest[] {
  return requests.filter((request) => request.template === template);
}
