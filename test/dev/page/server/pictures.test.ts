import * as fc from 'fast-check';
import { loadStories } from '../../../../dev/stories/read';
import { pictureOf, type PictureStep } from '../../../../dev/page/server/account/pictures';

const DELIVERED: PictureStep['told'] = [{ destination: 'webhook', state: 'delivered' }];
const MINUTE = 60_000;

function stepsOf(name: string): PictureStep[] {
  const [story] = loadStories([name]);
  return (story?.steps ?? []).map(({ event, payload, at, expect: types = [] }) => ({
    event,
    payload,
    at,
    types,
    told: types.length === 0 ? [] : DELIVERED,
  }));
}

/** A story's picture a minute after it ended; times as clock times, or dates where they matter. */
function drawn(name: string, from = 11, to = 19) {
  const steps = stepsOf(name);
  const now = Math.max(...steps.map(({ at }) => at)) + MINUTE;
  const picture = pictureOf({ id: 'conversation-1', steps }, now);
  const clock = (at: number): string => new Date(at).toISOString().slice(from, to);
  return {
    ...picture,
    spans: picture.spans.map((span) => [
      span.lane,
      span.who,
      clock(span.from),
      span.to === null ? null : clock(span.to),
    ]),
    marks: picture.marks.map(({ at, what, types, told }) => [clock(at), what, types, told]),
  };
}

describe('the picture of a conversation', () => {
  it('shows three groups and their agents holding it in turn', () => {
    const { id, title, subtitle, spans } = drawn('handed-through-three-groups');
    expect([id, title, subtitle]).toEqual([
      'conversation-1',
      'Viktor Halloran',
      'web chat · Payments · resolved after 1 h 1 min',
    ]);
    expect(spans).toEqual([
      ['unassigned', 'nobody', '10:02:47', '10:02:48'],
      ['group', 'First line', '10:02:48', '10:08:53'],
      ['agent', 'Tomás Ferreira, First line', '10:08:53', '10:11:43'],
      ['group', 'Billing (Tier 1)', '10:11:43', '10:23:15'],
      ['agent', 'Mei Lin, Billing (Tier 1)', '10:23:15', '10:31:39'],
      ['group', 'Refunds', '10:31:39', '10:55:30'],
      ['agent', 'Jonas Weber, Refunds', '10:55:30', '11:03:47'],
      ['resolved', 'Jonas Weber', '11:03:47', null],
    ]);
  });

  it('says at each moment what happened, what the app found and who was told', () => {
    expect(drawn('handed-through-three-groups').marks.slice(0, 4)).toEqual([
      [
        '10:02:47',
        'Viktor Halloran writes “I was charged twice for order HP-69004 and I want one of the two back.”',
        ['conversation.created'],
        DELIVERED,
      ],
      ['10:02:48', 'the topic’s routing gives it to First line', ['conversation.group.assigned'], DELIVERED],
      ['10:08:53', 'Tomás Ferreira takes it', ['conversation.agent.assigned'], DELIVERED],
      [
        '10:11:43',
        'Tomás Ferreira hands it to Billing (Tier 1) and lets it go',
        ['conversation.group.reassigned', 'conversation.agent.unassigned'],
        DELIVERED,
      ],
    ]);
  });

  it('goes back to those who hold it each time it is reopened', () => {
    expect(drawn('reopened-twice', 8, 16).spans).toEqual([
      ['unassigned', 'nobody', '04T13:20', '04T13:20'],
      ['group', 'Delivery', '04T13:20', '04T13:29'],
      ['agent', 'Jonas Weber, Delivery', '04T13:29', '04T14:19'],
      ['resolved', 'Jonas Weber', '04T14:19', '05T10:01'],
      ['group', 'Delivery', '05T10:01', '05T10:07'],
      ['agent', 'Asha Raman, Delivery', '05T10:07', '05T10:15'],
      ['resolved', 'Asha Raman', '05T10:15', '05T11:10'],
      ['agent', 'Asha Raman, Delivery', '05T11:10', '05T11:20'],
      ['resolved', 'Asha Raman', '05T11:20', null],
    ]);
  });

  it('tells what came out of order in order, and what came twice once, with both outcomes', () => {
    const { spans, marks } = drawn('repeated-and-out-of-order');
    expect(spans).toEqual([
      ['unassigned', 'nobody', '15:00:12', '15:00:14'],
      ['group', 'Bookings', '15:00:14', '15:03:23'],
      ['agent', 'Priya Nair, Bookings', '15:03:23', '15:30:01'],
      ['resolved', 'Priya Nair', '15:30:01', null],
    ]);
    expect(marks.map(([at, , types, told]) => [at, types, told])).toEqual([
      ['15:00:12', ['conversation.created'], DELIVERED],
      ['15:00:14', ['conversation.group.assigned'], DELIVERED],
      ['15:03:23', ['conversation.agent.assigned'], [...DELIVERED, ...DELIVERED]],
      ['15:13:58', ['conversation.status.changed'], DELIVERED],
      ['15:13:59', ['conversation.status.changed'], DELIVERED],
      ['15:30:01', ['conversation.resolved'], DELIVERED],
    ]);
  });

  it('shows one that is resolved and taken off everybody at once as resolved', () => {
    const { spans, marks } = drawn('resolved-and-cleared-at-once');
    expect(spans.slice(-2)).toEqual([
      ['agent', 'Mei Lin, Billing (Tier 1)', '11:49:10', '12:15:29'],
      ['resolved', 'Mei Lin', '12:15:29', null],
    ]);
    expect(marks.at(-1)?.slice(0, 3)).toEqual([
      '12:15:29',
      'Mei Lin takes it from Billing (Tier 1), lets it go and resolves it (30 min 29 s after it began)',
      ['conversation.group.unassigned', 'conversation.agent.unassigned', 'conversation.resolved'],
    ]);
  });

  it('shows one agent after the other, also within a group', () => {
    expect(drawn('intelliassign-shares-the-work').spans.slice(2, 4)).toEqual([
      ['agent', 'Priya Nair, Bookings', '14:30:04', '14:35:04'],
      ['agent', 'Oluwaseun Adeyemi, Bookings', '14:35:04', '14:51:19'],
    ]);
  });

  it('is the same in whatever order things were told', () => {
    const steps = stepsOf('handed-through-three-groups');
    const now = (steps.at(-1)?.at ?? 0) + MINUTE;
    expect(pictureOf({ id: 'c', steps: [...steps].reverse() }, now)).toEqual(pictureOf({ id: 'c', steps }, now));
  });

  it('leaves out who had it for no time at all', () => {
    const [created, assigned] = stepsOf('suite-account') as [PictureStep, PictureStep];
    const at = created.payload['timestamp'];
    const steps = [created, { ...assigned, payload: { ...assigned.payload, timestamp: at } }];
    expect(pictureOf({ id: 'c', steps }, created.at)).toMatchObject({
      spans: [{ lane: 'group', who: 'Outages', from: at, to: null }],
      marks: [{ at }, { at }],
    });
  });

  it('says with whom an open conversation is, and calls a customer without a name by the conversation', () => {
    const steps = stepsOf('older-and-sparse-payloads').slice(0, 3);
    const { title, subtitle, spans } = pictureOf({ id: '0123456789abcdef', steps }, (steps.at(-1)?.at ?? 0) + MINUTE);
    expect([title, subtitle]).toEqual([
      'Conversation 0123456789ab…',
      'LINE · Orders · with Tomás Ferreira, First line',
    ]);
    expect(spans.at(-1)).toMatchObject({ lane: 'agent', to: null });
  });

  it('has nothing in it before anything has happened', () => {
    expect(pictureOf({ id: 'c', steps: [] }, 5)).toEqual({
      id: 'c',
      title: 'Conversation c',
      subtitle: '',
      spans: [],
      marks: [],
      outages: [],
      now: 5,
    });
  });

  it('reaches as far as its last moment where the clock is behind it', () => {
    const steps = stepsOf('suite-account');
    expect(pictureOf({ id: 'c', steps }, 0).now).toBe(steps.at(-1)?.payload['timestamp']);
  });
});

