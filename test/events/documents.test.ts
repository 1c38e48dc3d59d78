/** What the receiving developer is given: types, schema, examples and AsyncAPI say the same as the code. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type AnySchemaObject } from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { dig } from '../../packages/fresh-platform/lib/dig';
import { storyNames } from '../../dev/stories/read';
import type * as Told from '../../docs/events';
import { EVENT_TYPES, type ConversationEvent, type RelayEvent } from '../../src/events/event';
import { PLAIN } from '../../src/messages/escaping';
import { noteOf } from '../../src/messages/notes';
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

describe('the catalogue', () => {
  it('says of every type when it is told, its fields, its sentence, an example, and a story that shows it', () => {
    const sections = read('docs/events.md').split('\n## ').slice(1, -1);
    expect(sections.map((section) => section.split('\n')[0])).toEqual([...EVENT_TYPES]);
    for (const [index, section] of sections.entries()) {
      const example = JSON.parse(/```json\n([^]*?)```/.exec(section)?.[1] ?? '{}') as RelayEvent;
      expect(example.type).toBe(EVENT_TYPES[index]);
      expect(section).toContain(
        `Fields: ${Object.keys(example)
          .map((field) => `\`${field}\``)
          .join(', ')}.`,
      );
      expect(section).toContain(`In a channel: ${noteOf([example]).sign} ${noteOf([example]).say(PLAIN)}\n`);
      expect(storyNames()).toContain(/From the story \[`([\w-]+)`\]/.exec(section)?.[1]);
    }
  });
});

describe('the AsyncAPI document', () => {
  /** Of the schema that AsyncAPI's own parser goes by; the parser itself has 54 MB. */
  const isValid = new Ajv({ strict: false, logger: false }).compile(
    JSON.parse(read('node_modules/@asyncapi/specs/schemas/3.0.0-without-$id.json')) as AnySchemaObject,
  );
  const document = parse(read('docs/asyncapi.yaml')) as { info: { title?: string } };

  it('is valid by AsyncAPI’s own schema', () => {
    expect([isValid(document), isValid.errors]).toEqual([true, null]);
    expect(isValid({ ...document, info: {} })).toBe(false);
  });

  it('refers to nothing that is not there, and takes every example', () => {
    const targets = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map((found) => found[1] ?? '');
    expect(targets.length).toBeGreaterThan(10);
    for (const target of targets) expect(dig(document, ...target.split('/'))).toBeDefined();
    const ajv = new Ajv2020({ strict: false });
    addFormats(ajv);
    const validate = ajv.compile({ ...document, $ref: '#/components/schemas/delivery' });
    const events = JSON.parse(read('docs/examples.json')) as RelayEvent[];
    validate({ type: 'conversation.events', timestamp: '2026-11-02T11:18:50.312Z', data: { events } });
    expect(validate.errors).toBeNull();
    expect(validate({ type: 'conversation.events', timestamp: 'now', data: { events } })).toBe(false);
  });
});
