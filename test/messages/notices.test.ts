/** What people read of the relay itself and of a whole day, as plain text. */
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
