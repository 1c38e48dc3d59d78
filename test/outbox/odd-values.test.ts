/**
 * Values that JSON cannot write, in the built handler: nested deeper than the stack is high, or holding themselves. The platform package
 * passes payloads as JSON, so they are put into the payload in the sandbox, right before the handler is called.
 */
import { createClock } from '../../packages/fresh-platform/index';
import { dig, digText, isRecord, type Json } from '../../packages/fresh-platform/lib/dig';
import { changed, createApp, eventsIn, hearing, outcomeIn, textsOf, WEBHOOK, type TestApp } from '../support/app';
import { coverageOptions } from '../support/coverage';
import { HOUR, START } from './trial';

const HANDLER = 'onConversationUpdateCallback';
const CALLED_WITH = `
{ const handle = exports.${HANDLER}; exports.${HANDLER} = (payload) => handle(withOddValue(payload)); }
`;

/** An app whose handler finds something odd in its payload; `answer` is its receiver's status. */
function appWith(putInto: (payload: Json) => void, answer: () => number, isFull: boolean): TestApp {
  const { instrument = (code: string) => code, sandboxGlobals, hangMs } = coverageOptions();
  return createApp({
    clock: createClock(START),
    iparams: { ...hearing(WEBHOOK), personal_data: 'Include' },
    receiver: () => ({ status: answer() }),
    hardships: { refuse: ({ name }) => (isFull && name !== 'request' ? 429 : undefined) },
    instrument: (code, path) => instrument(code, path) + CALLED_WITH,
    sandboxGlobals: {
      ...sandboxGlobals,
      withOddValue: (payload: Json) => {
        putInto(payload);
        return payload;
      },
    },
    ...(hangMs === undefined ? {} : { hangMs }),
  });
}

function nested(levels: number): Json {
  let value: Json = { word: 1 };
  for (let level = 1; level < levels; level += 1) value = { a: value };
  return value;
}

function ring(): Json {
  const value: Json = {};
  return Object.assign(value, { a: value, b: [value, { value }] });
}

const partOf = (payload: Json, ...path: string[]): Json => {
  const part = dig(payload, ...path);
  if (!isRecord(part)) throw new Error(`There is no ${path.join('.')}.`);
  return part;
};

const PLACES: Record<string, (payload: Json, odd: Json) => void> = {
  statistics: (payload, odd) => {
    partOf(payload, 'data', 'conversation')['statistics'] = { resolution_time_chrs: odd, odd };
  },
  associations: (payload, odd) => {
    Object.assign(partOf(payload, 'data', 'associations'), { group: odd, channel: { id: odd, name: odd } });
  },
  messages: (payload, odd) => {
    partOf(payload, 'data', 'conversation')['messages'] = [{ message_parts: [{ text: { content: odd } }, odd] }, odd];
  },
  changes: (payload, odd) => {
    partOf(payload, 'data', 'changes', 'model_changes')['odd'] = [odd, null];
  },
  payload: (payload, odd) => {
    payload['odd'] = odd;
  },
};

describe.each([
  { what: 'nested 6,000 levels deep', make: () => nested(6_000) },
  { what: 'in which it stands itself', make: ring },
])('a value $what', ({ make }) => {
  it.each(Object.keys(PLACES))(
    'in %s costs no event: told, kept and told later, or logged as undelivered',
    async (place) => {
      const putInto = (payload: Json): void => PLACES[place]?.(payload, make());
      const update = changed({ status: ['new', 'resolved'] }, {}, { timestamp: START });

      const taking = appWith(putInto, () => 200, false);
      const told = await taking.platform.invoke('onConversationUpdate', update);
      const types = eventsIn(taking.requests[0]).map(({ type }) => type);
      expect([told.outcome, outcomeIn(told, 'webhook'), types[0]]).toEqual([
        'completed',
        'delivered',
        'conversation.resolved',
      ]);

      let status = 503;
      const keeping = appWith(putInto, () => status, false);
      const kept = await keeping.platform.invoke('onConversationUpdate', update);
      expect([kept.outcome, outcomeIn(kept, 'webhook')]).toEqual(['completed', 'kept']);
      status = 200;
      await keeping.platform.clock.advance(HOUR);
      expect(eventsIn(keeping.requests.at(-1))).toEqual(eventsIn(taking.requests[0]));
      expect([keeping.requests.length, keeping.platform.entries(), keeping.platform.schedules()]).toEqual([2, [], []]);

      const full = appWith(putInto, () => 503, true);
      const lost = await full.platform.invoke('onConversationUpdate', update);
      expect([lost.outcome, outcomeIn(lost, 'webhook')]).toEqual(['completed', 'undelivered']);
      const lines = textsOf(lost)
        .slice(2)
        .map((text) => digText(JSON.parse(text), 'undelivered', 'type'));
      expect(lines).toEqual(types);
    },
  );
});
