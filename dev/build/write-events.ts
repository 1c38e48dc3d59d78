/**
 * Writes what the receiving developer reads of the events, all from docs/events.schema.json, the code and the stories' examples:
 * the catalogue, the types, the AsyncAPI document and the package conversation-events. Run by `npm run build`.
 */
import { readFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { dig, isRecord } from '../../packages/fresh-platform/lib/dig';
import { EVENT_TYPES, isAboutConversation, type ConversationEvent, type RelayEvent } from '../../src/events/event';
import { idFrom } from '../../src/events/ids';
import { loadStories } from '../stories/read';
import { asyncApi, yaml } from './events/asyncapi';
import { cataloguePage, type Shown } from './events/catalogue';
import { typesFrom } from './events/types';

const ROOT = join(__dirname, '..', '..');
const PACKAGE = join('packages', 'conversation-events');

function read(path: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as unknown;
}

/** Leaves a file alone that holds the text already. */
async function write(path: string, text: string, parser: 'json' | 'markdown' | 'typescript' | 'yaml'): Promise<void> {
  const file = join(ROOT, path);
  const formatted = await format(text, { parser, printWidth: 120, singleQuote: true, trailingComma: 'all' });
  if (!existsSync(file) || readFileSync(file, 'utf8') !== formatted) writeFileSync(file, formatted);
}

/** What no payload brings, made up out of a told event. */
function madeUp(event: ConversationEvent): RelayEvent[] {
  const occurred_at = '2026-11-02T10:00:00.000Z';
  const notice = (type: string): { id: string; occurred_at: string; sequence: number } => ({
    id: idFrom(['example', type]),
    occurred_at,
    sequence: 0,
  });
  const destination = { id: 'crm1', name: 'Customer records', kind: 'webhook' };
  const since = '2026-11-02T09:44:10.000Z';
  const figures = { sla_breaches: 2, unattended: 4, first_response_seconds: 284, resolution_seconds: 7_380 };
  const total = { created: 42, resolved: 39, reopened: 3, ...figures };
  const day_before = { created: 38, resolved: 40, reopened: 1, ...figures };
  return [
    { ...event, ...notice('conversation.unattended'), type: 'conversation.unattended', unattended_seconds: 900 },
    {
      ...notice('relay.trouble'),
      type: 'relay.trouble',
      destination,
      since,
      waiting: 12,
      reason: 'the receiver failed (503)',
    },
    { ...notice('relay.recovered'), type: 'relay.recovered', destination, since, waiting: 12, reason: null },
    {
      ...notice('relay.summary'),
      type: 'relay.summary',
      day: '2026-11-02',
      time_zone: 'Europe/Berlin',
      total,
      day_before,
      groups: [{ id: 'g1', name: 'First line', total, day_before }],
    },
  ];
}

/** Which story an event is out of, by its conversation. */
function storyOf(event: RelayEvent): string | null {
  if (!isAboutConversation(event) || event.type === 'conversation.unattended') return null;
  const stories = loadStories([]);
  const found = stories.find(({ steps }) =>
    steps.some(
      ({ payload }) => String(dig(payload, 'data', 'conversation', 'conversation_id')) === event.conversation.id,
    ),
  );
  return found?.name ?? null;
}

export async function writeEvents(): Promise<void> {
  const schema = read('docs/events.schema.json');
  if (!isRecord(schema)) throw new Error('docs/events.schema.json is no schema.');
  const told = read('docs/examples.json') as ConversationEvent[];
  const [created] = told;
  if (created === undefined) throw new Error('docs/examples.json has no events.');
  const events = [...told, ...madeUp(created)];
  const shown: Shown[] = EVENT_TYPES.flatMap((type) => events.filter((event) => event.type === type)).map((event) => ({
    event,
    story: storyOf(event),
  }));
  const types = `/** Written by \`npm run build\` from docs/events.schema.json. */\n\n${typesFrom(schema)}`;
  const { version } = read('package.json') as { version: string };
  await write('docs/events.md', cataloguePage(shown), 'markdown');
  await write('docs/events.d.ts', types, 'typescript');
  await write('docs/asyncapi.yaml', yaml(asyncApi(version, EVENT_TYPES, schema)).trimStart(), 'yaml');
  await write(join(PACKAGE, 'events.d.ts'), types, 'typescript');
  await write(join(PACKAGE, 'events.schema.json'), JSON.stringify(schema), 'json');
  await write(
    join(PACKAGE, 'examples.json'),
    JSON.stringify(
      shown.map(({ event }) => event),
      null,
      2,
    ),
    'json',
  );
  await write(join(PACKAGE, 'event-types.json'), JSON.stringify(EVENT_TYPES), 'json');
}
