/** What a page draws of a conversation: who held it when, what happened, and who was told. */
import { dig, digText, type Json } from '../../../../packages/fresh-platform/lib/dig';
import { duration } from '../../../../packages/fresh-platform/lib/durations';
import { fullName, subjectOf } from '../../../stories/phrases';
import type { Story } from '../../../stories/read';
import { cut } from '../../../../packages/fresh-platform/lib/terminal';
import { plain } from '../../../../packages/fresh-platform/lib/words';
import { timelineOf, unitOf, type Moment } from '../../../stories/timeline';
import type { ConversationPicture, Lane, PictureMark, PictureSpan, Told } from '../../pictures/chart/picture';

/** One call of the platform, and what became of it. */
export interface PictureStep {
  event: string;
  payload: Json;
  /** When the platform called, epoch ms. */
  at: number;
  /** The event types the app found. */
  types: string[];
  told: Told[];
}

/** A conversation with everything the platform told of it, in the order it was told. */
export interface PicturedConversation {
  id: string;
  steps: PictureStep[];
  /** When receivers did not take what they were sent. */
  outages?: ConversationPicture['outages'];
}

/**
 * The picture of a conversation, in the order things happened, whatever the order they were told in; what was told twice
 * happened once. `now` is the present, epoch ms. Any payload gives a picture: what is missing is drawn as nobody and nothing.
 */
export function pictureOf({ id, steps, outages = [] }: PicturedConversation, now: number): ConversationPicture {
  const happenings = happeningsIn(steps);
  const { setting, moments } = timelineOf(storyOf(happenings));
  const spans = spansOf(happenings, moments);
  const customer = customerIn(happenings);
  return {
    id,
    title: titleOf(id, happenings),
    subtitle: [...setting.filter((part) => part !== customer), topicIn(happenings), standing(spans)]
      .filter((part) => part !== '')
      .join(' · '),
    spans,
    marks: moments.map((moment, index) => markOf(moment, happenings[index])),
    outages,
    now: Math.max(now, moments.at(-1)?.at ?? now),
  };
}

/** What a conversation is called wherever the page names it: its customer, or the beginning of its id. */
export function titleOf(id: string, steps: readonly Pick<PictureStep, 'payload'>[]): string {
  const customer = customerIn(steps);
  return customer === '' ? `Conversation ${cut(plain(id), 13)}` : customer;
}

/** The year 10000: a time beyond it is none that a person or a calendar knows. */
const END_OF_TIME = Date.UTC(9999, 11, 31);

/** Each payload once, by the time it tells of, with the outcome of every time it was told. */
function happeningsIn(steps: readonly PictureStep[]): PictureStep[] {
  const found = new Map<string, PictureStep>();
  for (const step of steps) {
    const { payload, at } = datedPayload(step);
    const key = JSON.stringify(payload);
    const before = found.get(key);
    found.set(
      key,
      before === undefined ? { ...step, payload, at } : { ...before, told: [...before.told, ...step.told] },
    );
  }
  return [...found.values()].sort((a, b) => a.at - b.at);
}

/** A payload with the time it tells of; one that tells of none, or of one no calendar knows, happened when it arrived. */
function datedPayload(step: PictureStep): { payload: Json; at: number } {
  const { timestamp, ...undated } = step.payload;
  const isTime = typeof timestamp === 'number' && timestamp >= 0 && timestamp < END_OF_TIME;
  return isTime
    ? { payload: { ...undated, timestamp }, at: timestamp * unitOf(timestamp) }
    : { payload: undated, at: step.at };
}

function storyOf(happenings: readonly PictureStep[]): Story {
  const account = { name: '', url: '', region: '' };
  return {
    name: '',
    title: '',
    teaches: '',
    account,
    steps: happenings.map(({ at, payload }) => ({ at, event: 'onConversationUpdate', payload })),
  };
}

/** One after the other without gaps; a holder who had it for no time at all is left out. */
function spansOf(happenings: readonly PictureStep[], moments: readonly Moment[]): PictureSpan[] {
  const holders = moments.map((moment, index) => ({ ...holderOf(moment, happenings[index]), from: moment.at }));
  const lasting = holders.filter(({ from }, index) => holders[index + 1]?.from !== from);
  const changes = lasting.filter((holder, index) => !isSame(holder, lasting[index - 1]));
  return changes.map((holder, index) => ({ ...holder, to: changes[index + 1]?.from ?? null }));
}

type Holder = Pick<PictureSpan, 'lane' | 'who'>;

function isSame(holder: Holder, before: Holder | undefined): boolean {
  if (holder.lane === 'resolved') return before?.lane === 'resolved';
  return holder.lane === before?.lane && holder.who === before.who;
}

function holderOf({ holder }: Moment, happening: PictureStep | undefined): Holder {
  const data = happening?.payload['data'];
  const lane = laneOf(data);
  return { lane, who: lane === 'resolved' ? subjectOf(data) : holder };
}

function laneOf(data: unknown): Lane {
  if (dig(data, 'conversation', 'status') === 'resolved') return 'resolved';
  if (digText(data, 'conversation', 'assigned_agent_id') !== '') return 'agent';
  return digText(data, 'conversation', 'assigned_group_id') === '' ? 'unassigned' : 'group';
}

function markOf({ at, what }: Moment, happening: PictureStep | undefined): PictureMark {
  return { at, what, types: happening?.types ?? [], told: happening?.told ?? [] };
}

/** The customer's name, from the newest payload that has one. */
function customerIn(happenings: readonly Pick<PictureStep, 'payload'>[]): string {
  return newest(happenings, (data) => fullName(dig(data, 'associations', 'user')));
}

function topicIn(happenings: readonly PictureStep[]): string {
  return newest(happenings, (data) => plain(digText(data, 'associations', 'channel', 'name')));
}

function newest(happenings: readonly Pick<PictureStep, 'payload'>[], read: (data: unknown) => string): string {
  return (
    happenings
      .map(({ payload }) => read(payload['data']))
      .reverse()
      .find((text) => text !== '') ?? ''
  );
}

/** Where the conversation stands: "with Asha Raman, First line", "resolved after 2 h 4 min". */
function standing(spans: readonly PictureSpan[]): string {
  const [first, last] = [spans[0], spans.at(-1)];
  if (first === undefined || last === undefined) return '';
  return last.lane === 'resolved' ? `resolved after ${duration(last.from - first.from)}` : `with ${last.who}`;
}
