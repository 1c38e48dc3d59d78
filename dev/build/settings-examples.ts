/** Examples for the previews of the settings page: events of docs/examples.json, and what the app itself says of them. */
import { readFileSync } from 'node:fs';
import type { Plugin } from 'rollup';
import { cardMessage } from '../../src/destinations/slack/card';
import type { SlackMessage } from '../../src/destinations/slack/message';
import { summaryMessage } from '../../src/destinations/slack/summary';
import { isAboutConversation, type RelayEvent } from '../../src/events/event';
import { PLAIN } from '../../src/messages/escaping';
import { noteOf } from '../../src/messages/notes';
import { KIND_OF_TYPE } from '../../src/settings/kinds';
import type { Card, Example, Said } from '../../src/settings-page/examples';

/** An invented customer. */
const CUSTOMER = { name: 'Nadia Okafor', email: 'nadia.okafor@example.com', phone: '+1 555 0100' };
const FIRST_MESSAGE = 'Hello, where is my order?';

function withPersonalData(event: RelayEvent): RelayEvent {
  if (!isAboutConversation(event)) return event;
  const { user } = event.conversation;
  return {
    ...event,
    conversation: { ...event.conversation, user: user && { ...user, ...CUSTOMER } },
    ...(event.type === 'conversation.created' && { first_message: FIRST_MESSAGE }),
  };
}

/** A message of Slack's as a card without markup: the first block is its heading, fields are facts, and the rest stands at its foot. */
function cardOf({ blocks }: SlackMessage): Card {
  const [heading = '', ...foot] = blocks.flatMap((block) => {
    if (block.type === 'context') return block.elements.map((element) => ('text' in element ? element.text : ''));
    return block.type === 'section' && block.text !== undefined ? [block.text.text] : [];
  });
  const facts = blocks.flatMap((block) => (block.type === 'section' ? (block.fields ?? []) : []));
  return {
    heading: plain(heading),
    facts: facts.map(({ text }) => plain(text).split('\n')),
    foot: foot.flatMap((text) => plain(text).split('\n')),
  };
}

/** Dates as they are written where nobody knows the reader's zone; without links and emphasis. */
function plain(mrkdwn: string): string {
  return mrkdwn
    .replace(/<!date[^|>]*\|([^>]*)>/g, '$1')
    .replace(/[ ·—]*<[^>]*>/g, '')
    .replace(/\*/g, '');
}

function saidOf(event: RelayEvent): Said {
  const table = summaryMessage([event]);
  if (table !== null) return { card: cardOf(table) };
  const note = noteOf([event]);
  const text = `${note.sign} ${note.say(PLAIN)}`;
  return isAboutConversation(event) ? { text, card: cardOf(cardMessage([event])) } : { text };
}

function examplesIn(file: string): Example[] {
  const events = JSON.parse(readFileSync(file, 'utf8')) as RelayEvent[];
  const kinds = [...new Set(KIND_OF_TYPE.values())];
  return kinds.flatMap((kind) => {
    const event = events.find(({ type }: { type: string }) => KIND_OF_TYPE.get(type) === kind);
    return event === undefined
      ? []
      : [{ kind, said: { without: saidOf(event), with: saidOf(withPersonalData(event)) }, event }];
  });
}

/** The module `./examples` of src/settings-page, out of the file at `path`. */
export const examplesOf = (path: string): Plugin => ({
  name: 'examples',
  resolveId: (request) => (request.endsWith('/examples') ? path : null),
  load: (id) => {
    if (id !== path) return null;
    const named = { EXAMPLES: examplesIn(path), CUSTOMER, FIRST_MESSAGE };
    const lines = Object.entries(named).map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};\n`);
    return `// What the previews show, drawn by the build from docs/examples.json.\n${lines.join('')}`;
  },
});
