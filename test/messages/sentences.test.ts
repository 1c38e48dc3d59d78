/** What people read of one payload's events, as plain text. */
import type { Json } from '../../packages/fresh-platform/lib/dig';
import { EVENT_TYPES, type RelayEvent } from '../../src/events/event';
import { PLAIN } from '../../src/messages/escaping';
import { noteOf } from '../../src/messages/notes';
import { changed, payloadWith } from '../support/app';
import { eventFrom, eventsFrom } from '../support/events';

const RESOLVED: Json = { status: ['assigned', 'resolved'] };
const AGENT = { type: 'agent', id: 'agent-1', first_name: 'Asha' };
/** Nothing is known of where the conversation is, with whom, or since when. */
const NOWHERE: Json = {
  associations: {},
  conversation: {
    created_time: null,
    channel_id: null,
    assigned_group_id: null,
    assigned_agent_id: null,
    status: null,
    statistics: {},
  },
};
const nowhere = (conversation: Json): Json => ({ ...(NOWHERE['conversation'] as Json), ...conversation });

function said(events: readonly RelayEvent[]): string {
  return noteOf(events).say(PLAIN);
}

function toldOf(changes: Json, data: Json = {}, personalData = false): string {
  return said(
    eventsFrom(changed(changes, { ...NOWHERE, actor: AGENT, ...data }), 'onConversationUpdate', personalData),
  );
}

describe('a sentence names who did it', () => {
  const actors: [actor: Json | null, sentence: string][] = [
    [{ type: 'system', sub_entity: 'intelliassign' }, 'IntelliAssign resolved conversation #conv.'],
    [{ type: 'system', sub_entity: 'assignment_rule' }, 'An assignment rule resolved conversation #conv.'],
    [{ type: 'system', sub_entity: 'auto_resolve' }, 'Conversation #conv was resolved automatically.'],
    [{ type: 'system', sub_entity: 'freddy_bot' }, 'Freddy resolved conversation #conv.'],
    [{ type: 'system', sub_entity: 'hallway_bot' }, 'The hallway bot resolved conversation #conv.'],
    [{ type: 'system', sub_entity: 'user_message' }, 'The customer resolved conversation #conv.'],
    [{ type: 'system', sub_entity: 'a_new_cause' }, 'The system resolved conversation #conv.'],
    [{ type: 'system', sub_entity: 'constructor' }, 'The system resolved conversation #conv.'],
    [{ type: 'system' }, 'The system resolved conversation #conv.'],
    [{ type: 'bot' }, 'A bot resolved conversation #conv.'],
    [{ type: 'bot', name: 'Freddy Junior' }, 'Freddy Junior resolved conversation #conv.'],
    [{ type: 'agent' }, 'An agent resolved conversation #conv.'],
    [{ type: 'user', first_name: 'Priya' }, 'The customer resolved conversation #conv.'],
    [{ type: 'robot_overlord' }, 'Somebody resolved conversation #conv.'],
    [{}, 'Somebody resolved conversation #conv.'],
    [null, 'Somebody resolved conversation #conv.'],
  ];

  it.each(actors)('%j', (actor, sentence) => {
    expect(toldOf(RESOLVED, { actor })).toBe(sentence);
  });
});

describe('a sentence says which conversation', () => {
  const user = { id: 'user-1', first_name: 'Priya', last_name: 'Menon' };

  it('by the customer where personal data is included, though an agent acted, and else by its short name', () => {
    expect(toldOf(RESOLVED, { associations: { user } }, true)).toBe('Asha resolved Priya Menon’s conversation.');
    expect(toldOf(RESOLVED, { associations: { user } }, false)).toBe('Asha resolved conversation #conv.');
  });

  it('and names the customer once where the customer acted', () => {
    const data = { associations: { user }, actor: { type: 'system', sub_entity: 'user_message' } };
    expect(toldOf({ status: ['resolved', 'reopened'] }, data, true)).toBe(
      'Priya Menon wrote again and reopened the conversation. Nobody has it now.',
    );
    expect(toldOf({ status: ['waiting on customer', 'assigned'] }, data, true)).toBe(
      'Priya Menon replied in the conversation, which is now “assigned”.',
    );
  });
});

