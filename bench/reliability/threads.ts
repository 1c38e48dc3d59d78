/** A channel of threads beside a webhook: what becomes of so many conversation changes a minute, with all of the platform's quotas. */
import { createClock, createPlatform } from '../../packages/fresh-platform/index';
import type { OutgoingRequest, ReceiverAnswer } from '../../packages/fresh-platform/types';
import { digList, digText, type Json } from '../../packages/fresh-platform/lib/dig';
import { ROOT } from './load';
import { createRandom } from './random';
import { undeliveredIn } from './tally';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-11-02T09:00:00.000Z');

/** Changes a minute, and for how many minutes: what threads are made for, twice as many, and four times as many, as a burst and for long. */
const RATES = [
  { perMinute: 20, minutes: 10 },
  { perMinute: 40, minutes: 10 },
  { perMinute: 80, minutes: 5 },
  { perMinute: 80, minutes: 30 },
] as const;

export const THREADS = 'threads beside a webhook';

export interface Threads {
  perMinute: number;
  minutes: number;
  changes: number;
  conversations: number;
  /** Changes that Slack was told as a reply in their conversation's thread. */
  inThread: number;
  /** Changes that stand in the channel although their conversation has a thread. */
  outside: number;
  /** Changes that came in a message for several. */
  caughtUp: number;
  /** Changes that Slack or the webhook was never told. */
  lost: number;
  undelivered: number;
  /** Minutes from the last change to the last delivery. */
  lastAfter: number;
  keysLeft: number;
}

const SETTINGS: Json = {
  destinations: [
    { id: 'webhook', kind: 'webhook', name: 'Records', url: 'https://hooks.example.com/relay' },
    {
      id: 'threads',
      kind: 'slack',
      name: '#support',
      channel: 'C0THREADS',
      style: 'thread',
      tell: ['Assigned'],
    },
  ],
  secrets: { webhook: 'whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=', slack: 'xoxb-1-threads' },
  unattended_minutes: 0,
};

/** A conversation comes into the group of that number, so that each change can be told by its message. */
function payloadOf(change: number, conversation: string, at: number): Json {
  const group = `group-${change}`;
  return {
    timestamp: at,
    data: {
      actor: { type: 'system', sub_entity: 'assignment_rule', id: 'system' },
      associations: { group: { id: group, name: `Team ${change}` }, channel: { id: 'channel-1', name: 'Orders' } },
      conversation: { conversation_id: conversation, app_id: 'account-1', status: 'new', assigned_group_id: group },
      changes: { model_changes: { assigned_group_id: [null, group] } },
    },
  };
}

/** What a Slack that numbers its messages and a webhook took. */
function createReceivers(conversationOf: (change: number) => string, now: () => number) {
  const took = { slack: new Set<number>(), webhook: new Set<number>(), lastAt: 0 };
  const counts = { inThread: 0, outside: 0, caughtUp: 0 };
  const begun = new Set<string>();
  let posts = 0;
  const post = (body: string): void => {
    const changes = [...new Set([...body.matchAll(/Team (\d+)/g)].map(([, change]) => Number(change)))];
    for (const change of changes) took.slack.add(change);
    const [only = -1] = changes;
    const conversation = conversationOf(only);
    if (changes.length > 1) counts.caughtUp += changes.length;
    else if (body.includes('"thread_ts"')) counts.inThread += 1;
    else if (begun.has(conversation)) counts.outside += 1;
    begun.add(conversation);
  };
  return {
    took,
    counts,
    answer: ({ host, body }: OutgoingRequest): ReceiverAnswer => {
      took.lastAt = now();
      posts += 1;
      if (host === 'slack.com') post(body);
      else
        for (const event of digList(JSON.parse(body), 'data', 'events'))
          took.webhook.add(Number(digText(event, 'conversation', 'group', 'id').replace('group-', '')));
      return { status: 200, latency: 150, body: JSON.stringify({ ok: true, ts: `${posts}.0` }) };
    },
  };
}

