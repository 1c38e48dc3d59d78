/** How a sentence says what changed, for each kind of change. */
import type { Json } from '../../packages/fresh-platform/lib/dig';
import { EVENT_TYPES, type RelayEvent } from '../../src/events/event';
import { PLAIN } from '../../src/messages/escaping';
import { noteOf } from '../../src/messages/notes';
import { changed, payloadWith } from '../support/app';
import { eventFrom, eventsFrom } from '../support/events';
import { NOWHERE, nowhere, RESOLVED, said, toldOf } from '../support/said';

describe('a sentence on a change', () => {
  const labels = { label_category: { id: 'l', name: 'Refund' }, label_subcategory: { id: 'm', name: 'Damaged' } };

  it.each<[what: string, changes: Json, data: Json, sentence: string]>([
    ['a status', { status: ['new', 'waiting'] }, {}, 'Asha set conversation #conv to “waiting”. Nobody has it yet.'],
    ['a priority', { priority: [1, 2] }, {}, 'Asha changed the priority of conversation #conv from 1 to 2.'],
    [
      'a higher priority',
      { priority: ['Low', 'urgent'] },
      {},
      'Asha raised the priority of conversation #conv from Low to urgent.',
    ],
    [
      'the lowest priority',
      { priority: ['Urgent', 'LOW'] },
      {},
      'Asha lowered the priority of conversation #conv from Urgent to LOW.',
    ],
    [
      'the highest priority after the lowest',
      { priority: ['low', 'Urgent'] },
      {},
      'Asha raised the priority of conversation #conv from low to Urgent.',
    ],
    [
      'a lower priority',
      { priority: ['High', 'Medium'] },
      {},
      'Asha lowered the priority of conversation #conv from High to Medium.',
    ],
    [
      'a priority of the account’s own before one of the platform’s, and after it',
      { priority: ['P1', 'High'] },
      {},
      'Asha changed the priority of conversation #conv from P1 to High.',
    ],
    [
      'a priority of the platform’s before one of the account’s own',
      { priority: ['High', 'P1'] },
      {},
      'Asha changed the priority of conversation #conv from High to P1.',
    ],
    [
      'a priority in other capitals',
      { priority: ['HIGH', 'high'] },
      {},
      'Asha lowered the priority of conversation #conv from HIGH to high.',
    ],
    [
      'a status after a wait',
      { status: ['waiting on internal team', 'assigned'] },
      {},
      'Asha set conversation #conv back to “assigned”.',
    ],
    [
      'a switch',
      { do_not_auto_resolve: [false, true] },
      {},
      'Asha turned “do not auto resolve” on for conversation #conv.',
    ],
    [
      'a switch beside a resolution',
      { ...RESOLVED, do_not_auto_resolve: [true, false] },
      {},
      'Asha resolved conversation #conv and turned “do not auto resolve” off.',
    ],
    ['one other', { order_ref: [null, 'HP-7'] }, {}, 'Asha changed “order ref” of conversation #conv to “HP-7”.'],
    ['one other, cleared', { order_ref: ['HP-7', null] }, {}, 'Asha cleared “order ref” of conversation #conv.'],
    [
      'one other that may be personal',
      { cf_order: ['x', 'it is for Ana'] },
      {},
      'Asha changed “order” of conversation #conv.',
    ],
    ['a status that is gone', { status: ['new', ''] }, {}, 'Asha set conversation #conv to “none”.'],
    [
      'a customer’s answer after a missed SLA',
      { status: ['waiting on customer', 'in review'], sla_breach: [false, true] },
      { actor: { type: 'user' } },
      'Conversation #conv missed its response SLA. The customer replied, and it is now “in review”. Nobody has it yet.',
    ],
    [
      'a customer’s answer, after which an agent goes on, and a missed SLA',
      { status: ['waiting on customer', 'assigned'], sla_breach: [false, true] },
      { actor: { type: 'user' }, conversation: nowhere({ assigned_agent_id: 'agent-2' }) },
      'Conversation #conv missed its response SLA. The customer replied. It is with an agent.',
    ],
    [
      'an assignment that nobody made',
      { assigned_agent_id: [null, 'agent-2'] },
      {
        actor: { type: 'system', sub_entity: 'auto_resolve' },
        conversation: nowhere({ assigned_agent_id: 'agent-2' }),
      },
      'Conversation #conv went to an agent.',
    ],
    [
      'a group that nobody took it from',
      { assigned_group_id: ['group-1', null] },
      { actor: { type: 'system', sub_entity: 'auto_resolve' } },
      'Conversation #conv was taken off its group.',
    ],
    ['no priority', { priority: [1, null] }, {}, 'Asha cleared the priority of conversation #conv.'],
    [
      'a resolution with a priority',
      { ...RESOLVED, priority: [null, 'high'] },
      {},
      'Asha resolved conversation #conv and set its priority to high.',
    ],
    [
      'a label',
      { label_category_id: [null, 'l'], label_subcategory_id: [null, 'm'] },
      { associations: labels },
      'Asha labelled conversation #conv “Refund › Damaged”.',
    ],
    ['a label without a name', { label_category_id: [null, 'l'] }, {}, 'Asha changed the label of conversation #conv.'],
    ['a label taken off', { label_category_id: ['l', null] }, {}, 'Asha took the label off conversation #conv.'],
    [
      'four others',
      { cf_order_no: [1, 2], b: [1, 2], c: [1, 2], d: [1, 2] },
      {},
      'Asha changed “order no”, “b”, “c” and “d” of conversation #conv.',
    ],
    [
      'six others',
      { a: [1, 2], b: [1, 2], c: [1, 2], d: [1, 2], e: [1, 2], f: [1, 2] },
      {},
      'Asha changed “a”, “b”, “c” and 3 more attributes of conversation #conv.',
    ],
    [
      'a missed SLA that nothing is known of',
      { sla_breach: [false, true] },
      {},
      'Conversation #conv missed its response SLA.',
    ],
    [
      'both SLAs and their policy',
      { sla_breach: [false, 'true'], resolution_sla_breach: [null, true] },
      { conversation: nowhere({ response_due_type: 'RESPONSE_DUE', sla_policy_name: 'Gold (24/7)' }) },
      'Conversation #conv missed its next response and resolution SLAs under “Gold (24/7)”.',
    ],
    [
      'a missed SLA before the pick-up that came with it',
      { assigned_agent_id: [null, 'agent-1'], resolution_sla_breach: [false, true] },
      {},
      'Conversation #conv missed its resolution SLA. Asha picked it up.',
    ],
  ])('tells of %s', (...[, change, data, sentence]) => {
    expect(toldOf(change, data)).toBe(sentence);
  });
});

