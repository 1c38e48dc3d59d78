/** A recorded story, told anew: now, and of a conversation that was not told before. */
import { randomUUID } from 'node:crypto';
import type { Json } from '../../../../packages/fresh-platform/lib/dig';
import type { Step, Story } from '../../../stories/read';
import { unitOf } from '../../../stories/timeline';
import { conversationIn } from '../account/history';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** The same steps, the first one at `now` and the others as long after it as recorded; `known` tells whether a conversation's id is taken. */
export function retold(story: Story, now: number, known: (id: string) => boolean): Step[] {
  const shift = now - (story.steps[0]?.at ?? now);
  const ids = new Map(
    story.steps.map(({ payload }) => conversationIn(payload)).map((id) => [id, known(id) ? anotherLike(id) : id]),
  );
  const currentHost = { subscribed_modules: ['chat_conversation'], endpoint_urls: { freshchat: story.account.url } };
  return story.steps.map((step) => ({
    ...step,
    at: step.at + shift,
    payload: { currentHost, ...retoldPayload(step.payload, shift, ids) },
  }));
}

/** A payload with its times moved by `shift` ms, and its conversation named as `ids` says. */
export function retoldPayload(payload: Json, shift: number, ids: ReadonlyMap<string, string>): Json {
  return moved(payload, shift, ids) as Json;
}

/** Numbered where the other is, as on a suite account. */
export function anotherLike(id: string): string {
  return /^\d+$/.test(id) ? String(Math.floor(10 ** (id.length - 1) * (1 + Math.random() * 8))) : randomUUID();
}

function moved(value: unknown, shift: number, ids: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string')
    return ids.get(value) ?? (ISO.test(value) ? new Date(Date.parse(value) + shift).toISOString() : value);
  if (Array.isArray(value)) return value.map((item) => moved(item, shift, ids));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === 'timestamp' && typeof item === 'number'
        ? item + Math.round(shift / unitOf(item))
        : moved(item, shift, ids),
    ]),
  );
}
