/** How a sentence says what changed, for each kind of change. */
import type { Json } from '../../packages/fresh-platform/lib/dig';
import { EVENT_TYPES, type RelayEvent } from '../../src/events/event';
import { PLAIN } from '../../src/messages/escaping';
import { noteOf } from '../../src/messages/notes';
import { changed } from '../support/app';
import { eventFrom } from '../support/events';
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
