/** Realistic payloads: one agent taking over one conversation, each of another conversation. */
import { digRecord, type Json } from '../../packages/fresh-platform/lib/dig';
import { loadStories } from '../../dev/stories/read';

const PREFIX = '5eed0000-0000-4000-8000-';

export function conversationId(index: number): string {
  return PREFIX + String(index).padStart(12, '0');
}

/** The indexes of the conversations that a text speaks of, each once. */
export function conversationsIn(text: string): Set<number> {
  return new Set([...text.matchAll(/5eed0000-0000-4000-8000-(\d{12})/g)].map(([, digits]) => Number(digits)));
}

/** The third step of the story: an agent is assigned, in a payload of about 4 KB. */
export function payloadMaker(): (index: number, now: number) => Json {
  const [story] = loadStories(['picked-up-and-resolved']);
  const step = story?.steps[2];
  if (step === undefined) throw new Error('The story picked-up-and-resolved has no third step.');
  const text = JSON.stringify({ data: step.payload['data'], region: step.payload['region'] });
  const known = String(digRecord(step.payload, 'data', 'conversation')['conversation_id']);
  return (index, now) => ({ ...(JSON.parse(text.replaceAll(known, conversationId(index))) as Json), timestamp: now });
}
