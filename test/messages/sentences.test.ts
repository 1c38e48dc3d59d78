import { digText, type Json } from '../../packages/fresh-platform/lib/dig';
import { bodyOf, changed, createApp, payloadWith, SLACK, hearing } from '../support/app';

const RESOLVED: Json = { status: ['assigned', 'resolved'] };
const AGENT = { type: 'agent', id: 'agent-1', first_name: 'Asha' };
/** Nothing is known of where the conversation is, or since when. */
const NOWHERE: Json = {
  associations: {},
  conversation: { created_time: null, channel_id: null, assigned_group_id: null, assigned_agent_id: null },
};

async function told(event: string, payload: Json, settings: Json = {}): Promise<string> {
  const { platform, requests } = createApp({ iparams: { ...hearing(SLACK), ...settings } });
  await platform.invoke(event, payload);
  return digText(bodyOf(requests[0]), 'text');
}

function toldWithNames(changes: Json, actor: Json): Promise<string> {
  return told('onConversationUpdate', changed(changes, { ...NOWHERE, actor }), { personal_data: 'Include' });
}

function toldOf(changes: Json, data: Json = {}): Promise<string> {
  return told('onConversationUpdate', changed(changes, { ...NOWHERE, actor: AGENT, ...data }));
}

describe('a sentence names who did it', () => {
  const actors: [actor: Json | null, subject: string][] = [
    [{ type: 'system', sub_entity: 'intelliassign' }, 'IntelliAssign'],
    [{ type: 'system', sub_entity: 'assignment_rule' }, 'An assignment rule'],
    [{ type: 'system', sub_entity: 'auto_resolve' }, 'Auto-resolve'],
    [{ type: 'system', sub_entity: 'channel_group_mapping' }, "The topic's group mapping"],
    [{ type: 'system', sub_entity: 'agent_group_mapping' }, "The agent's group mapping"],
    [{ type: 'system', sub_entity: 'freddy_bot' }, 'Freddy'],
    [{ type: 'system', sub_entity: 'hallway_bot' }, 'The hallway bot'],
    [{ type: 'system', sub_entity: 'user_message' }, 'A message from the customer'],
    [{ type: 'system', sub_entity: 'a_new_cause' }, 'The system'],
    [{ type: 'system', sub_entity: 'constructor' }, 'The system'],
    [{ type: 'system' }, 'The system'],
    [{ type: 'bot' }, 'A bot'],
    [{ type: 'bot', name: 'Freddy Junior' }, 'Freddy Junior'],
    [{ type: 'agent' }, 'An agent'],
    [{ type: 'user', first_name: 'Priya' }, 'A customer'],
    [{ type: 'robot_overlord' }, 'Somebody'],
    [{}, 'Somebody'],
    [null, 'Somebody'],
  ];

  it.each(actors.map(([actor, subject]) => ({ actor, subject, title: JSON.stringify(actor) })))(
    'as $subject for $title',
    async ({ actor, subject }) => {
      expect(await toldOf(RESOLVED, { actor })).toBe(`${subject} resolved a conversation.`);
    },
  );
});

describe('a sentence with personal data included', () => {
  it('names a customer', async () => {
    expect(await toldWithNames(RESOLVED, { type: 'user', first_name: 'Priya', last_name: 'Menon' })).toBe(
      'Priya Menon resolved a conversation.',
    );
  });

  it('names what the system acted for, since its own name says nothing', async () => {
    expect(await toldWithNames(RESOLVED, { type: 'system', first_name: 'System', sub_entity: 'auto_resolve' })).toBe(
      'Auto-resolve resolved a conversation.',
    );
    expect(await toldWithNames(RESOLVED, { type: 'system', first_name: 'System' })).toBe(
      'The system resolved a conversation.',
    );
  });
});

describe('a sentence on a new conversation', () => {
  const sources: [source: unknown, by: string][] = [
    ['WEBCHAT', ' by web chat'],
    ['WHATSAPP', ' by WhatsApp'],
    ['GBM', ' by Google Business Messages'],
    ['SMOKE_SIGNAL', ' by smoke signal'],
    ['toString', ' by tostring'],
    [null, ''],
    [7, ''],
  ];

  it.each(sources)('from the source %j says it came%s', async (source, by) => {
    const conversation = { ...(NOWHERE['conversation'] as Json), source };
    expect(await told('onConversationCreate', payloadWith({ ...NOWHERE, actor: { type: 'user' }, conversation }))).toBe(
      `A customer started a conversation${by}.`,
    );
  });
});

