/** Values of settings that are as small, as large or as odd as they may be, and those next to them that may not. */
import { readSettings } from '../../src/settings/read';
import type { Json } from '../../packages/fresh-platform/lib/dig';
import { destination, edited, SECRET, SLACK, TEAMS, WEBHOOK } from '../support/app';

const HOURS = { days: ['Mon'], from: '09:00', to: '18:00' };

describe('a value of the settings', () => {
  it.each<[name: string, written: unknown, read: unknown]>([
    ['unattended_minutes', 0, { unattendedMinutes: 0 }],
    ['unattended_minutes', 5, { unattendedMinutes: 5 }],
    ['unattended_minutes', 1_440, { unattendedMinutes: 1_440 }],
    ['unattended_minutes', ' 30 ', { unattendedMinutes: 30 }],
    ['unattended_minutes', '  ', { unattendedMinutes: 15 }],
    ['hours', { ...HOURS, from: '00:00', to: '24:00' }, { hours: { days: ['Mon'], from: 0, to: 1_440 } }],
    ['hours', { ...HOURS, from: '22:00', to: '06:00' }, { hours: { days: ['Mon'], from: 1_320, to: 360 } }],
    ['hours', { ...HOURS, from: '24:00', to: '06:00' }, { hours: { days: ['Mon'], from: 1_440, to: 360 } }],
    ['hours', { ...HOURS, days: [' sun ', 'MON', 'Mon'] }, { hours: { days: ['Mon', 'Sun'], from: 540, to: 1_080 } }],
    ['hours', null, { hours: null }],
    ['summary_at', '00:00', { summaryAt: 0 }],
    ['summary_at', ' 7:05 ', { summaryAt: 425 }],
    ['summary_at', '24:00', { summaryAt: 0 }],
    ['summary_at', '', { summaryAt: null }],
    ['time_zone', 'UTC', { timeZone: 'UTC' }],
    ['time_zone', ' ', { timeZone: 'UTC' }],
    ['time_zone', 'Asia/Kolkata', { timeZone: 'Asia/Kolkata' }],
    ['personal_data', ' ', { personalData: false }],
    ['personal_data', 'Leave out', { personalData: false }],
    ['destinations', '', { destinations: [] }],
  ])('%s may be %j', (name, written, read) => {
    expect(readSettings({ [name]: written })).toMatchObject({ ...(read as Json), problems: [] });
  });

  it.each<[name: string, written: unknown]>([
    ['unattended_minutes', -1],
    ['unattended_minutes', 5.5],
    ['unattended_minutes', true],
    ['hours', { ...HOURS, days: ['Mon', 'Someday'] }],
    ['hours', { ...HOURS, days: ['Mon', 7] }],
    ['hours', { ...HOURS, days: 'Mon' }],
    ['hours', { ...HOURS, from: '24:00', to: '00:00' }],
    ['hours', { ...HOURS, from: undefined }],
    ['hours', { ...HOURS, to: 18 }],
    ['hours', { ...HOURS, to: '18:60' }],
    ['hours', [HOURS]],
    ['summary_at', '24:01'],
    ['time_zone', 7],
    ['time_zone', ['Asia/Kolkata']],
    ['personal_data', true],
    ['destinations', 7],
  ])('%s may not be %j: it means the default, and is named', (name, written) => {
    const { problems, ...read } = readSettings({ [name]: written });
    expect(read).toEqual({ ...readSettings({}), problems: undefined });
    expect(problems).toHaveLength(1);
  });
});

/** What is wrong with the one destination, none of which is known to work. */
function problemsOf(iparams: Json): unknown {
  const { destinations, problems } = readSettings(iparams);
  return destinations.length === 0 ? problems : { works: destinations[0], problems };
}

const secretOf = (bytes: number): string => `whsec_${Buffer.alloc(bytes, 7).toString('base64')}`;

describe('the secret of a webhook', () => {
  it.each([24, 25, 26, 62, 63, 64])('may have %i bytes', (bytes) => {
    expect(problemsOf(edited(WEBHOOK, 'webhook', {}, ` ${secretOf(bytes)} `))).toMatchObject({
      works: { secrets: [secretOf(bytes)] },
      problems: [],
    });
  });

  it.each([
    [secretOf(22), 'needs a longer secret: 24 to 64 bytes.'],
    [secretOf(23), 'needs a longer secret: 24 to 64 bytes.'],
    [secretOf(65), 'needs a shorter secret: 24 to 64 bytes.'],
    [secretOf(66), 'needs a shorter secret: 24 to 64 bytes.'],
    [`${SECRET}=`, 'needs a secret in Base64 after whsec_.'],
    [`${SECRET.slice(0, -1)}.`, 'needs a secret in Base64 after whsec_.'],
    [`${SECRET}  ${SECRET.slice(6)}`, 'needs a secret that starts with whsec_.'],
    [`${SECRET} ${SECRET} ${SECRET}`, 'takes two secrets at most.'],
  ])('%s is none', (secret, problem) => {
    expect(problemsOf(edited(WEBHOOK, 'webhook', {}, secret))).toEqual([`Orders: ${problem}`]);
  });
});

