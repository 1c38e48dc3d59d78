/**
 * A week with everything switched on at once: a webhook, a channel of threads, one of cards and a Teams channel; conversations that
 * nobody holds, trouble and a summary a day. 30 conversations an hour, round the clock, and the webhook down for a day of it.
 */
import { createClock, createPlatform } from '../../../packages/fresh-platform/index';
import type { InvocationResult, OutgoingRequest, ReceiverAnswer } from '../../../packages/fresh-platform/types';
import { dig, digList, digText, type Json } from '../../../packages/fresh-platform/lib/dig';
import { KINDS } from '../../../src/settings/kinds';
import { ROOT } from '../load';
import { createRandom, type Random } from '../random';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A Monday. */
const START = Date.parse('2026-11-02T00:00:00.000Z');
const PER_HOUR = 30;
const DOWN = { from: START + 2 * DAY, to: START + 3 * DAY };
const UNATTENDED = 15 * MINUTE;

export const WEEK = 'a week of 30 conversations an hour with everything switched on, the webhook down for a day';

export interface Week {
  conversations: number;
  payloads: number;
  /** Events of payloads that the webhook never took, of those it was to be told. */
  lost: number;
  repeats: number;
  undelivered: number;
  /** Conversations that nobody held for 15 minutes or longer, and how many of them were told. */
  unattended: { due: number; told: number; wrongly: number };
  troubles: number;
  recoveries: number;
  summaries: number;
  /** Summaries' conversations created, and changes that could not be counted. */
  counted: number;
  notCounted: number;
  /** Posts of the channel of threads that stand outside of one although their conversation has one. */
  outside: number;
  operations: { request: number; store: number; schedule: number };
  mostSchedules: number;
  keysLeft: number;
  schedulesLeft: number;
  /** Real seconds. */
  seconds: number;
}

const SETTINGS: Json = {
  destinations: [
    { id: 'webhook', kind: 'webhook', name: 'Records', url: 'https://hooks.example.com/relay', tell: KINDS },
    { id: 'threads', kind: 'slack', name: '#support', channel: 'C0THREADS', style: 'thread', tell: KINDS },
    { id: 'cards', kind: 'slack', name: '#floor', channel: 'C0CARDS', style: 'card', tell: KINDS },
    { id: 'teams', kind: 'teams', name: 'Leads', tell: ['Unattended', 'SLA breached', 'Trouble', 'Daily summary'] },
  ],
  secrets: {
    webhook: 'whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=',
    slack: 'xoxb-1-week',
    teams: 'https://teams.example.com/workflow',
  },
  unattended_minutes: UNATTENDED / MINUTE,
  summary_at: '18:00',
  time_zone: 'Europe/Berlin',
};

const GROUP = { id: 'group-1', name: 'First line' };
const AGENT = { id: 'agent-1', first_name: 'Asha', last_name: 'Raman' };

/** One change of one conversation. */
interface Change {
  at: number;
  id: string;
  /** What changes, by attribute; null for the creation. */
  changes: Json | null;
  conversation: Json;
}

interface Life {
  changes: Change[];
  /** Stretches in which nobody held it. */
  waits: { from: number; to: number }[];
}

/** Created, sorted into a group, taken up, resolved; one in ten comes back. One in eight waits for long. */
function lifeOf(index: number, begin: number, random: Random): Life {
  const id = `week-${index}`;
  const created = begin + Math.floor(random() * 2 * MINUTE);
  const taken = created + Math.floor((random() < 0.125 ? 16 + random() * 60 : 0.5 + random() * 8) * MINUTE);
  const resolved = taken + Math.floor((5 + random() * 90) * MINUTE);
  const common = { conversation_id: id, app_id: 'account-1', created_time: new Date(created).toISOString() };
  const open = { ...common, status: 'new', assigned_agent_id: null, assigned_group_id: null };
  const grouped = { ...open, assigned_group_id: GROUP.id };
  const held = { ...grouped, status: 'assigned', assigned_agent_id: AGENT.id };
  const seconds = Math.round((resolved - created) / 1_000);
  const statistics = { first_response_time_chrs: Math.round((taken - created) / 1_000), resolution_time_chrs: seconds };
  const done = { ...held, status: 'resolved', resolved_time: new Date(resolved).toISOString(), statistics };
  const changes: Change[] = [
    { at: created, id, changes: null, conversation: open },
    { at: created + 2_000, id, changes: { assigned_group_id: [null, GROUP.id] }, conversation: grouped },
    {
      at: taken,
      id,
      changes: { assigned_agent_id: [null, AGENT.id], status: ['new', 'assigned'] },
      conversation: held,
    },
    { at: resolved, id, changes: { status: ['assigned', 'resolved'] }, conversation: done },
  ];
  if (random() < 0.1) {
    const again = resolved + HOUR;
    const reopened = { ...held, status: 'reopened', reopened_time: new Date(again).toISOString() };
    changes.push(
      { at: again, id, changes: { status: ['resolved', 'reopened'] }, conversation: reopened },
      { at: again + 20 * MINUTE, id, changes: { status: ['reopened', 'resolved'] }, conversation: done },
    );
  }
  return { changes, waits: [{ from: created, to: taken }] };
}

