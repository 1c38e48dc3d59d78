import { digText, type Json } from '../../packages/fresh-platform/lib/dig';
import { bodyOf, changed, createApp, MOMENT, SLACK } from '../support/app';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

async function told(status: [string, string], times: Json): Promise<string> {
  const { platform, requests } = createApp({ iparams: SLACK });
  const conversation = { channel_id: null, assigned_group_id: null, assigned_agent_id: null, ...times };
  await platform.invoke(
    'onConversationUpdate',
    changed({ status }, { actor: { type: 'bot' }, associations: {}, conversation }),
  );
  return digText(bodyOf(requests[0]), 'text');
}

describe('how long it took', () => {
  const spans: [ms: number, words: string][] = [
    [0, 'right'],
    [999, 'right'],
    [SECOND, '1 s'],
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

  it.each(spans)('of %i ms is told as %s', async (ms, words) => {
    expect(await told(['new', 'resolved'], { created_time: new Date(MOMENT - ms).toISOString() })).toBe(
      `A bot resolved a conversation, ${words} after it was created.`,
    );
  });

  it('is told since it was resolved where it was reopened', async () => {
    expect(await told(['resolved', 'new'], { resolved_time: new Date(MOMENT - 2 * DAY).toISOString() })).toBe(
      'A bot reopened a conversation, 2 days after it was resolved.',
    );
  });

  it.each([
    { what: 'unknown', time: null },
    { what: 'no date', time: 'yesterday' },
    { what: 'in the future', time: new Date(MOMENT + DAY).toISOString() },
    { what: 'of another type', time: 7 },
  ])('is left out where the beginning is $what', async ({ time }) => {
    expect(await told(['new', 'resolved'], { created_time: time })).toBe('A bot resolved a conversation.');
    expect(await told(['resolved', 'new'], { resolved_time: time })).toBe('A bot reopened a conversation.');
  });
});
