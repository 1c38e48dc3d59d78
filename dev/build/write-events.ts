/**
 * Writes what the receiving developer reads of the events, all from docs/events.schema.json, the code and the stories' examples:
 * the catalogue, the types, the AsyncAPI document and the package conversation-events. Run by `npm run build`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { stringify } from 'yaml';
import { dig, isRecord } from '../../packages/fresh-platform/lib/dig';
import { EVENT_TYPES, isAboutConversation, type RelayEvent } from '../../src/events/event';
import { loadStories } from '../stories/read';
import { asyncApi } from './events/asyncapi';
import { cataloguePage, type Shown } from './events/catalogue';
import { typesFrom } from './events/types';
import { writeChanged } from './write-changed';
import { TROUBLED_STORY } from './write-examples';

const ROOT = join(__dirname, '..', '..');
const PACKAGE = join('packages', 'conversation-events');

function read(path: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as unknown;
}

async function write(path: string, text: string, parser: 'json' | 'markdown' | 'typescript' | 'yaml'): Promise<void> {
  const formatted = await format(text, { parser, printWidth: 120, singleQuote: true, trailingComma: 'all' });
  writeChanged(join(ROOT, path), formatted);
}

/** Which story an event is out of: by its conversation, where it is about one. */
function storyOf(event: RelayEvent): string {
  if (!isAboutConversation(event)) return TROUBLED_STORY;
  const found = loadStories([]).find(({ steps }) =>
    steps.some(
      ({ payload }) => String(dig(payload, 'data', 'conversation', 'conversation_id')) === event.conversation.id,
    ),
  );
  if (found === undefined) throw new Error(`No story is about the conversation ${event.conversation.id}.`);
  return found.name;
}

export async function writeEvents(): Promise<void> {
  const schema = read('docs/events.schema.json');
  if (!isRecord(schema)) throw new Error('docs/events.schema.json is no schema.');
  const examples = read('docs/examples.json') as RelayEvent[];
  const shown: Shown[] = examples.map((event) => ({ event, story: storyOf(event) }));
  const types = `/** Written by \`npm run build\` from docs/events.schema.json. */\n\n${typesFrom(schema)}`;
  const { version } = read('package.json') as { version: string };
  await write('docs/events.md', cataloguePage(shown, schema), 'markdown');
  await write('docs/events.d.ts', types, 'typescript');
  await write('docs/asyncapi.yaml', stringify(asyncApi(version, EVENT_TYPES, schema)), 'yaml');
  await write(join(PACKAGE, 'events.d.ts'), types, 'typescript');
  await write(join(PACKAGE, 'events.schema.json'), JSON.stringify(schema), 'json');
  await write(join(PACKAGE, 'examples.json'), JSON.stringify(examples, null, 2), 'json');
  await write(join(PACKAGE, 'event-types.json'), JSON.stringify(EVENT_TYPES), 'json');
}
