/** The numbers that sort a conversation's events of one moment, which receivers may have stored; and how long an id is in an address. */
import type { EventType } from '../../src/events/event';
import { digest, messageId } from '../../src/events/ids';
import { sequenceOf } from '../../src/events/sequence';
import { changed } from '../support/app';
import { eventFrom } from '../support/events';

test('every type has its place in a moment, and a payload’s events of one type keep their order', () => {
  const places: Readonly<Record<EventType, number>> = {
    'conversation.created': 0,
    'conversation.reopened': 1_000,
    'conversation.group.unassigned': 2_000,
    'conversation.group.assigned': 3_000,
    'conversation.group.reassigned': 3_000,
    'conversation.agent.unassigned': 4_000,
    'conversation.agent.assigned': 5_000,
    'conversation.agent.reassigned': 5_000,
    'conversation.status.changed': 6_000,
    'conversation.label.changed': 7_000,
    'conversation.priority.changed': 8_000,
    'conversation.changed': 9_000,
    'conversation.unattended': 10_000,
    'conversation.sla.breached': 11_000,
    'conversation.resolved': 12_000,
    'relay.trouble': 0,
    'relay.recovered': 1_000,
    'relay.summary': 0,
  };
  for (const [type, place] of Object.entries(places))
    expect([0, 1, 998, 999, 1_000, 5_000].map((index) => sequenceOf(type as EventType, index) - place)).toEqual([
      0, 1, 998, 999, 999, 999,
    ]);
});

test('an id is a digest of 32 letters, digits, hyphens and underlines, the same for the same text', () => {
  expect(digest('a')).not.toBe(digest('b'));
  const all = [...Array(50).keys()].map((index) => digest(`${index}`));
  expect(new Set(all.map((each) => each.length))).toEqual(new Set([32]));
  const others = all.join('').replace(/[A-Za-z0-9]/g, '');
  expect(new Set(others)).toEqual(new Set(['-', '_']));
  expect([messageId(['evt_one']), messageId(['evt_one', 'evt_two'])]).toEqual([
    'msg_one',
    `msg_${digest('evt_one evt_two')}`,
  ]);
});

test('an address holds 80 characters of an id at most, and its short name four letters or digits', () => {
  const addressOf = (conversation_id: string): unknown => {
    const { ref, url } = eventFrom(
      changed({ status: ['new', 'resolved'] }, { conversation: { conversation_id } }, { domain: 'acme.freshchat.com' }),
    ).conversation;
    return [ref, url?.split('/').at(-1)];
  };
  expect(addressOf('A-b_c9é!'.padEnd(80, 'x'))).toEqual(['#abc9', encodeURIComponent('A-b_c9é!'.padEnd(80, 'x'))]);
  expect(addressOf('x'.repeat(81))).toEqual(['#xxxx', `${'x'.repeat(79)}%E2%80%A6`]);
});