describe('a sentence on a change', () => {
  const group = { id: 'g', name: 'Tier 2' };
  const agent = { id: 'agent-2', first_name: 'Ben' };
  const changes: [what: string, changes: Json, data: Json, sentence: string][] = [
    ['a reopening', { status: ['resolved', 'new'] }, {}, 'Asha reopened a conversation.'],
    [
      'an unnamed group and agent',
      { assigned_group_id: [null, 'g'], assigned_agent_id: [null, 'agent-2'] },
      {},
      'Asha assigned a conversation to a group and an agent.',
    ],
    [
      'a handover',
      { assigned_group_id: ['f', 'g'] },
      { associations: { group }, conversation: { ...(NOWHERE['conversation'] as Json), assigned_group_id: 'g' } },
      'Asha handed a conversation to Tier 2.',
    ],
    [
      'an assignment to another',
      { assigned_agent_id: ['x', 'agent-2'] },
      { associations: { agent }, conversation: { ...(NOWHERE['conversation'] as Json), assigned_agent_id: 'agent-2' } },
      'Asha handed a conversation to Ben.',
    ],
    ['picking up', { assigned_agent_id: ['', 'agent-1'] }, {}, 'Asha picked up a conversation.'],
    [
      'taking over for a group',
      { assigned_agent_id: ['x', 'agent-1'], assigned_group_id: [null, 'g'] },
      {},
      'Asha took over a conversation for a group.',
    ],
    ['losing its agent', { assigned_agent_id: ['x', null] }, {}, 'Asha took a conversation off its agent.'],
    [
      'losing agent and group',
      { assigned_agent_id: ['x', ''], assigned_group_id: ['g', null] },
      {},
      'Asha took a conversation off its agent and group.',
    ],
    ['a status', { status: ['new', 'waiting'] }, {}, 'Asha set a conversation to “waiting”.'],
    ['no status', { status: ['new', null] }, {}, 'Asha set a conversation to “none”.'],
    ['a priority', { priority: [1, 2] }, {}, 'Asha set the priority of a conversation to “2”.'],
    [
      'a resolution with a priority',
      { ...RESOLVED, priority: ['low', 'high'] },
      {},
      'Asha resolved a conversation, and set its priority to “high”.',
    ],
    ['a label', { label_category_id: [null, 'l'] }, {}, 'Asha changed the label of a conversation.'],
    [
      'a label and another',
      { label_subcategory_id: [null, 'l'], a_b: [1, 2] },
      {},
      'Asha changed the label and “a b” of a conversation.',
    ],
    [
      'four others',
      { a: [1, 2], b: [1, 2], c: [1, 2], d: [1, 2] },
      {},
      'Asha changed the “a”, “b”, “c” and “d” of a conversation.',
    ],
    [
      'six others',
      { a: [1, 2], b: [1, 2], c: [1, 2], d: [1, 2], e: [1, 2], f: [1, 2] },
      {},
      'Asha changed the “a”, “b”, “c” and 3 more attributes of a conversation.',
    ],
    ['a breach alone', { sla_breach: [false, true] }, {}, 'A conversation missed its response SLA.'],
    [
      'both breaches',
      { sla_breach: [false, 'true'], resolution_sla_breach: [null, true] },
      {},
      'A conversation missed its response and resolution SLA.',
    ],
    [
      'a breach with a deed',
      { ...RESOLVED, resolution_sla_breach: [false, true] },
      {},
      'Asha resolved a conversation, and it missed its resolution SLA.',
    ],
  ];

  it.each(changes.map(([what, change, data, sentence]) => ({ what, change, data, sentence })))(
    'tells of $what',
    async ({ change, data, sentence }) => {
      expect(await toldOf(change, data)).toBe(sentence);
    },
  );

  it('names a place once where channel and group are called alike', async () => {
    const associations = { channel: { id: 'c', name: 'Sales' }, group: { id: 'g', name: 'Sales' } };
    const conversation = { ...(NOWHERE['conversation'] as Json), channel_id: 'c', assigned_group_id: 'g' };
    expect(await toldOf(RESOLVED, { associations, conversation })).toBe('Asha resolved a conversation in Sales.');
  });
});