describe('a sentence on a new conversation', () => {
  const begun = (conversation: Json, data: Json = {}, personalData = false): string =>
    said(
      eventsFrom(
        payloadWith({ ...NOWHERE, actor: { type: 'user' }, ...data, conversation: nowhere(conversation) }),
        'onConversationCreate',
        personalData,
      ),
    );

  it.each([
    ['WEBCHAT', ' by web chat'],
    ['WHATSAPP', ' by WhatsApp'],
    ['GBM', ' by Google Business Messages'],
    ['FB_NATIVE', ' by Facebook Messenger'],
    ['FRESHBOTS_WIDGET', ' by the bot widget'],
    ['SMOKE_SIGNAL', ' by smoke signal'],
    ['toString', ' by tostring'],
    ['__', ' by another channel'],
    [null, ''],
    [7, ''],
  ])('from the source %j says it came%s', (source, by) => {
    expect(begun({ source })).toBe(`New conversation #conv${by}.`);
  });

  it('does not say the source where the topic does', () => {
    const associations = { channel: { id: 'c', name: 'Lumen on WhatsApp' } };
    expect(begun({ source: 'WHATSAPP', channel_id: 'c' }, { associations })).toBe(
      'New conversation #conv in Lumen on WhatsApp.',
    );
  });

  it('names the customer who started it, or with whom an agent did', () => {
    const associations = { user: { id: 'user-1', first_name: 'Priya' } };
    expect(begun({ source: 'EMAIL' }, { associations }, true)).toBe('Priya started a conversation by email.');
    expect(begun({}, { associations, actor: AGENT }, true)).toBe('Asha started a conversation with Priya by web chat.');
    expect(begun({ source: null }, { actor: AGENT })).toBe('Asha started conversation #conv.');
  });
});

describe('a sentence on who has it', () => {
  const associations = {
    agent: { id: 'agent-2', first_name: 'Ben' },
    group: { id: 'g', name: 'Billing (Tier 1)' },
  };
  const held = { associations, conversation: nowhere({ assigned_agent_id: 'agent-2', assigned_group_id: 'g' }) };

  it.each<[changes: Json, data: Json, sentence: string]>([
    [{ assigned_agent_id: [null, 'agent-2'] }, held, 'Asha gave conversation #conv to Ben in Billing (Tier 1).'],
    [{ assigned_agent_id: ['x', 'agent-2'] }, held, 'Asha handed conversation #conv to Ben in Billing (Tier 1).'],
    [{ assigned_agent_id: ['agent-1', 'agent-2'] }, held, 'Asha handed conversation #conv to Ben in Billing (Tier 1).'],
    [{ assigned_agent_id: ['', 'agent-1'] }, {}, 'Asha picked up conversation #conv.'],
    [
      { assigned_agent_id: ['agent-2', 'agent-1'], assigned_group_id: [null, 'g'] },
      { associations },
      'Asha took over conversation #conv from Ben for Billing (Tier 1).',
    ],
    [
      { assigned_group_id: ['f', 'g'], assigned_agent_id: ['agent-1', null], status: ['assigned', 'new'] },
      { associations },
      'Asha passed conversation #conv on to Billing (Tier 1). Nobody has it now.',
    ],
    [
      { assigned_group_id: ['f', 'g'], assigned_agent_id: ['agent-2', null], status: ['assigned', 'new'] },
      { associations },
      'Asha moved conversation #conv from Ben to Billing (Tier 1). Nobody has it now.',
    ],
    [
      { assigned_group_id: [null, 'g'], status: ['new', 'new'] },
      {
        associations,
        actor: { type: 'system', sub_entity: 'channel_group_mapping' },
        conversation: nowhere({ status: 'new' }),
      },
      'Conversation #conv went to Billing (Tier 1). Nobody has it yet.',
    ],
    [
      { assigned_agent_id: ['agent-1', null], status: ['assigned', 'new'] },
      {},
      'Asha let go of conversation #conv. Nobody has it now.',
    ],
    [{ assigned_agent_id: ['agent-2', null] }, { associations }, 'Asha took conversation #conv off Ben.'],
    [
      { assigned_agent_id: ['x', ''], assigned_group_id: ['g', null] },
      { associations: {} },
      'Asha took conversation #conv off its agent and group.',
    ],
    [
      { priority: [null, 'High'] },
      { ...held, actor: { type: 'agent', id: 'agent-9', first_name: 'Cleo' } },
      'Cleo set the priority of conversation #conv to High. It is with Ben in Billing (Tier 1).',
    ],
    [
      { status: ['resolved', 'new'], assigned_agent_id: ['x', null] },
      {},
      'Asha reopened conversation #conv. Nobody has it now.',
    ],
  ])('%j', (changes, data, sentence) => {
    expect(toldOf(changes, data)).toBe(sentence);
  });
});

