/** What the page says of its fields, beside what the server makes of what the page would save. */
import fc from 'fast-check';
import { configsOf, draftOf } from '../../src/settings-page/configs';
import { faultsOf } from '../../src/settings-page/faults';
import { readSettings } from '../../src/settings/read';

const SAVED = {
  destinations: [{ id: 'a', kind: 'slack', name: 'Night shift', channel: 'C0NIGHT', style: 'each', mention: '' }],
  secrets: { slack: 'xoxb-invented-token' },
};

/** Ids of the fields the page marks, and the server's problems with what it would save. */
function judged(over: Record<string, string>, unattended = 15): { page: string[]; server: string[] } {
  const [slack] = SAVED.destinations;
  const draft = draftOf({ ...SAVED, destinations: [{ ...slack, ...over }], unattended_minutes: unattended });
  return { page: faultsOf(draft).map(({ field }) => field), server: readSettings(configsOf(draft)).problems };
}

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

  it('takes the minutes of an unattended conversation that the server takes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000 }), (minutes) => {
        const { page, server } = judged({}, minutes);
        expect(page).toEqual(server.length > 0 ? ['unattended'] : []);
      }),
    );
  });
});
