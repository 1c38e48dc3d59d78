/** Conversations by number, and updates of them that are told. */
import type { Json } from '../../packages/fresh-platform/lib/dig';
import { changed, type TestApp } from './app';

/** A change of the priority of conversation `c…`. */
export function updateOf(index: number): Json {
  return changed({ priority: [0, 1] }, { conversation: { conversation_id: `c${index}` } });
}

/** So many, one after the other, each of a conversation of its own. */
export async function tell({ platform }: TestApp, size: number, first = 0): Promise<void> {
  for (let index = first; index < first + size; index += 1)
    await platform.invoke('onConversationUpdate', updateOf(index));
}

export function named(size: number, first = 0): string[] {
  return [...Array(size).keys()].map((index) => `c${first + index}`);
}
