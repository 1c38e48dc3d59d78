/**
 * One place per conversation in a channel: a thread under its first message, or a card that is kept current. Which
 * message was the first is stored for two weeks: one read per message, one write for the first. Where the store does not
 * answer, what there is to say is said as a plain message.
 */
import { conversationIdIn, isAboutConversation, type ConversationEvent, type RelayEvent } from '../../events/event';
import { digest } from '../../events/ids';
import { isNumber, textOf } from '../../lib/json';
import { DAY_MS, MINUTE_MS } from '../../lib/time';
import { firstMessageKey } from '../../platform/registry';
import type { Outcome } from '../../platform/requests';
import type { Runtime } from '../../platform/runtime';
import { unlessRefused } from '../../platform/refusals';
import { createStore, type Store } from '../../platform/store';
import { parsedAnswer } from './answers';

/** How this channel speaks; each answers what Slack said. */
export interface SlackVoice {
  post(events: readonly RelayEvent[], runtime: Runtime): Promise<Outcome>;
  /** The first message of a conversation. */
  begin(events: readonly RelayEvent[], runtime: Runtime): Promise<Outcome>;
  /** `isLoud`: shown in the channel as well. */
  reply(events: readonly RelayEvent[], to: string, isLoud: boolean, runtime: Runtime): Promise<Outcome>;
  update(events: readonly RelayEvent[], message: string, runtime: Runtime): Promise<Outcome>;
}

/** The conversation's first message, as the store has it. */
interface First {
  /** Slack's name for it. */
  ts: string;
  /** Epoch ms, and the sequence, of the latest change it is known to tell. */
  at: number;
  sequence: number;
}

const FIRST_KEPT_SECONDS = (14 * DAY_MS) / 1000;
const FIRST_OPERATIONS = 3;

/** What Slack answers where a message is gone, or can be replied to or changed no more. */
const GONE_ANSWERS: ReadonlySet<string> = new Set(
  [
    'thread_not_found',
    'message_not_found',
    'cannot_reply_to_message',
    'cant_update_message',
    'edit_window_closed',
    'restricted_action_thread_locked',
    'invalid_thread_ts',
    'invalid_ts',
  ].map((code) => `Slack answered ${code}`),
);

function isGone(outcome: Outcome): boolean {
  return !outcome.ok && GONE_ANSWERS.has(outcome.reason);
}

/** Tells one payload's events in the conversation's place. */
export async function tellInPlace(
  style: 'thread' | 'card',
  id: string,
  events: readonly RelayEvent[],
  voice: SlackVoice,
  runtime: Runtime,
): Promise<Outcome> {
  const conversation = conversationIdIn(events);
  if (conversation === null) return voice.post(events, runtime);
  const key = firstMessageKey(id, digest(conversation));
  const store = createStore(FIRST_OPERATIONS, runtime);
  const first = await unlessRefused(readFirst(key, store), 'refused');
  if (first === 'refused') return voice.post(events, runtime);
  if (first === null) return beginPlace(events, voice, runtime, (value) => store.claim(key, value, FIRST_KEPT_SECONDS));
  const isThread = style === 'thread';
  const told = await (isThread
    ? voice.reply(events, first.ts, isLoud(events), runtime)
    : updateCard(key, first, events, voice, store, runtime));
  return !isGone(told)
    ? told
    : beginPlace(events, voice, runtime, (value) => store.set(key, value, FIRST_KEPT_SECONDS));
}

async function readFirst(key: string, store: Store): Promise<First | null> {
  const stored = await store.get(key);
  const ts = textOf(stored?.['ts']);
  return ts === null ? null : { ts, at: numberOf(stored?.['at']), sequence: numberOf(stored?.['sequence']) };
}

function numberOf(value: unknown): number {
  return isNumber(value) ? value : 0;
}

/** The first message; where it cannot be stored the next one is a first one, too. */
async function beginPlace(
  events: readonly RelayEvent[],
  voice: SlackVoice,
  runtime: Runtime,
  keep: (value: First) => Promise<unknown>,
): Promise<Outcome> {
  const told = await voice.begin(events, runtime);
  const ts = told.ok ? textOf(parsedAnswer(told.response)['ts']) : null;
  if (ts !== null) await unlessRefused(keep({ ts, ...latestOf(events) }), null);
  return told;
}

function isLoud(events: readonly RelayEvent[]): boolean {
  return events.some(({ type }) => type === 'conversation.sla.breached' || type === 'conversation.reopened');
}

/** The moment of the change, and the highest sequence among its events. */
function latestOf(events: readonly RelayEvent[]): { at: number; sequence: number } {
  return {
    at: Math.max(...events.map(({ occurred_at: at }) => Date.parse(at))),
    sequence: Math.max(...events.map(({ sequence }) => sequence)),
  };
}

/**
 * A card shows how the conversation stands now. What comes late may be older than what the card tells, and is said
 * beneath it instead: only changes in quick succession are written down, the others tell by their own age.
 */
async function updateCard(
  key: string,
  first: First,
  events: readonly RelayEvent[],
  voice: SlackVoice,
  store: Store,
  runtime: Runtime,
): Promise<Outcome> {
  const latest = latestOf(events);
  if (isBehind(latest, first) || isLate(latest.at, runtime.now()))
    return voice.reply(events, first.ts, isLoud(events), runtime);
  const told = await voice.update(events, first.ts, runtime);
  if (told.ok && isQuick(events, latest.at, first))
    await unlessRefused(store.set(key, { ts: first.ts, ...latest }, FIRST_KEPT_SECONDS), null);
  return told;
}

function isBehind(latest: { at: number; sequence: number }, first: First): boolean {
  return latest.at < first.at || (latest.at === first.at && latest.sequence < first.sequence);
}

/** Changes that come in any order are at most so far apart. */
const QUICK_MS = MINUTE_MS;
/** What is older than anything is kept says nothing by its age: the clocks differ. */
const OLDEST_MS = 4 * DAY_MS;

function isLate(at: number, now: number): boolean {
  return now - at > QUICK_MS && now - at < OLDEST_MS;
}

/** Whether another change came shortly before this one, by what the card was last known to tell or by the conversation's own times. */
function isQuick(events: readonly RelayEvent[], at: number, first: First): boolean {
  const others = events.filter(isAboutConversation).flatMap(otherTimes);
  return [first.at, ...others].some((time) => at - time <= QUICK_MS);
}

/** The conversation's times but for the one that is this very change. */
function otherTimes({ type, conversation }: ConversationEvent): number[] {
  const times = {
    'conversation.created': conversation.created_at,
    'conversation.agent.assigned': conversation.assigned_at,
    'conversation.resolved': conversation.resolved_at,
    'conversation.reopened': conversation.reopened_at,
  };
  return Object.entries(times)
    .filter(([name, time]) => name !== type && time !== null)
    .map(([, time]) => Date.parse(time ?? ''));
}