/** So many changes a minute, each at a moment of its own part of it, of half as many conversations. */
export async function threadsAt(perMinute: number, minutes: number): Promise<Threads> {
  const clock = createClock(START - 1);
  const changes = perMinute * minutes;
  const conversations = perMinute / 2;
  const conversationOf = (change: number): string => `conversation-${change % conversations}`;
  const receivers = createReceivers(conversationOf, () => clock.now());
  let undelivered = 0;
  const platform = createPlatform({
    appDir: ROOT,
    clock,
    iparams: SETTINGS,
    receiver: receivers.answer,
    random: createRandom(7),
    // A busy machine is no receiver that hangs.
    hangMs: Infinity,
    latency: (operation) => (operation === 'request' ? 0 : 20),
    onInvocation: ({ logs }) => {
      undelivered += undeliveredIn(logs).length;
    },
  });
  const running = [];
  const chance = createRandom(3);
  for (let change = 0; change < changes; change += 1) {
    await clock.advanceTo(START + Math.floor(((change + chance()) * MINUTE) / perMinute));
    running.push(platform.start('onConversationUpdate', payloadOf(change, conversationOf(change), clock.now())));
  }
  const last = clock.now();
  await clock.until(Promise.all(running));
  await clock.advance(3 * HOUR);
  const { slack, webhook, lastAt } = receivers.took;
  return {
    perMinute,
    minutes,
    changes,
    conversations,
    ...receivers.counts,
    lost: 2 * changes - slack.size - webhook.size,
    undelivered,
    lastAfter: Math.max(0, lastAt - last) / MINUTE,
    // A conversation's first message stays for two weeks.
    keysLeft: platform.entries().filter(({ key }) => !key.startsWith('slack:')).length,
  };
}

export async function measureThreads(): Promise<Threads[]> {
  const all: Threads[] = [];
  for (const { perMinute, minutes } of RATES) all.push(await threadsAt(perMinute, minutes));
  return all;
}

/** What was not reached, as sentences. */
export function missedInThreads(all: readonly Threads[]): string[] {
  const lossy = all.filter(({ lost, undelivered }) => lost + undelivered > 0);
  const parted = all.slice(0, 1).filter(({ outside, caughtUp }) => outside + caughtUp > 0);
  return [
    ...lossy.map(({ perMinute, lost }) => `${perMinute} changes a minute in threads: ${lost} were lost.`),
    ...parted.map(({ perMinute, outside }) => `${perMinute} changes a minute in threads: ${outside} stand outside.`),
  ];
}

const COLUMNS: readonly [title: string, cell: (one: Threads) => number | string][] = [
  ['changes a minute', ({ perMinute }) => perMinute],
  ['for minutes', ({ minutes }) => minutes],
  ['first messages', ({ conversations }) => conversations],
  ['in their thread', ({ inThread }) => inThread],
  ['plain in the channel', ({ outside }) => outside],
  ['in a message for several', ({ caughtUp }) => caughtUp],
  ['lost, of both', ({ lost }) => lost],
  ['last delivery, min', ({ lastAfter }) => lastAfter.toFixed(0)],
];

/** The section of docs/reliability.md. */
export function threadsSection(all: readonly Threads[]): string {
  return [
    `## ${THREADS}`,
    '',
    'Conversation changes, each told to a webhook and in a Slack channel of threads. 20 a minute stand in their threads. Above, requests and',
    'store operations run out: what cannot look up its thread is a plain message in the channel, what cannot be sent comes later, several in a',
    'message. 80 a minute are 160 deliveries, where 50 requests are allowed.',
    '',
    `| ${COLUMNS.map(([title]) => title).join(' | ')} |`,
    `| ${COLUMNS.map(() => '---:').join(' | ')} |`,
    ...all.map((one) => `| ${COLUMNS.map(([, cell]) => cell(one)).join(' | ')} |`),
    '',
  ].join('\n');
}
