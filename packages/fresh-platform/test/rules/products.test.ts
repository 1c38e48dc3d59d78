import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dig } from '../../lib/dig';
import { COMMON_EVENTS, eventsOfModule, SET_UP_EVENTS } from '../../rules/products';

const schema: unknown = JSON.parse(
  readFileSync(join(__dirname, '..', '..', 'rules', 'schemas', 'manifest.schema.json'), 'utf8'),
);
const named = (part: string, ...path: string[]): unknown => dig(schema, '$defs', part, 'propertyNames', ...path);

describe('the manifest’s schema, which editors read', () => {
  it('has the events of common, and keeps them out of other modules', () => {
    expect(named('commonEventNames', 'enum')).toEqual(COMMON_EVENTS);
    expect(named('productEventNames', 'not', 'enum')).toEqual(COMMON_EVENTS);
    expect(COMMON_EVENTS).toEqual(expect.arrayContaining([...SET_UP_EVENTS]));
  });

  it('has the events of chat_conversation', () => {
    const events = [...(eventsOfModule('chat_conversation') ?? []), ...COMMON_EVENTS];
    expect(named('conversationEventNames', 'enum')).toEqual(events);
  });
});
