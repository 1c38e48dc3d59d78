import { heardOf, transitionsOf } from '../../src/conversation/transitions';
import { changed, createApp, payloadWith, transitionsIn } from '../support/app';

const cases: [behaviour: string, changes: unknown, types: string[]][] = [
  ['assigns a group', { assigned_group_id: [null, 'g'] }, ['conversation.group.assigned']],
  ['reassigns a group', { assigned_group_id: ['g', 'h'] }, ['conversation.group.reassigned']],
  ['unassigns a group', { assigned_group_id: ['g', null] }, ['conversation.group.unassigned']],
  ['assigns an agent', { assigned_agent_id: [null, 'a'] }, ['conversation.agent.assigned']],
  ['reassigns an agent', { assigned_agent_id: [1, 2] }, ['conversation.agent.reassigned']],
  ['unassigns an agent', { assigned_agent_id: ['a', null] }, ['conversation.agent.unassigned']],
  ['takes an empty assignee for nobody', { assigned_agent_id: ['', 'a'] }, ['conversation.agent.assigned']],
  [
    'takes a blank assignee for nobody',
    { assigned_agent_id: [' ', 'a'], assigned_group_id: [' ', null] },
    ['conversation.agent.assigned'],
  ],
  ['resolves from new', { status: ['new', 'resolved'] }, ['conversation.resolved']],
  ['resolves from nothing', { status: [null, 'resolved'] }, ['conversation.resolved']],
  ['reopens by leaving resolved', { status: ['resolved', 'new'] }, ['conversation.reopened']],
  ['reopens by becoming reopened', { status: ['assigned', 'reopened'] }, ['conversation.reopened']],
  ['reopens by the word of older accounts', { status: ['new', 'reopen'] }, ['conversation.reopened']],
  ['changes the status otherwise', { status: ['assigned', 'waiting on customer'] }, ['conversation.status.changed']],
  [
    'tells new and assigned apart without an assignment',
    { status: ['new', 'assigned'] },
    ['conversation.status.changed'],
  ],
  [
    'hands over to a group without a reopen or a status change',
    { assigned_group_id: ['g', 'h'], status: ['assigned', 'new'] },
    ['conversation.group.reassigned'],
  ],
  [
    'assigns without an echo of the status',
    { assigned_agent_id: [null, 'a'], status: ['new', 'assigned'] },
    ['conversation.agent.assigned'],
  ],
  [
    'reopens together with an assignment',
    { assigned_agent_id: [null, 'a'], status: ['resolved', 'assigned'] },
    ['conversation.agent.assigned', 'conversation.reopened'],
  ],
  ['breaches the first SLA', { sla_breach: [false, true] }, ['conversation.sla.breached']],
  ['breaches the resolution SLA', { resolution_sla_breach: [null, true] }, ['conversation.sla.breached']],
  [
    'breaches nothing that was breached before',
    { sla_breach: [true, 'true'], resolution_sla_breach: ['true', true] },
    [],
  ],
  ['takes back a breach in silence', { sla_breach: [true, false] }, []],
  [
    'labels once, though by category and subcategory',
    { label_subcategory_id: ['x', 'y'], label_category_id: [null, 'c'] },
    ['conversation.label.changed'],
  ],
  ['changes the priority', { priority: [1, 2] }, ['conversation.priority.changed']],
  ['changes any other attribute', { do_not_auto_resolve: [false, true] }, ['conversation.changed']],
  [
    'ignores equal sides',
    { status: ['new', 'new'], priority: [{ a: 1 }, { a: 1 }], assigned_agent_id: [null, ''] },
    [],
  ],
  ['ignores a tuple of one', { status: ['resolved'] }, []],
  ['ignores a tuple of three', { status: ['new', 'assigned', 'resolved'] }, []],
  [
    'ignores what is no tuple',
    { status: 'resolved', priority: null, other: {}, assigned_group_id: { 0: null, 1: 'g' } },
    [],
  ],
  ['ignores assignees that are no ids', { assigned_agent_id: [null, {}], assigned_group_id: [[], 'g'] }, []],
  ['survives no changes', null, []],
  ['survives changes that are a list', [['status', 'resolved']], []],
  [
    'tells in one order whatever the order of the attributes',
    {
      other: [1, 2],
      priority: [1, 2],
      label_category_id: [1, 2],
      sla_breach: [false, true],
      status: ['new', 'resolved'],
      assigned_agent_id: ['a', null],
      assigned_group_id: ['g', null],
    },
    [
      'conversation.group.unassigned',
      'conversation.agent.unassigned',
      'conversation.resolved',
      'conversation.sla.breached',
      'conversation.label.changed',
      'conversation.priority.changed',
      'conversation.changed',
    ],
  ],
];

describe('an update', () => {
  const { platform } = createApp();

  it.each(cases.map(([behaviour, changes, types]) => ({ behaviour, changes, types })))(
    '$behaviour',
    async ({ changes, types }) => {
      expect(transitionsIn(await platform.invoke('onConversationUpdate', changed(changes)))).toEqual(types);
    },
  );

  it('takes an attribute named __proto__ or constructor for an attribute', async () => {
    const changes: unknown = JSON.parse('{"__proto__":[1,2],"constructor":[1,2]}');
    expect(transitionsIn(await platform.invoke('onConversationUpdate', changed(changes)))).toEqual([
      'conversation.changed',
      'conversation.changed',
    ]);
    expect(Object.prototype).not.toHaveProperty('1');
  });
});

it('a creation is told whatever else the payload says', async () => {
  const { platform } = createApp();
  expect(transitionsIn(await platform.invoke('onConversationCreate', payloadWith()))).toEqual(['conversation.created']);
  expect(
    transitionsIn(await platform.invoke('onConversationCreate', changed({ status: ['new', 'resolved'] }))),
  ).toEqual(['conversation.created']);
});

test.each<[from: unknown, to: unknown, isEcho: boolean]>([
  ['new', 'assigned', true],
  [' Assigned', 'NEW', true],
  ['waiting on customer', 'assigned', false],
  ['assigned', 'in review', false],
  ['in review', 'new', false],
  ['new', 'waiting on internal team', false],
  ['new', null, false],
])('a status that goes from %j to %j beside an assignment is an echo of it: %s', (from, to, isEcho) => {
  const modelChanges = { assigned_agent_id: [null, 'agent-1'], status: [from, to] };
  const found = transitionsOf('onConversationUpdate', { modelChanges, conversation: {} });
  expect(heardOf(found, () => true).map(({ type }) => type)).toEqual([
    'conversation.agent.assigned',
    ...(isEcho ? [] : ['conversation.status.changed']),
  ]);
  expect(heardOf(found, ({ type }) => type === 'conversation.status.changed')).toHaveLength(1);
});
