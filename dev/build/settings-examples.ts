/** Examples for the previews of the settings page: events of docs/examples.json, and what the app itself says of them. */
import { readFileSync } from 'node:fs';
import type { Plugin } from 'rollup';
import { isAboutConversation, type RelayEvent } from '../../src/events/event';
import { PLAIN } from '../../src/messages/escaping';
import { noteOf } from '../../src/messages/notes';
import { KIND_OF_TYPE } from '../../src/settings/kinds';
import type { Example } from '../../src/settings-page/examples';

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

function exampleOf(kind: string, event: RelayEvent): Example {
  const said = (one: RelayEvent): string => `${noteOf([one]).sign} ${noteOf([one]).say(PLAIN)}`;
  return { kind, said: { without: said(event), with: said(withPersonalData(event)) }, event };
}

function examplesIn(file: string): Example[] {
  const events = (JSON.parse(readFileSync(file, 'utf8')) as RelayEvent[]).filter(isAboutConversation);
  const kinds = [...new Set(KIND_OF_TYPE.values())];
  return kinds.flatMap((kind) => {
    const event = events.find(({ type }: { type: string }) => KIND_OF_TYPE.get(type) === kind);
    return event === undefined ? [] : [exampleOf(kind, event)];
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