describe('a type', () => {
  const event = eventFrom(changed(RESOLVED, NOWHERE));

  it('that waits for somebody says for how long', () => {
    const unattended = { ...event, type: 'conversation.unattended' as const, unattended_seconds: 900 };
    expect(said([unattended])).toBe('Nobody has picked up conversation #conv for 15 min.');
    const waiting = { ...event.conversation, status: 'new', group: { id: 'g', name: 'First line' } };
    expect(said([{ ...unattended, conversation: waiting }])).toBe(
      'Nobody has picked up conversation #conv for 15 min. It waits in First line.',
    );
  });

  it('that waits for somebody says so also where an event does not say for how long', () => {
    expect(said([{ ...event, type: 'conversation.unattended' }])).toBe(
      'Nobody has picked up conversation #conv for 0 s.',
    );
  });

  it('without words has a sentence all the same', () => {
    const type = 'conversation.teleported' as 'conversation.changed';
    expect(said([{ ...event, type }])).toBe('Something changed in conversation #conv.');
    expect(said([{ id: 'evt_x', type: 'relay.danced', occurred_at: '', sequence: 0 } as unknown as RelayEvent])).toBe(
      'Conversation Relay has news that this version has no words for.',
    );
  });

  it.each(EVENT_TYPES.filter((type) => type.startsWith('conversation.')))(
    'of its own kind (%s) has words and a sign',
    (type) => {
      const note = noteOf([{ ...event, type: type as 'conversation.changed' }]);
      expect(note.say(PLAIN)).not.toContain('Something changed');
      expect(note.sign).toMatch(/^\p{Extended_Pictographic}/u);
    },
  );
});

describe('a name in a sentence', () => {
  const long = 'n'.repeat(200);
  const cutTo = (length: number): string => `“${'n'.repeat(length - 1)}…”`;

  it.each<[what: string, length: number, changes: Json, data: Json]>([
    ['a value', 40, { status: ['new', 'n'.repeat(50)] }, {}],
    ['an attribute', 40, { [long]: [1, 2] }, {}],
    ['one of several attributes', 40, { [long]: [1, 2], b: [1, 2] }, {}],
    ['a policy', 60, { sla_breach: [false, true] }, { conversation: nowhere({ sla_policy_name: long }) }],
    ['a label', 80, { label_category_id: [null, 'l'] }, { associations: { label_category: { id: 'l', name: long } } }],
  ])('of %s has at most %i characters', (...[, length, changes, data]) => {
    expect(toldOf(changes, data)).toContain(cutTo(length));
  });

  it('of a source has at most 40, of a reason 80', () => {
    const begun = eventsFrom(
      payloadWith({ ...NOWHERE, conversation: nowhere({ source: long }) }),
      'onConversationCreate',
    );
    expect(said(begun)).toContain(` through ${'n'.repeat(39)}….`);
    const trouble = {
      id: 'evt_1',
      type: 'relay.trouble' as const,
      occurred_at: '2026-11-02T10:00:00.000Z',
      sequence: 0,
      destination: { id: 'a1', name: 'CRM', kind: 'webhook' },
      since: '2026-11-02T09:30:00.000Z',
      waiting: 1,
      reason: long,
    };
    expect(said([trouble])).toContain(` UTC: ${'n'.repeat(79)}…. 1 update`);
    const soon = { ...trouble, type: 'relay.recovered' as const, since: '2026-11-02T09:59:59.500Z' };
    expect(said([soon])).toContain('after 0 s without taking any');
  });
});