/** JSON objects among which those are frequent that look like payloads, or try to. */
function anyPayload(): fc.Arbitrary<PictureStep['payload']> {
  const oddNames = fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    'assigned_agent_id',
    'status',
    'hasOwnProperty',
  );
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('resolved', 'new', '', 'constructor', '__proto__'),
    fc.constant(JSON.parse('{"toString":1,"valueOf":1}') as unknown),
  );
  const changes = fc
    .array(fc.tuple(oddNames, fc.tuple(value, value)))
    .map((pairs): unknown =>
      JSON.parse(`{${pairs.map(([name, tuple]) => `${JSON.stringify(name)}:${JSON.stringify(tuple)}`).join()}}`),
    );
  const likely = fc.record({
    timestamp: fc.oneof(fc.integer({ min: -5, max: 2_000_000_000_000 }), fc.double(), value),
    data: fc.record({
      actor: fc.oneof(value, fc.record({ type: fc.constant('system'), sub_entity: value })),
      conversation: fc.oneof(
        value,
        fc.record({ status: value, assigned_agent_id: value, assigned_group_id: value, source: value }),
      ),
      associations: fc.oneof(
        value,
        fc.record({ user: fc.oneof(value, fc.record({ first_name: value })), group: value, channel: value }),
      ),
      changes: fc.oneof(value, fc.record({ model_changes: changes })),
    }),
  });
  const records = fc.dictionary(fc.string(), value);
  return fc.oneof(likely, records).map((payload) => JSON.parse(JSON.stringify(payload)) as PictureStep['payload']);
}

describe('any payload', () => {
  it('gives a picture whose spans follow each other and whose marks are in order', () => {
    const step = fc.record({
      event: fc.string(),
      payload: anyPayload(),
      at: fc.nat(2_000_000_000_000),
      types: fc.array(fc.string(), { maxLength: 2 }),
      told: fc.constant(DELIVERED),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), fc.nat(2_000_000_000_000), (steps, now) => {
        const picture = pictureOf({ id: 'c', steps }, now);
        const times = picture.marks.map(({ at }) => at);
        expect(times).toEqual([...times].sort((a, b) => a - b));
        for (const at of times) expect(Number.isNaN(new Date(at).getTime())).toBe(false);
        expect(picture.now).toBeGreaterThanOrEqual(Math.max(now, ...times));
        expect(picture.spans.map(({ to }) => to)).toEqual([
          ...picture.spans.slice(1).map(({ from }) => from),
          ...picture.spans.slice(0, 1).map(() => null),
        ]);
        for (const { from, to, who } of picture.spans)
          expect([typeof who, from < (to ?? Infinity)]).toEqual(['string', true]);
        expect(picture.marks.reduce((sum, { told }) => sum + told.length, 0)).toBe(steps.length);
        expect([picture.title, picture.subtitle].join('')).not.toMatch(/\p{Cc}/u);
      }),
      { numRuns: 300 },
    );
  });
});
