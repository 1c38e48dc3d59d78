/**
 * A week with everything switched on at once: a webhook, a channel of threads, one of cards and a Teams channel; conversations that
 * nobody holds, trouble and a summary a day. 30 conversations an hour, round the clock, and the webhook down for a day of it.
 */
import { createClock, createPlatform } from '../../../packages/fresh-platform/index';
import type { InvocationResult } from '../../../packages/fresh-platform/types';
import { dig, digText, type Json } from '../../../packages/fresh-platform/lib/dig';
import { KINDS } from '../../../src/settings/kinds';
import { ROOT } from '../load';
import { createRandom } from '../random';
import { undeliveredIn } from '../tally';
import { lifeOf, payloadOf, type Life } from './life';
import { createReceivers } from './receivers';
import { DAY, HOUR, MINUTE, START } from './times';

const PER_HOUR = 30;
const UNATTENDED = 15 * MINUTE;

export interface Week {
  conversations: number;
  payloads: number;
  /** Events of payloads that the webhook never took, of those it was to be told. */
  lost: number;
  repeats: number;
  undelivered: number;
  /** Conversations that nobody held for 15 minutes or longer, and how many of them were told. */
  unattended: { due: number; told: number; wrongly: number };
  /** Messages that tell the others of the webhook's outage, and of its end. */
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
      undelivered += undeliveredIn(logs).length;
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
    troubles: receivers.counts.troubles,
    recoveries: receivers.counts.recoveries,
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
): Pick<Week, 'lost' | 'unattended' | 'summaries' | 'counted' | 'notCounted'> {
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
    summaries: summaries.length,
    counted: sum(summaries, 'total', 'created'),
    notCounted: sum(summaries, 'not_counted'),
  };
}
