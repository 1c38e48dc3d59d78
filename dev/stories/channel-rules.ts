/**
 * What Slack and Microsoft Teams refuse of a message. Sources: the errors of Slack's chat.postMessage and the limits of its Block Kit;
 * the size of a message in Microsoft's "Limits and specifications for Teams".
 */
import { dig, digList, digText } from '../../packages/fresh-platform/lib/dig';

/** Slack's word for what it does not take; null where it takes the message. `channels` are the ids it knows. */
export function slackRefusal(body: string, channels: readonly string[]): string | null {
  const message = parsed(body);
  if (!channels.includes(digText(message, 'channel'))) return 'channel_not_found';
  const { length } = digText(message, 'text').trim();
  if (length > MOST_TEXT) return 'msg_too_long';
  const blocks = digList(message, 'blocks');
  if (length === 0 && blocks.length === 0) return 'no_text';
  return blocks.length > MOST_BLOCKS || !blocks.every(isBlock) ? 'invalid_blocks' : null;
}

const MOST_TEXT = 40_000;
const MOST_BLOCKS = 50;
/** Characters of a text in a section, and in one of its fields. */
const SECTION_TEXT = 3_000;
const FIELD_TEXT = 2_000;
const MOST_FIELDS = 10;

function isBlock(block: unknown): boolean {
  if (digText(block, 'type') === 'divider') return true;
  const text = dig(block, 'text');
  const small = [...digList(block, 'fields'), ...digList(block, 'elements')];
  if (small.length > MOST_FIELDS || (text === undefined && small.length === 0)) return false;
  return (text === undefined || isText(text, SECTION_TEXT)) && small.every((part) => isText(part, FIELD_TEXT));
}

function isText(text: unknown, longest: number): boolean {
  const { length } = digText(text, 'text').trim();
  return length > 0 && length <= longest;
}

const MOST_BYTES = 28_672;
const CARD = 'application/vnd.microsoft.card.adaptive';

/** Why Teams shows no such card, as a sentence; null where it does. A real workflow takes most of them, and says nothing. */
export function teamsRefusal(body: string): string | null {
  if (Buffer.byteLength(body) > MOST_BYTES) return 'The message is larger than 28 KB.';
  const [attachment] = digList(parsed(body), 'attachments');
  if (digText(attachment, 'contentType') !== CARD) return 'The message holds no Adaptive Card.';
  const elements = digList(attachment, 'content', 'body');
  return elements.length > 0 && elements.every(isElement) ? null : 'The card holds an empty text, or nothing.';
}

function isElement(element: unknown): boolean {
  const texts = [...digList(element, 'inlines').map((run) => digText(run, 'text')), ...factsIn(element)];
  return texts.length > 0 && texts.every((text) => text.trim() !== '');
}

function factsIn(element: unknown): string[] {
  return digList(element, 'facts').flatMap((fact) => [digText(fact, 'title'), digText(fact, 'value')]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