test('a secret that is no text, and an address or a channel that is none, are malformed; what is blank is missing', () => {
  const secret = (value: unknown): Json => ({ secrets: { webhook: value, slack: value, teams: value } });
  const each = [
    { ...WEBHOOK, ...secret(7) },
    { ...WEBHOOK, ...secret(' ') },
    { ...TEAMS, ...secret({}) },
    { ...TEAMS, ...secret(null) },
    { ...SLACK, ...secret(['xoxb-1']) },
    { ...SLACK, ...secret('') },
    edited(SLACK, 'slack', { channel: 7 }),
    edited(SLACK, 'slack', { channel: ' ' }),
    edited(SLACK, 'slack', {}, SECRET),
    edited(WEBHOOK, 'webhook', { url: '' }),
  ];
  expect(each.map(problemsOf)).toEqual([
    ['Orders: needs a secret that starts with whsec_.'],
    ['Orders: has no secret yet: make one.'],
    ['Leads: needs an address that starts with https://.'],
    ["Leads: has no address yet: paste the workflow's."],
    ['#support: needs its bot token as Slack shows it.'],
    ['#support: has no bot token yet: paste it.'],
    ["#support: needs the channel's id, like C0123ABCDEF."],
    ['#support: has no channel yet: choose one.'],
    ['#support: needs its bot token as Slack shows it.'],
    ['Orders: has no address yet.'],
  ]);
});

test('of a Slack destination, what has a default falls back to it and is named', () => {
  const read = (settings: Json): unknown => {
    const { destinations, problems } = readSettings(edited(SLACK, 'slack', settings));
    return { read: destinations[0], problems };
  };
  expect(read({ style: 'thread', mention: ' U01ABC ' })).toMatchObject({
    read: { style: 'thread', mention: 'U01ABC' },
    problems: [],
  });
  expect(read({ style: ' ', mention: ' Here ' })).toMatchObject({ read: { style: 'each', mention: 'here' } });
  expect(read({ style: null, mention: ' ' })).toMatchObject({ read: { style: 'each', mention: null }, problems: [] });
  expect(read({ style: 'Card', mention: 7 })).toMatchObject({
    read: { style: 'each', mention: null },
    problems: ['#support: style must be each, thread or card.', '#support: mention must be here, or an id.'],
  });
});

test('a list of kinds or a filter with what is none in it holds the rest, and is named', () => {
  const read = (settings: Json): unknown => {
    const { destinations, problems } = readSettings(edited(WEBHOOK, 'webhook', settings));
    return [destinations[0]?.tell.size, destinations[0]?.filters.groups, problems.map((each) => each.slice(8))];
  };
  const unknown = 'hears of a kind that is unknown.';
  const noList = 'groups must be a list of ids or names.';
  expect([
    read({ tell: null, groups: '' }),
    read({ tell: ['Created', 'Exploded'], groups: ['a', ' ', null, 7] }),
    read({ tell: ['Exploded'], groups: ['a', {}] }),
    read({ tell: [], groups: [] }),
    read({ tell: 'Created', groups: 'a' }),
  ]).toEqual([
    [11, [], []],
    [1, ['a', '7'], [unknown]],
    [11, ['a'], [unknown, noList]],
    [0, [], []],
    [11, [], ['what it hears must be a list of kinds.', noList]],
  ]);
});

test('what cannot be read of a destination is still called by what can', () => {
  const named = (entry: unknown): unknown =>
    readSettings({ destinations: [entry], secrets: {} }).broken.map(({ id, name, kind }) => [id, name, kind]);
  const [teams] = destination('teams', '', { id: 't1', name: ' ' }).destinations;
  expect(named(teams)).toEqual([['t1', 'Microsoft Teams', 'teams']]);
  expect(named({ ...teams, kind: 'fax' })).toEqual([['t1', 'A destination', null]]);
  expect(named({ ...teams, id: 7, name: 'Leads' })).toEqual([[null, 'Leads', 'teams']]);
  expect(named(null)).toEqual([[null, 'A destination', null]]);
});
