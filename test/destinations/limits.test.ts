/** What a request to each kind of destination may hold, and how texts are made to fit into a Slack section, to the character. */
import { createDestination } from '../../src/destinations/destination';
import { heardBy } from '../../src/destinations/hearing';
import { slackRemedy } from '../../src/destinations/slack/answers';
import { fitting, joined } from '../../src/destinations/slack/message';
import type { RelayEvent } from '../../src/events/event';
import { readSettings } from '../../src/settings/read';
import { changed, EVERY_DESTINATION, MOMENT } from '../support/app';
import { eventsFrom } from '../support/events';

test('a webhook takes 200 payloads in 96 KB, Slack 40 in as much, Teams 25 in 25 KB', () => {
  const { destinations } = readSettings(EVERY_DESTINATION);
  expect(
    destinations.map((each) => {
      const { kind, mostPayloads, room } = createDestination(each);
      return [kind, mostPayloads, room];
    }),
  ).toEqual([
    ['webhook', 200, 96_000],
    ['slack', 40, 96_000],
    ['teams', 25, 25_000],
  ]);
});

test('a text that is too long for a section has shorter names, and is none where the shortest are too long', () => {
  const lengths = (name: number, times: number): number[] => {
    const text = fitting((place) =>
      Array(times)
        .fill(place.outside('n'.repeat(name)))
        .join('|'),
    );
    return [...new Set(text.split('|').map((each) => each.length))];
  };
  // With the strokes between them, 60 names of 49 characters have 2,999, and 59 of 50 have 3,008.
  expect([
    lengths(49, 60),
    lengths(50, 58),
    lengths(50, 59),
    lengths(200, 60),
    lengths(200, 100),
    lengths(200, 500),
  ]).toEqual([[49], [50], [40], [40], [16], [4]]);
  expect(fitting((place) => place.outside('n'.repeat(200)).repeat(1_000))).toBe('…');
  expect(fitting(() => 'x'.repeat(3_000))).toHaveLength(3_000);
  expect(fitting(() => 'x'.repeat(3_001))).toBe('…');
});

test('lines stand in as few sections as hold them, with 3,000 characters each', () => {
  const sections = (...lines: number[]): number[] =>
    joined(lines.map((length) => 'x'.repeat(length))).map((each) => each.length);
  expect([
    sections(),
    sections(1_499, 1_500),
    sections(1_500, 1_500),
    sections(2_999, 1, 1),
    sections(1, 1, 2_995, 1),
  ]).toEqual([[], [3_000], [1_500, 1_500], [2_999, 3], [2_999, 1]]);
});

test.each([
  [504, 'got no answer from Slack. Try again later.'],
  [505, 'got 505 from Slack. Try again later.'],
  [502, 'could not reach Slack. Try again later.'],
  [503, 'got 503 from Slack. Try again later.'],
  [0, 'could not reach Slack. Try again later.'],
  [201, 'got 201 from Slack. Try again later.'],
  [200, 'was refused by Slack. Check token and channel.'],
])('a Slack channel that answers %i %s', (status, remedy) => {
  expect(slackRemedy({ ok: false, status, ms: 1, reason: 'Slack answered fatal_error', notBefore: null })).toBe(remedy);
});

describe('a filter by a group’s name', () => {
  const [settings] = readSettings(EVERY_DESTINATION).destinations;
  const hears = (wanted: string, name: string): boolean => {
    if (settings === undefined) throw new Error('There is no destination.');
    const associations = { group: { id: 'g', name } };
    const events: readonly RelayEvent[] = eventsFrom(
      changed(
        { status: ['new', 'resolved'] },
        { associations, conversation: { assigned_group_id: 'g' } },
        { timestamp: MOMENT },
      ),
    );
    const filters = { groups: [wanted], topics: [], sources: [], priorities: [] };
    return heardBy({ ...settings, filters }, events).length > 0;
  };

  it.each<[wanted: string, name: string, isHeard: boolean]>([
    ['Billing', ' BILLING ', true],
    ['Billing', 'Billing EMEA', false],
    ['Billing', 'B…', true],
    ['Billing', 'Bill…', true],
    ['Billing', 'Bix…', false],
    ['Billing', 'ill…', false],
    ['Billing', '…', false],
    ['…', '…', true],
    ['Bil', 'Billing…', false],
    ['Bill', 'Bil', false],
  ])('%j hears of %j: %s', (wanted, name, isHeard) => {
    expect(hears(wanted, name)).toBe(isHeard);
  });
});
