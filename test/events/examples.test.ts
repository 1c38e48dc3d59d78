import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EVENT_TYPES } from '../../src/events/event';
import { APP_DIR } from '../support/app';
import { deliverySchema } from '../support/schema';

const examples = JSON.parse(readFileSync(join(APP_DIR, 'docs', 'examples.json'), 'utf8')) as {
  type: string;
  occurred_at: string;
}[];

describe('the published examples', () => {
  it('show one event of every type, in the order of the contract', () => {
    expect(examples.map(({ type }) => type)).toEqual([...EVENT_TYPES]);
  });

  it.each(examples.map((example) => [example.type, example] as const))(
    'hold %s to the published schema',
    (...[, example]) => {
      const validate = deliverySchema();
      validate({ type: 'conversation.events', timestamp: example.occurred_at, data: { events: [example] } });
      expect(validate.errors).toBeNull();
    },
  );
});
