/** What the page says of its fields, beside what the server makes of what the page would save. */
import fc from 'fast-check';
import { configsOf, draftOf } from '../../src/settings-page/configs';
import { faultsOf } from '../../src/settings-page/faults';
import { readSettings, type SettingName } from '../../src/settings/read';

const SAVED = {
  destinations: [{ id: 'a', kind: 'slack', name: 'Night shift', channel: 'C0NIGHT', style: 'each', mention: '' }],
  secrets: { slack: 'xoxb-invented-token' },
};

/** Ids of the fields the page marks, and the server's problems with what it would save. */
function judged(over: Record<string, string>): { page: string[]; server: string[] } {
  const [slack] = SAVED.destinations;
  const draft = draftOf({ ...SAVED, destinations: [{ ...slack, ...over }] });
  return { page: faultsOf(draft).map(({ field }) => field), server: readSettings(configsOf(draft)).problems };
}

const times = fc.oneof(fc.constantFrom('', '8:30', '24:00', '25:00', 'noon'), fc.string());

/** What may have been typed into, or be saved for, each setting that is no destination's; one that is missing here does not compile. */
const VALUES: Readonly<Record<Exclude<SettingName, 'destinations' | 'secrets'>, fc.Arbitrary<unknown>>> = {
  personal_data: fc.constantFrom('Leave out', 'Include', 'include', ''),
  unattended_minutes: fc.integer({ min: -1, max: 2_000 }),
  hours: fc.record({ days: fc.subarray(['Mon', 'Fri', 'Someday']), from: times, to: times }),
  summary_at: times,
  time_zone: fc.oneof(fc.constantFrom('UTC', 'Europe/Berlin', 'Europe/Nowhere', '+05:30'), fc.string()),
};

const ids = fc.stringMatching(/^[ @]?[USWCuswch][A-Za-z0-9-]{0,6}$/);

describe('a form', () => {
  it('has no fault where the server has no problem with it', () => {
    expect(judged({ mention: 'here' })).toEqual({ page: [], server: [] });
  });

  it('marks a mention in small letters, which the server would leave out', () => {
    expect(judged({ mention: 's0123abc' })).toEqual({
      page: ['mention-of-a'],
      server: ['Night shift: mention must be here, or an id.'],
    });
  });

  it('marks a channel and a mention exactly where the server does not take them', () => {
    fc.assert(
      fc.property(ids, ids, (channel, mention) => {
        const { page, server } = judged({ channel, mention });
        expect(page.length > 0).toBe(server.length > 0);
      }),
    );
  });

  it('marks a general setting exactly where the server goes back to its default, in 60 characters', () => {
    for (const [name, values] of Object.entries(VALUES))
      fc.assert(
        fc.property(values, (value) => {
          const draft = draftOf({ [name]: value });
          const { problems } = readSettings(configsOf(draft));
          expect({ name, page: faultsOf(draft).length }).toEqual({ name, page: problems.length });
          expect(problems.join('').length).toBeLessThanOrEqual(60);
        }),
      );
  });
});
