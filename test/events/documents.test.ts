/** What the receiving developer is given: types, schema, examples and AsyncAPI say the same as the code. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as Told from '../../docs/events';
import { EVENT_TYPES, type ConversationEvent, type RelayEvent } from '../../src/events/event';
import { APP_DIR } from '../support/app';
import { deliverySchema } from '../support/schema';

/** Compiled with the tests: each side takes the other, so neither has a field or a type that the other lacks. */
export const asTold = (event: RelayEvent): Told.KnownEvent =>
  event as Told.KnownEvent satisfies { type: RelayEvent['type'] };
export const asMade = (event: Told.ConversationEvent): Omit<ConversationEvent, symbol> => event;

const read = (path: string): string => readFileSync(join(APP_DIR, path), 'utf8');
const PACKAGE = 'packages/conversation-events';

describe('the package conversation-events', () => {
  const examples = JSON.parse(read(`${PACKAGE}/examples.json`)) as Told.KnownEvent[];

  it('has an example of every type, each of the published shape', () => {
    expect(examples.map(({ type }) => type)).toEqual([...EVENT_TYPES]);
    const validate = deliverySchema();
    for (const event of examples) {
      validate({ type: 'conversation.events', timestamp: event.occurred_at, data: { events: [event] } });
      expect(validate.errors).toBeNull();
    }
  });

  it('has the schema of the docs, no dependencies, and every file it names', () => {
    expect(JSON.parse(read(`${PACKAGE}/events.schema.json`))).toEqual(JSON.parse(read('docs/events.schema.json')));
    expect(read(`${PACKAGE}/events.d.ts`)).toBe(read('docs/events.d.ts'));
    const manifest = JSON.parse(read(`${PACKAGE}/package.json`)) as { files: string[]; dependencies?: object };
    expect(manifest.dependencies).toBeUndefined();
    for (const file of manifest.files) expect(existsSync(join(APP_DIR, PACKAGE, file))).toBe(true);
  });
});

describe('the published schema', () => {
  it('is open: types and fields that came later pass', () => {
    const validate = deliverySchema('open');
    const event = {
      id: `evt_${'a'.repeat(32)}`,
      type: 'conversation.moon',
      occurred_at: '2026-11-02T11:18:50.312Z',
      sequence: 1,
      phase: 2,
    };
    expect(validate({ type: 'conversation.events', timestamp: event.occurred_at, data: { events: [event] } })).toBe(
      true,
    );
    expect(validate({ type: 'conversation.moon', timestamp: event.occurred_at, data: { events: [] }, more: 1 })).toBe(
      true,
    );
    expect(validate({ type: 'conversation.events', timestamp: 'now', data: { events: [event] } })).toBe(false);
  });
});

describe('the pages', () => {
  it('show every type, and the AsyncAPI document refers to nothing that is not there', () => {
    const catalogue = read('docs/events.md');
    for (const type of EVENT_TYPES) expect(catalogue).toContain(`\n## ${type}\n`);
    const document = read('docs/asyncapi.yaml');
    expect(document.startsWith("asyncapi: '3.0.0'\n")).toBe(true);
    const names = [...document.matchAll(/#\/components\/schemas\/(\w+)/g)].map((found) => found[1] ?? '');
    for (const name of new Set(names)) expect(document).toMatch(new RegExp(`^    ${name}:$`, 'm'));
  });
});