function payloadOf({ at, changes, conversation }: Change): Json {
  const isHeld = conversation['assigned_agent_id'] !== null;
  return {
    timestamp: at,
    data: {
      actor: { type: 'system', sub_entity: 'assignment_rule', id: 'system' },
      associations: {
        agent: isHeld ? AGENT : {},
        group: conversation['assigned_group_id'] === null ? {} : GROUP,
        channel: { id: 'channel-1', name: 'Orders' },
        user: { id: 'user-1' },
      },
      conversation,
      ...(changes === null ? {} : { changes: { model_changes: changes } }),
    },
  };
}

/** What the receivers took. */
function createReceivers(now: () => number) {
  const seen = new Map<string, Json>();
  const heads = new Map<string, string>();
  const counts = { repeats: 0, outside: 0, posts: 0 };
  const webhook = (body: string): ReceiverAnswer => {
    if (now() >= DOWN.from && now() < DOWN.to) return { status: 503 };
    for (const event of digList(JSON.parse(body), 'data', 'events')) {
      const id = digText(event, 'id');
      if (seen.has(id)) counts.repeats += 1;
      seen.set(id, { ...(event as Json), takenAt: now() });
    }
    return { status: 200 };
  };
  const slack = ({ body, template }: OutgoingRequest): ReceiverAnswer => {
    counts.posts += 1;
    const post: unknown = JSON.parse(body);
    if (template === 'postToSlack' && digText(post, 'channel') === 'C0THREADS') thread(body, post);
    return { status: 200, body: JSON.stringify({ ok: true, ts: `${counts.posts}.0` }) };
  };
  const thread = (body: string, post: unknown): void => {
    const conversation = /week-\d+/.exec(body)?.[0];
    if (conversation === undefined || dig(post, 'thread_ts') !== undefined) return;
    if (heads.has(conversation)) counts.outside += 1;
    heads.set(conversation, body);
  };
  const answer = (request: OutgoingRequest): ReceiverAnswer => ({
    latency: 150,
    ...(request.host === 'slack.com'
      ? slack(request)
      : request.host.startsWith('hooks')
        ? webhook(request.body)
        : { status: 202 }),
  });
  return { seen, counts, answer };
}

export async function measureWeek(days = 7): Promise<Week> {
  const began = performance.now();
  const random = createRandom(20261102);
  const lives = Array.from({ length: days * 24 * PER_HOUR }, (...[, index]) =>
    lifeOf(index, START + index * (HOUR / PER_HOUR), random),
  );
  const changes = lives.flatMap((life) => life.changes).sort((a, b) => a.at - b.at);
  const clock = createClock(START - 1);
  const receivers = createReceivers(() => clock.now());
  const operations = { request: 0, store: 0, schedule: 0 };
  let undelivered = 0;
  const failed: string[] = [];
  const platform = createPlatform({
    appDir: ROOT,
    clock,
    iparams: SETTINGS,
    receiver: receivers.answer,
    random: createRandom(7),
    hangMs: Infinity,
    latency: (operation) => (operation === 'request' ? 0 : 20),
    onOperation: ({ name }) => {
      if (name === 'request') operations.request += 1;
      else if (name.startsWith('db.')) operations.store += 1;
      else operations.schedule += 1;
    },
    onInvocation: ({ outcome, error, logs }: InvocationResult) => {
      platform.invocations.length = 0;
      undelivered += logs.filter(({ text }) => text.includes('"undelivered"')).length;
      if (outcome !== 'completed') failed.push(error ?? outcome);
    },
  });
  await platform.install(SETTINGS);
  for (const key of ['request', 'store', 'schedule'] as const) operations[key] = 0;
  let mostSchedules = 0;
  for (const change of changes) {
    await clock.advanceTo(Math.max(clock.now(), change.at));
    await platform.invoke(change.changes === null ? 'onConversationCreate' : 'onConversationUpdate', payloadOf(change));
    mostSchedules = Math.max(mostSchedules, platform.schedules().length);
  }
  await clock.advance(DAY);
  if (failed.length > 0) throw new Error(`Invocations failed: ${failed.slice(0, 3).join(' ')}`);
  return {
    conversations: lives.length,
    payloads: changes.length,
    ...outcomeOf([...receivers.seen.values()], lives, changes.length),
    repeats: receivers.counts.repeats,
    outside: receivers.counts.outside,
    undelivered,
    operations,
    mostSchedules,
    // A conversation's first message in Slack stays for two weeks, two days' counts for two days.
    keysLeft: platform.entries().filter(({ key }) => !/^(?:slack|summary):/.test(key)).length,
    schedulesLeft: platform.schedules().filter(({ name }) => !name.startsWith('relay-summary-')).length,
    seconds: (performance.now() - began) / 1_000,
  };
}

