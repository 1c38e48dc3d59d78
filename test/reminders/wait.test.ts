/** What a payload means for a wait, and when: by its changes, its times and the clock. */
import type { Json } from '../../packages/fresh-platform/lib/dig';
import { readPayload, type Payload } from '../../src/conversation/payload';
import { beginsOf, isOfBurst, momentNear, stepOf } from '../../src/reminders/wait';
import { changed } from '../support/app';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-02T09:00:00.000Z');
const iso = (ms: number): string => new Date(NOW + ms).toISOString();

function payloadOf(changes: Json, conversation: Json, timestamp: unknown = NOW, agent: Json = {}): Payload {
  const reading = readPayload(changed(changes, { conversation, associations: { agent } }, { timestamp }));
  if ('problem' in reading) throw new Error(reading.problem);
  return reading.payload;
}

const NOBODY = { status: 'new', assigned_agent_id: null };

describe('a conversation’s wait', () => {
  it.each<[what: string, step: string | null, changes: Json, conversation: Json]>([
    ['begins as its agent is taken off', 'begins', { assigned_agent_id: ['a', null] }, NOBODY],
    ['begins as it is reopened', 'begins', { status: ['resolved', 'new'] }, NOBODY],
    [
      'ends as an agent is assigned',
      'ends',
      { assigned_agent_id: [null, 'a'] },
      { status: 'new', assigned_agent_id: 'a' },
    ],
    ['ends as it is resolved', 'ends', { status: ['new', 'Resolved '] }, { ...NOBODY, status: 'Resolved ' }],
    ['moves to another group', 'moves', { assigned_group_id: ['g', 'h'] }, { ...NOBODY, assigned_group_id: 'h' }],
    ['moves out of a group', 'moves', { assigned_group_id: ['g', null] }, { ...NOBODY, assigned_group_id: null }],
    ['stays within its group', null, { assigned_group_id: ['g', 'g '] }, { ...NOBODY, assigned_group_id: 'g' }],
    [
      'stays where another status is not the end of it',
      null,
      { status: ['new', 'waiting'] },
      { ...NOBODY, status: 'waiting' },
    ],
    ['stays where a change is no pair', null, { assigned_agent_id: ['a'] }, NOBODY],
    [
      'is none where an agent has it',
      null,
      { assigned_agent_id: ['a', 'b'] },
      { status: 'new', assigned_agent_id: 'b' },
    ],
    [
      'is none where it is resolved',
      null,
      { assigned_agent_id: ['a', null] },
      { status: 'resolved', assigned_agent_id: null },
    ],
  ])('%s', (...[, step, changes, conversation]) => {
    expect(stepOf('onConversationUpdate', payloadOf(changes, conversation))).toBe(step);
  });

  it('of which the conversation does not say who has it goes by the associations', () => {
    const unsaid = { status: 'new', assigned_agent_id: undefined };
    const created = (agent: Json): string | null => stepOf('onConversationCreate', payloadOf({}, unsaid, NOW, agent));
    expect([created({}), created({ id: 'a' })]).toEqual(['begins', null]);
  });
});

test('a change happened when its payload says, where that is within an hour of now, and now otherwise', () => {
  const near = (ms: number): number => momentNear(payloadOf({}, NOBODY, NOW + ms), NOW) - NOW;
  expect([near(-HOUR - 1), near(-HOUR), near(HOUR), near(HOUR + 1)]).toEqual([0, -HOUR, HOUR, 0]);
  expect(momentNear(payloadOf({}, NOBODY, null), NOW)).toBe(NOW);
});

test('a change within ten seconds of the conversation’s beginning or reopening belongs to its burst', () => {
  const burst = (conversation: Json, timestamp: unknown = NOW): boolean =>
    isOfBurst(payloadOf({}, { created_time: null, ...conversation }, timestamp));
  expect([
    burst({ created_time: iso(-10_000) }),
    burst({ created_time: iso(10_000) }),
    burst({ created_time: iso(-10_001) }),
    burst({ created_time: iso(-HOUR), reopened_time: iso(-3_000) }),
    burst({}),
    burst({ created_time: iso(0) }, null),
  ]).toEqual([true, true, false, true, false, false]);
  expect(beginsOf(payloadOf({}, { created_time: iso(-HOUR), reopened_time: iso(0) }))).toEqual([NOW - HOUR, NOW]);
});