describe('a sentence on a change', () => {
  const labels = { label_category: { id: 'l', name: 'Refund' }, label_subcategory: { id: 'm', name: 'Damaged' } };

  it.each<[what: string, changes: Json, data: Json, sentence: string]>([
    ['a status', { status: ['new', 'waiting'] }, {}, 'Asha set conversation #conv to “waiting”. Nobody has it yet.'],
    ['a priority', { priority: [1, 2] }, {}, 'Asha changed the priority of conversation #conv from 1 to 2.'],
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
      'Conversation #conv missed its next response and resolution SLA under “Gold (24/7)”.',
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
    expect(said([{ ...event, type: 'conversation.unattended', unattended_seconds: 900 }])).toBe(
      'Nobody has picked up conversation #conv for 15 min.',
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

describe('a notice of the relay', () => {
  const notice = { id: 'evt_1', occurred_at: '2026-11-02T10:00:00.000Z', sequence: 0 };
  const destination = { id: 'a1', name: 'CRM', kind: 'webhook' };
  const trouble = {
    ...notice,
    destination,
    since: '2026-11-02T09:30:00.000Z',
    waiting: 12,
    reason: 'the receiver failed (503)',
  };

  it('names the destination in trouble, since when, why and what waits', () => {
    expect(said([{ ...trouble, type: 'relay.trouble' }])).toBe(
      'The webhook “CRM” has taken nothing since 2026-11-02 09:30 UTC (the receiver failed (503)). 12 updates wait for it and will be delivered once it answers.',
    );
    expect(said([{ ...trouble, type: 'relay.recovered', waiting: 1 }])).toBe(
      'The webhook “CRM” takes updates again, after 30 min without taking any. 1 update is on the way.',
    );
  });

  it('tells a day with the day before beside it', () => {
    const total = {
      created: 42,
      resolved: 40,
      reopened: 3,
      sla_breaches: 2,
      unattended: 5,
      first_response_seconds: 240,
      resolution_seconds: null,
    };
    const day_before = {
      created: 38,
      resolved: 39,
      reopened: 1,
      sla_breaches: 0,
      unattended: 1,
      first_response_seconds: null,
      resolution_seconds: 7_200,
    };
    expect(
      said([{ ...notice, type: 'relay.summary', day: '2026-11-02', time_zone: 'UTC', total, day_before, groups: [] }]),
    ).toBe(
      'Monday 2 November: 42 started (38), 40 resolved (39), 3 reopened (1), 2 missed SLAs (0), 5 left waiting (1). Median first response 4 min (none). In parentheses: the day before.',
    );
  });
});