function outcomeOf(
  events: readonly Json[],
  lives: readonly Life[],
  payloads: number,
): Pick<Week, 'lost' | 'unattended' | 'troubles' | 'recoveries' | 'summaries' | 'counted' | 'notCounted'> {
  const ofType = (type: string): Json[] => events.filter((event) => event['type'] === type);
  const raised = ofType('conversation.unattended');
  const others = events.filter(({ type }) => type !== 'conversation.unattended' && !String(type).startsWith('relay.'));
  const raisedOf = new Map<string, Json[]>();
  for (const event of raised) {
    const id = digText(event, 'conversation', 'id');
    raisedOf.set(id, [...(raisedOf.get(id) ?? []), event]);
  }
  const dues = lives.map(({ changes, waits }) => ({
    told: raisedOf.get(changes[0]?.id ?? '') ?? [],
    wait: waits[0] ?? { from: 0, to: 0 },
  }));
  const isDue = ({ wait }: (typeof dues)[number]): boolean => wait.to - wait.from >= UNATTENDED + MINUTE;
  const summaries = ofType('relay.summary');
  const sum = (list: readonly Json[], ...path: string[]): number =>
    list.reduce((total, event) => total + Number(dig(event, ...path) ?? 0), 0);
  return {
    lost: payloads - others.length,
    unattended: {
      due: dues.filter(isDue).length,
      told: dues.filter((one) => isDue(one) && one.told.length > 0).length,
      wrongly: dues.flatMap(({ told, wait }) =>
        told.filter(({ occurred_at: at }) => Date.parse(String(at)) > wait.to + 1_000),
      ).length,
    },
    troubles: ofType('relay.trouble').length,
    recoveries: ofType('relay.recovered').length,
    summaries: summaries.length,
    counted: sum(summaries, 'total', 'created'),
    notCounted: sum(summaries, 'not_counted'),
  };
}

/** What was not reached, as sentences. */
export function missedInWeek(week: Week): string[] {
  const { due, told, wrongly } = week.unattended;
  return [
    week.lost > 0 && `A week: ${week.lost} events were lost.`,
    week.undelivered > 0 && `A week: ${week.undelivered} events were logged as undelivered.`,
    wrongly > 0 && `A week: ${wrongly} conversations were told as unattended although somebody held them.`,
    told < due * 0.95 && `A week: only ${told} of ${due} conversations that nobody held were told.`,
    week.mostSchedules > 500 && `A week: ${week.mostSchedules} schedules were pending at once.`,
    week.keysLeft + week.schedulesLeft > 0 &&
      `A week: ${week.keysLeft + week.schedulesLeft} keys or schedules are left.`,
  ].filter((sentence) => sentence !== false);
}

/** The section of docs/reliability.md. */
export function weekSection(week: Week): string {
  const per = (count: number): string => (count / week.conversations).toFixed(2);
  const { operations, unattended } = week;
  const rows = [
    ['conversations, payloads', `${week.conversations}, ${week.payloads}`],
    ['requests a conversation, to four destinations', per(operations.request)],
    ['store operations a conversation', per(operations.store)],
    ['schedule operations a conversation', per(operations.schedule)],
    ['events lost, told twice, logged as undelivered', `${week.lost}, ${week.repeats}, ${week.undelivered}`],
    ['nobody held it for 15 minutes; told of', `${unattended.due}; ${unattended.told}`],
    ['told although somebody held it', `${unattended.wrongly}`],
    ['summaries, conversations counted, changes not counted', `${week.summaries}, ${week.counted}, ${week.notCounted}`],
    ['messages outside of their thread', `${week.outside}`],
    ['most schedules pending', `${week.mostSchedules}`],
    ['keys and schedules left', `${week.keysLeft + week.schedulesLeft}`],
  ];
  return [
    `## ${WEEK}`,
    '',
    'A webhook that is down on Wednesday, a Slack channel of threads, one of cards, a Teams channel; unattended after 15 minutes, trouble, a',
    'summary a day. A conversation is created, sorted into a group, taken up and resolved; one in eight waits 16 to 76 minutes, one in ten comes back.',
    'While the webhook is down, what it is told of itself waits as everything else does.',
    '',
    '| what | how many |',
    '| --- | ---: |',
    ...rows.map(([what, count]) => `| ${what} | ${count} |`),
    '',
  ].join('\n');
}
