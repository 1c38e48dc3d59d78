import * as fc from 'fast-check';
import { isRecord, type Json } from '../../packages/fresh-platform/lib/dig';
import { maskPayload } from '../../src/conversation/masking';
import { readPayload } from '../../src/conversation/payload';
import { transitionsOf } from '../../src/conversation/transitions';
import { eventsOf } from '../../src/events/build';
import { bodyOf, changed, createApp, payloadWith, summaryOf, textsOf, WEBHOOK, hearing } from '../support/app';

const limits = { requestsPerMinute: 1e9, dbOperationsPerMinute: 1e9 };

/** So many objects in each other. */
function nestedIn(levels: number, inner: unknown): unknown {
  let value = inner;
  for (let level = 0; level < levels; level += 1) value = { a: value };
  return value;
}

describe('a payload', () => {
  const strange: [what: string, payload: Json][] = [
    ['with a change 1,000 levels deep', changed({ odd: [null, nestedIn(1_000, 'x')], status: ['new', 'resolved'] })],
    ['that is 1,000 levels deep', changed({ status: ['new', 'resolved'] }, { deep: nestedIn(1_000, 1) })],
    [
      'without a time and with statistics 1,000 levels deep',
      changed(
        { status: ['new', 'resolved'] },
        { conversation: { statistics: nestedIn(1_000, 1) } },
        { timestamp: null },
      ),
    ],
    [
      'of lone surrogates',
      changed(
        { status: ['new', 'resolved'], '\ud83d': ['\udc00', '\ud83d'] },
        {
          conversation: { conversation_id: '\ud83d', app_id: '\udc00' },
          associations: { channel: { name: 'x\ud83d' } },
        },
      ),
    ],
    [
      'of 250 KB of keys',
      changed(
        { status: ['new', 'resolved'] },
        { conversation: Object.fromEntries([...Array(15_500).keys()].map((index) => [`key${index}`, index])) },
      ),
    ],
  ];

  it.each(strange)('%s is told', async (...[, payload]) => {
    const { platform, requests } = createApp({ iparams: hearing(WEBHOOK) });
    const { outcome, logs } = await platform.invoke('onConversationUpdate', payload);
    expect([outcome, requests.length, logs.length]).toEqual(['completed', 1, 2]);
    expect(bodyOf(requests[0])['type']).toBe('conversation.events');
  });

  it('6,000 levels deep, or one that holds itself, is logged and told as far as JSON can write it', () => {
    const ring: Record<string, unknown> = {};
    Object.assign(ring, { a: ring, b: [ring, ring], c: { ring } });
    for (const [odd, other] of [nestedIn(6_000, 1), ring].flatMap((each) => [null, 1].map((side) => [each, side]))) {
      const payload = changed({ odd: [other, odd], status: ['new', 'resolved'] }, { odd });
      expect(() => JSON.stringify(maskPayload({ ...payload, odd }))).not.toThrow();
      const reading = readPayload(payload);
      if ('problem' in reading) throw new Error(reading.problem);
      const transitions = transitionsOf('onConversationUpdate', reading.payload);
      const events = eventsOf(reading.payload, transitions, { personalData: true, now: 0 });
      expect(events.map(({ type }) => type)).toEqual(['conversation.resolved', 'conversation.changed']);
      expect(JSON.stringify(events).length).toBeLessThan(4_000);
    }
  });
});

describe('a payload that names no conversation', () => {
  const payloads: [what: string, payload: Json][] = [
    ['nothing', {}],
    ['data that is null', { data: null }],
    ['data that is a list', { data: [] }],
    ['no conversation', { data: {} }],
    ['a conversation that is a text', { data: { conversation: 'x' } }],
    ['a conversation without an id', { data: { conversation: {} } }],
    ['a blank id', { data: { conversation: { conversation_id: ' ' } } }],
  ];

  it.each(payloads.map(([what, payload]) => ({ what, payload })))(
    'with $what is logged, named as a problem in the second line, and nothing else',
    async ({ payload }) => {
      const { platform, requests } = createApp({ iparams: WEBHOOK });
      for (const event of ['onConversationCreate', 'onConversationUpdate']) {
        const result = await platform.invoke(event, payload);
        expect(result.outcome).toBe('completed');
        expect(result.logs.map(({ level }) => level)).toEqual(['log', 'log']);
        expect(summaryOf(result)).toEqual({
          event,
          conversation: null,
          transitions: [],
          destinations: {},
          problem: expect.stringMatching(/^The payload .*\.$/) as string,
        });
        expect(result.operations).toEqual([]);
      }
      expect(requests).toEqual([]);
    },
  );
});

describe('whatever JSON comes', () => {
  const { platform, requests } = createApp({ limits, iparams: hearing(WEBHOOK) });
  const records = fc.json().map((text): Json => {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : { data: value };
  });
  const sameTwice = async (event: string, payload: Json): Promise<void> => {
    const before = requests.length;
    const once = await platform.invoke(event, { timestamp: 1, ...payload });
    const between = requests.length;
    const again = await platform.invoke(event, { timestamp: 1, ...payload });
    expect([once.outcome, again.outcome]).toEqual(['completed', 'completed']);
    expect(once.logs).toHaveLength(2);
    for (const text of textsOf(once)) expect(text).not.toMatch(/[\n\r\u2028\u2029]/);
    expect(textsOf(once).join()).not.toContain('the app failed');
    expect(textsOf(again)[0]).toBe(textsOf(once)[0]);
    expect(requests.slice(between).map(({ body }) => body)).toEqual(
      requests.slice(before, between).map(({ body }) => body),
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  };

  it('the app neither throws nor breaks a line nor says two things of one input', async () => {
    await fc.assert(
      fc.asyncProperty(records, (payload) => sameTwice('onConversationUpdate', payload)),
      { numRuns: 60 },
    );
  });

  it('the parts of a conversation may be anything', async () => {
    const parts = fc.record({
      actor: fc.jsonValue(),
      associations: fc.jsonValue(),
      changes: fc.jsonValue(),
      properties: fc.jsonValue(),
    });
    await fc.assert(
      fc.asyncProperty(parts, (data) => sameTwice('onConversationCreate', payloadWith(data))),
      { numRuns: 60 },
    );
  });

  it('model_changes may hold anything under any name', async () => {
    const names = fc.oneof(
      fc.string(),
      fc.constantFrom('__proto__', 'constructor', 'status', 'assigned_agent_id', 'priority', 'sla_breach'),
    );
    const changes = fc.dictionary(names, fc.oneof(fc.jsonValue(), fc.tuple(fc.jsonValue(), fc.jsonValue())));
    await fc.assert(
      fc.asyncProperty(changes, (modelChanges) => sameTwice('onConversationUpdate', changed(modelChanges))),
      { numRuns: 60 },
    );
  });

  it('settings may hold anything', async () => {
    const keys = fc.constantFrom(
      'destinations',
      'secrets',
      'personal_data',
      'unattended_minutes',
      'hours',
      'summary_at',
      'time_zone',
    );
    await fc.assert(
      fc.asyncProperty(fc.dictionary(keys, fc.jsonValue()), async (iparams) => {
        const app = createApp({ iparams });
        const result = await app.platform.invoke('onConversationCreate', payloadWith());
        expect(result.outcome).toBe('completed');
        expect(result.logs).toHaveLength(2);
      }),
      { numRuns: 15 },
    );
  });
});
