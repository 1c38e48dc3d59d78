/** What people read of the relay itself and of a whole day, as plain text. */
import { PLAIN } from '../../src/messages/escaping';
import { summaryTable } from '../../src/messages/summary';
import { said } from '../support/said';

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
      'The webhook “CRM” has taken nothing since 2026-11-02 09:30 UTC: the receiver failed (503). 12 updates wait for it and will be delivered once it answers.',
    );
    expect(said([{ ...trouble, type: 'relay.recovered', waiting: 1 }])).toBe(
      'The webhook “CRM” takes updates again, after 30 min without taking any. 1 update is on the way.',
    );
  });

  it.each([
    [
      { reason: null, waiting: 1 },
      'The webhook “CRM” has taken nothing since 2026-11-02 09:30 UTC. 1 update waits for it and will be delivered once it answers.',
    ],
    [
      { reason: null, destination: { ...destination, kind: 'pager' }, given_up: 2 },
      'The destination “CRM” has taken nothing since 2026-11-02 09:30 UTC. 12 updates wait for it and will be delivered once it answers. 2 updates were given up after three days.',
    ],
  ])('leaves out what is not known, and counts one as one: %j', (more, sentence) => {
    expect(said([{ ...trouble, type: 'relay.trouble', ...more }])).toBe(sentence);
  });

  it.each([
    [{ waiting: 0, given_up: 1 }, 'after 30 min without taking any. 1 update was given up after three days.'],
    [{ waiting: 2, since: notice.occurred_at }, 'after a while without taking any. 2 updates are on the way.'],
  ])('says after a recovery what is on the way and what was lost: %j', (more, end) => {
    expect(said([{ ...trouble, type: 'relay.recovered', ...more }])).toBe(
      `The webhook “CRM” takes updates again, ${end}`,
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
      'Monday 2 November: 42 started (38), 40 resolved (39), 3 reopened (1), 2 SLAs missed (0), 5 left unattended (1). Median first response 4 min (–). In parentheses: the day before.',
    );
  });
});

describe('a day of which little is known', () => {
  const nothing = {
    created: 0,
    resolved: 0,
    reopened: 0,
    sla_breaches: 0,
    unattended: 0,
    first_response_seconds: null,
    resolution_seconds: null,
  };
  const day = {
    id: 'evt_1',
    type: 'relay.summary' as const,
    occurred_at: '2026-11-02T10:00:00.000Z',
    sequence: 0,
    day: '2026-11-02',
    time_zone: 'UTC',
    total: nothing,
    day_before: nothing,
    groups: [],
  };

  it('is said to have been quiet', () => {
    expect(summaryTable(day, PLAIN).notes[0]).toBe('Nothing happened on this day.');
    expect(said([day])).not.toContain('Median');
  });

  it.each([
    [1, '1 change could not be counted.'],
    [2, '2 changes could not be counted.'],
  ])('counts what could not be counted: %i', (not_counted, sentence) => {
    expect(summaryTable({ ...day, not_counted }, PLAIN).notes).toContain(sentence);
  });

  it('names a group without a name by its id, and leaves out what did not happen in it', () => {
    const total = { ...nothing, resolved: 2, resolution_seconds: 7_200 };
    expect(
      summaryTable({ ...day, groups: [{ id: 'g1', name: null, total, day_before: nothing }] }, PLAIN).groups,
    ).toEqual([{ name: 'g1', text: '2 resolved · resolution 2 h' }]);
  });
});
