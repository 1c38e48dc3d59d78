import type { Json } from '../../packages/fresh-platform/lib/dig';
import { PLAIN } from '../../src/messages/escaping';
import { noteOf } from '../../src/messages/notes';
import { changed, MOMENT } from '../support/app';
import { eventsFrom } from '../support/events';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function told(changes: Json, conversation: Json): string {
  const nothing = { channel_id: null, assigned_group_id: null, assigned_agent_id: null, status: null, statistics: {} };
  return noteOf(
    eventsFrom(
      changed(changes, { actor: { type: 'bot' }, associations: {}, conversation: { ...nothing, ...conversation } }),
    ),
  ).say(PLAIN);
}

const before = (ms: number): string => new Date(MOMENT - ms).toISOString();

describe('how long it took', () => {
  const spans: [ms: number, words: string][] = [
    [0, 'less than a second'],
    [45 * SECOND + 900, '45 s'],
    [59_999, '59 s'],
    [MINUTE, '1 min'],
    [HOUR - 1, '59 min'],
    [HOUR, '1 h'],
    [2 * HOUR + 5 * MINUTE, '2 h 5 min'],
    [DAY - 1, '23 h 59 min'],
    [DAY, '1 day'],
    [DAY + HOUR, '1 day 1 h'],
    [3 * DAY + 4 * HOUR + 59 * MINUTE, '3 days 4 h'],
    [400 * DAY, '400 days'],
  ];

  it.each(spans)('of %i ms is told as %s', (ms, words) => {
    expect(told({ status: ['new', 'resolved'] }, { created_time: before(ms) })).toBe(
      `A bot resolved conversation #conv. It took ${words}.`,
    );
  });

  it('is told with the first response and a reopening, where the payload knows them', () => {
    const conversation = {
      created_time: before(DAY),
      reopened_time: before(HOUR),
      statistics: { first_response_time_chrs: 295, resolution_time_chrs: 7_485 },
    };
    expect(told({ status: ['new', 'resolved'] }, conversation)).toBe(
      'A bot resolved conversation #conv. It took 2 h 4 min, with a first response after 4 min; it had been reopened before.',
    );
  });

  it('is told since it was resolved where it is reopened, and since that where somebody gets it then', () => {
    expect(told({ status: ['resolved', 'new'] }, { resolved_time: before(2 * DAY), status: 'resolved' })).toBe(
      'A bot reopened conversation #conv, 2 days after it was resolved. Nobody has it now.',
    );
    expect(told({ assigned_agent_id: [null, 'x'] }, { created_time: before(DAY), reopened_time: before(HOUR) })).toBe(
      'A bot gave conversation #conv to an agent, 1 h after it was reopened.',
    );
  });

  it('is not told of what comes at once', () => {
    expect(told({ assigned_group_id: [null, 'x'] }, { created_time: before(2 * SECOND) })).toBe(
      'A bot sent conversation #conv to a group.',
    );
  });

  it.each([
    [999, ''],
    [1_000, ', 1 s after it was resolved'],
  ])('is told of a reopening %i ms after the end as %j', (ms, words) => {
    expect(told({ status: ['resolved', 'new'] }, { resolved_time: before(ms), status: 'resolved' })).toBe(
      `A bot reopened conversation #conv${words}. Nobody has it now.`,
    );
  });

  it.each([
    [4_999, ''],
    [5_000, ', 5 s after it began'],
  ])('is told of an assignment %i ms after the beginning as %j', (ms, words) => {
    expect(told({ assigned_group_id: [null, 'x'] }, { created_time: before(ms) })).toBe(
      `A bot sent conversation #conv to a group${words}.`,
    );
  });

  it.each([
    [0.9, ''],
    [1, ', with a first response after 1 s'],
  ])('is told with a first response after %d s as %j', (first_response_time_chrs, words) => {
    const statistics = { first_response_time_chrs, resolution_time_chrs: 60 };
    expect(told({ status: ['new', 'resolved'] }, { statistics })).toBe(
      `A bot resolved conversation #conv. It took 1 min${words}.`,
    );
  });

  it.each([
    { what: 'unknown', time: null },
    { what: 'no date', time: 'yesterday' },
    { what: 'in the future', time: new Date(MOMENT + DAY).toISOString() },
    { what: 'of another type', time: 7 },
  ])('is left out where the beginning is $what', ({ time }) => {
    expect(told({ status: ['new', 'resolved'] }, { created_time: time })).toBe('A bot resolved conversation #conv.');
    expect(told({ status: ['resolved', 'assigned'] }, { resolved_time: time })).toBe(
      'A bot reopened conversation #conv.',
    );
  });
});
