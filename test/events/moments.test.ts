/** When the events say something happened, in which order, and what goes along with something else. */
import fc from 'fast-check';
import { changed, MOMENT, payloadWith } from '../support/app';
import { eventFrom } from '../support/events';
import { eventsOf } from '../../src/events/build';
import { readPayload } from '../../src/conversation/payload';
import { ECHO, heardOf, transitionsOf, type ProductEvent } from '../../src/conversation/transitions';
import { instantOf, utcOf } from '../../src/lib/time';

describe('a moment', () => {
  it('is told in UTC and one format, whatever it came as', () => {
    const times = {
      created_time: '2026-11-02T14:44:05.312+05:30',
      assigned_time: '2026-11-02T01:17:48-0800',
      resolved_time: 1793618330,
      reopened_time: '1970-01-01T00:00:00Z',
    };
    const event = eventFrom(payloadWith({ conversation: times }, { timestamp: 1793618330 }), 'onConversationCreate');
    expect(event.occurred_at).toBe('2026-11-02T11:18:50.000Z');
    expect(event.conversation).toMatchObject({
      created_at: '2026-11-02T09:14:05.312Z',
      assigned_at: '2026-11-02T09:17:48.000Z',
      resolved_at: '2026-11-02T11:18:50.000Z',
      reopened_at: null,
    });
  });

  it.each([0, -5, 1e300, Number.NaN, 'soon', '', {}, null, undefined, 8.64e15])(
    'that says nothing (%p) is now',
    (timestamp) => {
      expect(eventFrom(payloadWith({}, { timestamp }), 'onConversationCreate').occurred_at).toBe(
        new Date(MOMENT).toISOString(),
      );
    },
  );

  it('is the same in milliseconds, seconds, microseconds, as text and with any offset', () => {
    const from = Date.UTC(2001, 0);
    const moments = fc.integer({ min: from, max: Date.UTC(2099, 0) });
    fc.assert(
      fc.property(moments, fc.integer({ min: -14 * 60, max: 14 * 60 }), (moment, offset) => {
        const local = new Date(moment + offset * 60_000).toISOString().slice(0, -1);
        const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0');
        const minutes = String(Math.abs(offset) % 60).padStart(2, '0');
        const zone = `${offset < 0 ? '-' : '+'}${hours}:${minutes}`;
        const same = [
          moment,
          String(moment),
          moment / 1_000,
          moment * 1_000,
          `${local}${zone}`,
          `${local}${zone.replace(':', '')}`,
        ];
        expect(new Set(same.map((value) => Math.round(instantOf(value) ?? 0)))).toEqual(new Set([moment]));
      }),
    );
  });

  it('is never outside this century nor in another format, whatever comes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.double(), fc.string(), fc.date().map(String)), (value) => {
        expect(utcOf(value) ?? '2000-01-01T00:00:00.000Z').toMatch(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      }),
    );
  });
});

describe('the sequence', () => {
  it('sorts created, assigned and resolved of one millisecond', () => {
    const at = (event: ProductEvent, changes: unknown): number => eventFrom(changed(changes), event).sequence;
    const sequence = [
      at('onConversationCreate', {}),
      at('onConversationUpdate', { assigned_group_id: [null, 'group-1'] }),
      at('onConversationUpdate', { assigned_agent_id: [null, 'agent-1'] }),
      at('onConversationUpdate', { priority: [1, 2] }),
      at('onConversationUpdate', { status: ['assigned', 'resolved'] }),
    ];
    expect(sequence).toEqual([...sequence].sort((a, b) => a - b));
    expect(new Set(sequence).size).toBe(sequence.length);
  });

  it('sorts a handover like an assignment, groups before agents, and what ends before what begins', () => {
    const at = (attribute: string, from: string | null, to: string | null): number =>
      eventFrom(changed({ [attribute]: [from, to] }), 'onConversationUpdate').sequence;
    const attributes = ['assigned_group_id', 'assigned_agent_id'];
    const handed = attributes.map((attribute) => at(attribute, 'a', 'b'));
    expect(handed).toEqual(attributes.map((attribute) => at(attribute, null, 'b')));
    const sequence = attributes.flatMap((attribute) => [at(attribute, 'a', null), at(attribute, 'a', 'b')]);
    expect(sequence).toEqual([...new Set(sequence)].sort((a, b) => a - b));
  });
});

describe('an echo of an assignment', () => {
  const reading = readPayload(changed({ status: ['new', 'assigned'], assigned_agent_id: [null, 'agent-1'] }));
  const events =
    'problem' in reading
      ? []
      : eventsOf(reading.payload, transitionsOf('onConversationUpdate', reading.payload), {
          personalData: false,
          now: MOMENT,
        });
  const hears = (...types: string[]): string[] =>
    heardOf(events, ({ type }) => types.includes(type)).map(({ type }) => type);

  it('is told where only status changes are heard, and not beside the assignment', () => {
    expect(hears('conversation.status.changed')).toEqual(['conversation.status.changed']);
    expect(hears('conversation.status.changed', 'conversation.agent.assigned')).toEqual([
      'conversation.agent.assigned',
    ]);
  });

  it('is marked where no body shows it', () => {
    expect(events.map((event) => event[ECHO])).toEqual([undefined, true]);
    expect(JSON.stringify(events)).not.toContain('echo');
  });
});
