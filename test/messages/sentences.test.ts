/** How a sentence says who did something, in which conversation, and who has it now. */
import type { Json } from '../../packages/fresh-platform/lib/dig';
import { payloadWith } from '../support/app';
import { eventsFrom } from '../support/events';
import { AGENT, NOWHERE, nowhere, RESOLVED, said, toldOf } from '../support/said';

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
    const held = { ...data, conversation: nowhere({ assigned_agent_id: 'agent-2' }) };
    expect(toldOf({ status: ['waiting on customer', 'assigned'] }, held, true)).toBe(
      'Priya Menon replied in the conversation. It is with an agent.',
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
    ['MOBILE', ' through the mobile app'],
    ['WHATSAPP', ' on WhatsApp'],
    ['GBM', ' on Google Business Messages'],
    ['FB_NATIVE', ' on Facebook Messenger'],
    ['FRESHBOTS_WIDGET', ' through the bot widget'],
    ['SMOKE_SIGNAL', ' through smoke signal'],
    ['toString', ' through tostring'],
    ['__', ' through another channel'],
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
    const mailbox = { channel: { id: 'c', name: 'orders@example.com' } };
    expect(begun({ source: 'EMAIL', channel_id: 'c' }, { associations: mailbox })).toBe(
      'New conversation #conv in orders@example.com.',
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
      { assigned_group_id: ['g', 'h'], assigned_agent_id: ['agent-1', null] },
      { associations, conversation: nowhere({ status: 'assigned', assigned_agent_id: 'agent-1' }) },
      'Asha passed conversation #conv on to another group. Nobody has it now.',
    ],
    [
      { assigned_agent_id: ['agent-2', 'agent-3'] },
      { associations },
      'Asha handed conversation #conv from Ben to another agent.',
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
    [
      { assigned_agent_id: ['agent-2', null] },
      { associations },
      'Asha took conversation #conv off Ben. Nobody has it now.',
    ],
    [
      { assigned_agent_id: ['x', ''], assigned_group_id: ['g', null] },
      { associations: {} },
      'Asha took conversation #conv off its agent and group. Nobody has it now.',
    ],
    [
      { priority: [null, 'High'] },
      { ...held, actor: { type: 'agent', id: 'agent-9', first_name: 'Cleo' } },
      'Cleo set the priority of conversation #conv to High. It is with Ben in Billing (Tier 1).',
    ],
    [
      { assigned_agent_id: ['agent-2', 'agent-1'] },
      { actor: { ...AGENT, id: 'agent-1' }, associations, conversation: nowhere({ assigned_agent_id: 'agent-1' }) },
      'Asha took over conversation #conv from Ben.',
    ],
    [
      { assigned_agent_id: [null, 'agent-2'], priority: [null, 'High'] },
      held,
      'Asha gave conversation #conv to Ben in Billing (Tier 1) and set its priority to High.',
    ],
    [
      { priority: [null, 'High'] },
      { ...held, actor: { type: 'user', id: 'agent-2' } },
      'The customer set the priority of conversation #conv to High. It is with Ben in Billing (Tier 1).',
    ],
    [
      { priority: [null, 'High'] },
      { ...held, actor: { type: 'bot', id: 'agent-2', name: 'Ben' } },
      'Ben set the priority of conversation #conv to High.',
    ],
    [
      { assigned_agent_id: ['agent-1', null] },
      { conversation: nowhere({ status: 'resolved' }) },
      'Asha let go of conversation #conv. It is resolved.',
    ],
    [
      { status: ['assigned', 'resolved'], assigned_agent_id: ['agent-1', null], assigned_group_id: ['g', null] },
      {},
      'Asha resolved conversation #conv.',
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
