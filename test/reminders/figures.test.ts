import * as fc from 'fast-check';
import { anyText } from '../support/texts';
import type { ConversationEvent } from '../../src/events/event';
import { incrementsOf, type Increments } from '../../src/reminders/counts';
import { dayOf } from '../../src/reminders/figures';
import { bucketOf, medianOf } from '../../src/reminders/histogram';

const GROUPS = [
  { id: '97b60527-2ace-4985-bb09-b2193a68240e', name: 'Billing' },
  { id: '4', name: 'Zürich · 日本語_support "1"' },
  { id: 'g-5', name: null },
];

function event(type: ConversationEvent['type'], extra: Partial<ConversationEvent> = {}): ConversationEvent {
  const conversation = {
    id: 'c1',
    ref: '#c1',
    status: null,
    url: null,
    channel: null,
    group: null,
    agent: null,
    user: null,
    labels: { category: null, subcategory: null },
    priority: null,
    source: null,
    created_at: null,
    assigned_at: null,
    resolved_at: null,
    reopened_at: null,
  };
  return {
    id: 'evt_1',
    type,
    occurred_at: '2026-03-02T10:00:00.000Z',
    sequence: 0,
    account: { app_id: null, region: null, url: null },
    conversation,
    actor: { type: null, id: null, name: null, cause: null, source: null },
    metrics: {},
    ...extra,
  };
}

function inGroup(one: ConversationEvent, group: ConversationEvent['conversation']['group']): ConversationEvent {
  return { ...one, conversation: { ...one.conversation, group } };
}

/** What the store would hold after these increments. */
function stored(all: readonly (Increments | null)[]): Record<string, number> {
  const entry: Record<string, number> = {};
  for (const [name, count] of all.flatMap((one) => Object.entries(one ?? {}))) entry[name] = (entry[name] ?? 0) + count;
  return entry;
}

function exactMedian(seconds: readonly number[]): number {
  const sorted = [...seconds].sort((a, b) => a - b);
  const middle = [sorted[Math.ceil(sorted.length / 2) - 1] ?? 0, sorted[Math.floor(sorted.length / 2)] ?? 0];
  return ((middle[0] ?? 0) + (middle[1] ?? 0)) / 2;
}

test('a median out of buckets is within 5 % of the exact one', () => {
  const durations = fc.array(fc.integer({ min: 0, max: 90 * 86_400 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(durations, (seconds) => {
      const counts = new Map<string, number>();
      for (const one of seconds) counts.set(bucketOf(one), (counts.get(bucketOf(one)) ?? 0) + 1);
      const exact = exactMedian(seconds);
      expect(Math.abs((medianOf(counts) ?? Number.NaN) - exact)).toBeLessThanOrEqual(exact * 0.05);
    }),
  );
});

test('nothing has no median', () => {
  expect(medianOf(new Map())).toBeNull();
});

test('a day holds what its payloads added, whole and by group with its id and name as they came', () => {
  const steps = fc.array(
    fc.record({
      type: fc.constantFrom(
        'conversation.created' as const,
        'conversation.resolved' as const,
        'conversation.reopened' as const,
        'conversation.sla.breached' as const,
        'conversation.unattended' as const,
        'conversation.agent.assigned' as const,
      ),
      group: fc.constantFrom(null, ...GROUPS),
    }),
  );
  fc.assert(
    fc.property(steps, (all) => {
      const day = dayOf([stored(all.map(({ type, group }) => incrementsOf([inGroup(event(type), group)])))]);
      const count = (type: string, id?: string): number =>
        all.filter((one) => one.type === `conversation.${type}` && (id === undefined || one.group?.id === id)).length;
      expect(day.figures).toMatchObject({
        created: count('created'),
        resolved: count('resolved'),
        reopened: count('reopened'),
        sla_breaches: count('sla.breached'),
        unattended: count('unattended'),
      });
      for (const { id, name } of GROUPS) {
        const group = day.groups.find((one) => one.id === id);
        expect(group?.figures.created ?? 0).toBe(count('created', id));
        if (group !== undefined) expect(group.name).toBe(name);
      }
    }),
  );
});

test('what is counted has names of letters, digits and underlines, shorter than 30 characters', () => {
  fc.assert(
    fc.property(anyText({ minLength: 1 }), anyText(), (id, name) => {
      const added = incrementsOf([inGroup(event('conversation.resolved'), { id, name })]) ?? {};
      for (const attribute of Object.keys(added)) expect(attribute).toMatch(/^[a-z]_\w{0,27}$/);
    }),
  );
});

test('a resolution that takes the group off counts for that group, with both durations', () => {
  const metrics = { first_response_time_chrs: 300, resolution_time_chrs: 7_200 };
  const change = { field: 'assigned_group_id', from: '4', to: null, from_name: 'Sales' };
  const events = [event('conversation.group.unassigned', { change }), event('conversation.resolved', { metrics })];
  const [group] = dayOf([stored([incrementsOf(events)])]).groups;
  expect(group).toMatchObject({ id: '4', name: 'Sales', figures: { resolved: 1 } });
  expect(group?.figures.first_response_seconds).toBeGreaterThan(285);
  expect(group?.figures.first_response_seconds).toBeLessThan(315);
  expect(group?.figures.resolution_seconds).toBeGreaterThan(6_840);
  expect(group?.figures.resolution_seconds).toBeLessThan(7_560);
});

test('a group that is renamed during the day is one group, under its latest name', () => {
  const of = (name: string): Increments | null =>
    incrementsOf([inGroup(event('conversation.created'), { id: '4', name })]);
  const { groups } = dayOf([stored([of('Sales'), of('Sales EMEA')])]);
  expect(groups).toHaveLength(1);
  expect(groups[0]).toMatchObject({ id: '4', name: 'Sales EMEA', figures: { created: 2 } });
});

test('a name is put together whatever order the store has its parts in, and what is no count is nothing', () => {
  const entry = {
    n_3RNS_29: 1,
    n_3RNS_128Z005aZ00fcrichZ002: 2,
    c_3RNS: 2,
    n_3RNS_04Z000aSales_EMEA_Z00: 1,
    missed: 3,
    told: 1,
    c_: 'seven',
    b_: 4,
  };
  const { groups, missed, figures } = dayOf([entry, { missed: 1, c_: null }]);
  expect(groups.map(({ id, name, figures: { created } }) => [id, name, created])).toEqual([
    ['4', 'Sales EMEA (Zürich)', 2],
  ]);
  expect([missed, figures.created, figures.sla_breaches, figures.resolution_seconds]).toEqual([4, 2, 4, null]);
});

test('what is not counted adds nothing', () => {
  expect(incrementsOf([event('conversation.agent.assigned')])).toBeNull();
});

test('a bucket is two letters or digits, under which the store counts it', () => {
  expect([0, 32, 33, 3_600, 86_400 * 365].map(bucketOf)).toEqual(['00', '0w', '0w', '2l', '5v']);
});

test('a group’s id and name take eight attributes at most', () => {
  const group = { id: 'g-1', name: 'x'.repeat(500) };
  const added = incrementsOf([inGroup(event('conversation.created'), group)]) ?? {};
  expect(Object.keys(added).filter((name) => name.startsWith('n_'))).toHaveLength(8);
});
