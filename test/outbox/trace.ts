/** What an installation does, operation by operation, in short lines that a test can hold against what it should do. */
import { createClock } from '../../packages/fresh-platform/index';
import type { Operation, PlatformOptions } from '../../packages/fresh-platform/types';
import { digList, digText, type Json } from '../../packages/fresh-platform/lib/dig';
import { createApp, eventsIn, payloadWith, WEBHOOK, type Iparams, type TestApp } from '../support/app';

export const MINUTE = 60_000;
export const START = Date.parse('2026-11-02T09:00:00.000Z');

export interface Traced extends TestApp {
  /** What was done since it was asked last, with the minutes and seconds at which it was. Looks and deletions that found nothing are left out. */
  trace: () => string[];
  /** What the receivers answer from now on, by what they are told of. */
  answer: (status: (conversations: readonly string[]) => number) => void;
  /** As the settings page shows it. */
  status: () => Promise<unknown[]>;
}

/** Without chance: every jitter is its middle. At first receivers are down. */
export function traced(iparams: Iparams = WEBHOOK, options: Partial<PlatformOptions> = {}): Traced {
  let lines: string[] = [];
  const written = new Set<string>();
  let statusOf: (told: readonly string[]) => number = () => 503;
  const clock = createClock(START);
  const app = createApp({
    clock,
    iparams,
    random: () => 0.5,
    onOperation: (operation: Operation) => {
      const { name, target, refused } = operation;
      const isVain = refused === 404 || (name === 'db.delete' && !written.delete(target));
      if (/^db\.(?:set|update)$/.test(name)) written.add(target);
      if (name !== 'request' && !isVain) lines.push(lineOf(operation));
    },
    receiver: (request) => {
      const told = eventsIn(request).map((event) => digText(event, 'conversation', 'id'));
      const status = statusOf(told);
      lines.push(`${timeOf(request.at)} ${told.join(', ')} → ${status}`);
      return { status };
    },
    ...options,
  });
  return {
    ...app,
    trace: () => {
      const done = lines;
      lines = [];
      return done;
    },
    answer: (status) => {
      statusOf = status;
    },
    status: async () => {
      const before = [...lines];
      const answer = await app.platform.call('status', {});
      lines = before;
      return digList(answer, 'response', 'destinations');
    },
  };
}

function lineOf({ name, target, at, refused }: Operation): string {
  return `${timeOf(at)} ${name} ${named(target)}${refused === undefined ? '' : ` refused (${refused})`}`;
}

/** Minutes and seconds since the start. */
export function timeOf(at: number): string {
  const seconds = Math.round((at - START) / 1000);
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Minutes in keys and names, their halves and their thirds as minutes since the start. */
function named(target: string): string {
  const since = (number: unknown, parts: number): number => Number(number) / parts - START / MINUTE;
  return target
    .replace(/^(box:|relay-slot-|relay-box-)(\d+)/, (...[, kind, minute]) => `${String(kind)}${since(minute, 1)}`)
    .replace(/^relay-turn-(\d+)/, (...[, half]) => `relay-turn-${since(half, 2)}`)
    .replace(/^(relay-turn-[\d.]+-)(\d+)/, (...[, turn, minute]) => `${String(turn)}${since(minute, 1)}`)
    .replace(/^relay-sweep-(\d+)/, (...[, third]) => `relay-sweep-${since(third, 3).toFixed(1)}`);
}

/** What is pending, with when it is due, and what is stored, with the minutes for which it still is. */
export function leftIn({ platform }: TestApp): string[] {
  const now = platform.clock.now();
  const schedules = platform.schedules() as { name: string; at: number }[];
  return [
    ...schedules.map(({ name, at }) => `${named(name)} at ${timeOf(at)}`),
    ...platform.entries().map(({ key, expiresAt }) => {
      const minutes = expiresAt === undefined ? null : Math.round((expiresAt - now) / MINUTE);
      return minutes === null ? named(key) : `${named(key)} for ${minutes}`;
    }),
  ];
}

/** A new conversation with personal data, all of which another has otherwise, so that a page holds some seventeen. */
export function muchOf(index: number): Json {
  const ownText = (length: number): string => String(index).padEnd(length, 'x');
  const id = ownText(40);
  const thing = { id, first_name: ownText(110), name: ownText(110) };
  const messages = [{ message_parts: [{ text: { content: ownText(1_000) } }] }];
  return payloadWith({
    actor: { type: 'user', ...thing },
    associations: { agent: thing, group: thing, channel: thing, user: thing },
    conversation: {
      conversation_id: `c${index}`,
      channel_id: id,
      assigned_agent_id: id,
      assigned_group_id: id,
      messages,
    },
  });
}
