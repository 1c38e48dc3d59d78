import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { DESTINATION_KINDS, KINDS, TOLD_BY_DEFAULT } from '../../src/settings/kinds';
import { readSettings, type Settings } from '../../src/settings/read';
import type { Json } from '../../packages/fresh-platform/lib/dig';
import { dig } from '../../packages/fresh-platform/lib/dig';
import {
  APP_DIR,
  changed,
  createApp,
  destination,
  edited,
  EVERY_DESTINATION,
  joined,
  OTHER_SECRET,
  payloadWith,
  SECRET,
  SLACK,
  SLACK_TOKEN,
  summaryOf,
  TEAMS,
  WEBHOOK,
  type Iparams,
} from '../support/app';

const BACK_TO_DEFAULT: Omit<Settings, 'destinations' | 'broken' | 'problems'> = {
  unattendedMinutes: 15,
  hours: null,
  summaryAt: null,
  timeZone: 'UTC',
  personalData: false,
};

describe('settings', () => {
  it('that are missing mean their defaults, and nothing is named', () => {
    for (const iparams of [undefined, null, {}, [], 'x', { destinations: [], secrets: {} }])
      expect(readSettings(iparams)).toEqual({ destinations: [], broken: [], problems: [], ...BACK_TO_DEFAULT });
  });

  it('are read as the page writes them', () => {
    const settings = readSettings({
      ...joined(
        destination('webhook', `${SECRET} ${OTHER_SECRET}`, { id: 'a1', url: 'https://hooks.example.com:443/x?y=1' }),
        destination('slack', SLACK_TOKEN, { channel: 'C01', style: 'card', mention: 'S01ABC', tell: [] }),
        destination('teams', 'https://flows.example.com/w', { id: 't', groups: ['Billing', 7], sources: null }),
      ),
      personal_data: 'Include',
      unattended_minutes: 0,
      hours: { days: ['mon', 'Fri'], from: '9:00', to: '24:00' },
      summary_at: '08:30',
      time_zone: 'Europe/Berlin',
    });
    expect(settings).toMatchObject({
      destinations: [
        { id: 'a1', kind: 'webhook', address: { host: 'hooks.example.com', path: 'x?y=1' } },
        { id: 'slack', kind: 'slack', token: SLACK_TOKEN, channel: 'C01', style: 'card', mention: 'S01ABC' },
        { id: 't', filters: { groups: ['Billing', '7'], topics: [], sources: [], priorities: [] } },
      ],
      broken: [],
      personalData: true,
      unattendedMinutes: 0,
      hours: { days: ['Mon', 'Fri'], from: 540, to: 1_440 },
      summaryAt: 510,
      timeZone: 'Europe/Berlin',
      problems: [],
    });
    const [webhook, slack, teams] = settings.destinations;
    expect(webhook).toMatchObject({ secrets: [SECRET, OTHER_SECRET] });
    expect([webhook?.tell, slack?.tell, teams?.tell]).toEqual([
      TOLD_BY_DEFAULT.webhook,
      new Set(),
      new Set(['Unattended', 'SLA breached', 'Reopened', 'Unassigned', 'Trouble']),
    ]);
  });

  it.each([
    [{ destinations: 'none' }, /^Destinations must be a list/],
    [{ destinations: { a: 1 } }, /^Destinations must be a list/],
    [{ personal_data: 'include' }, /^Personal data must be/],
    [{ unattended_minutes: 4 }, /^Unattended after/],
    [{ unattended_minutes: 1_441 }, /^Unattended after/],
    [{ unattended_minutes: 'soon' }, /^Unattended after/],
    [{ unattended_minutes: [15] }, /^Unattended after/],
    [{ hours: { days: [], from: '09:00', to: '18:00' } }, /^Hours need/],
    [{ hours: { days: ['Mon'], from: '09:00', to: '09:00' } }, /^Hours need/],
    [{ hours: { days: ['Someday'], from: '09:00', to: '18:00' } }, /^Hours need/],
    [{ hours: 'always' }, /^Hours need/],
    [{ summary_at: '25:00' }, /^Daily summary needs/],
    [{ summary_at: 8 }, /^Daily summary needs/],
    [{ time_zone: 'Europe/Nowhere' }, /^Time zone must be/],
    [{ time_zone: '+05:30' }, /^Time zone must be/],
  ])('%j: means the default and is named in 60 characters', (iparams, named) => {
    const settings = readSettings({ ...WEBHOOK, unattended_minutes: undefined, ...iparams });
    expect(settings).toMatchObject(BACK_TO_DEFAULT);
    expect(settings.problems).toEqual([expect.stringMatching(named)]);
    expect(settings.problems.join('').length).toBeLessThanOrEqual(60);
  });

  it('may hold anything: what is no list of destinations tells nobody, and reading never throws', () => {
    const entry = fc.record(
      {
        id: fc.oneof(fc.constantFrom('a', 'b2', 'slack'), fc.jsonValue()),
        kind: fc.oneof(fc.constantFrom('webhook', 'slack', 'teams'), fc.jsonValue()),
        name: fc.jsonValue(),
        url: fc.oneof(fc.constant('https://hooks.example.com/x'), fc.jsonValue()),
        channel: fc.oneof(fc.constant('C01'), fc.jsonValue()),
        tell: fc.oneof(fc.array(fc.constantFrom(...KINDS)), fc.jsonValue()),
        groups: fc.jsonValue(),
        style: fc.jsonValue(),
        mention: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const secret = fc.oneof(fc.constantFrom(SECRET, SLACK_TOKEN, 'https://flows.example.com/w'), fc.jsonValue());
    fc.assert(
      fc.property(
        fc.array(fc.oneof(entry, fc.jsonValue()), { maxLength: 25 }),
        fc.record({ a: secret, b2: secret, slack: secret }, { requiredKeys: [] }),
        (destinations, secrets) => {
          const settings = readSettings({ destinations, secrets });
          const ids = settings.destinations.map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
          expect(ids.every((id) => /^[a-z0-9]{1,8}$/.test(id))).toBe(true);
          expect(settings.destinations.length + settings.broken.length).toBe(destinations.length);
          expect(settings.problems.length).toBeGreaterThanOrEqual(settings.broken.length);
          for (const { name, problem } of settings.broken) {
            expect(problem.length).toBeLessThanOrEqual(45);
            expect(settings.problems).toContain(`${name}: ${problem}`);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

test('the settings that stories are validated with set up one of every kind, and nothing is wrong with them', () => {
  const file = join(APP_DIR, 'test_data', 'settings', 'every-destination.json');
  const { destinations, problems } = readSettings(JSON.parse(readFileSync(file, 'utf8')));
  expect([new Set(destinations.map(({ kind }) => kind)), problems]).toEqual([new Set(DESTINATION_KINDS), []]);
});

describe('a destination that is malformed', () => {
  const malformed: [what: string, iparams: Iparams, named: RegExp][] = [
    ['a webhook without an address', edited(WEBHOOK, 'webhook', { url: ' ' }), /^Orders: has no address/],
    ['a webhook without a secret', { ...WEBHOOK, secrets: {} }, /^Orders: has no secret/],
    ['a webhook whose secret is a mask', edited(WEBHOOK, 'webhook', {}, '*'.repeat(24)), /starts with whsec_/],
    ['a webhook with two secrets, one short', edited(WEBHOOK, 'webhook', {}, `${SECRET} whsec_AAAA`), /longer secret/],
    ['a webhook with three secrets', edited(WEBHOOK, 'webhook', {}, `${SECRET} ${SECRET} ${SECRET}`), /two secrets/],
    ['a webhook with a secret that is no Base64', edited(WEBHOOK, 'webhook', {}, `${SECRET}A`), /Base64/],
    ['a webhook over plain HTTP', edited(WEBHOOK, 'webhook', { url: 'http://hooks.example.com' }), /https:/],
    ['a webhook whose address is a number', edited(WEBHOOK, 'webhook', { url: 7 }), /https:/],
    ['Slack without a token', { ...SLACK, secrets: {} }, /^#support: has no bot token/],
    ['Slack with a token of two lines', edited(SLACK, 'slack', {}, 'xoxb-1\nx: y'), /bot token/],
    ['Slack without a channel', edited(SLACK, 'slack', { channel: null }), /^#support: has no channel/],
    ['Slack with the name of a channel', edited(SLACK, 'slack', { channel: '#a' }), /channel's id/],
    ['Teams without an address', { ...TEAMS, secrets: {} }, /^Leads: has no address/],
    ['Teams at a plain address', edited(TEAMS, 'teams', {}, 'http://flows.example.com'), /https:/],
    ['an id that is too long', edited(WEBHOOK, 'webhook', { id: 'a'.repeat(9) }), /^Orders: needs an id/],
    ['an id with a capital', edited(WEBHOOK, 'webhook', { id: 'A' }), /needs an id/],
    ['an unknown kind', edited(WEBHOOK, 'webhook', { kind: 'fax' }), /is of an unknown kind/],
    ['no object', { destinations: [7 as unknown as Json], secrets: {} }, /^A destination: is not an object/],
  ];

  it.each(malformed)('(%s) is off by itself and named; another one is told', async (...[, iparams, named]) => {
    const other = destination('teams', 'https://other.example.com/w', { id: 'other', tell: ['Created'] });
    const { platform, requests } = createApp({ iparams: joined(iparams, other) });
    const result = await platform.invoke('onConversationCreate', payloadWith());
    expect(requests.map(({ host }) => host)).toEqual(['other.example.com']);
    expect(summaryOf(result)['settings']).toEqual([expect.stringMatching(named)]);
  });

  it('may hold a value with a default that is not as it should be: that value alone is named', async () => {
    const odd = edited(SLACK, 'slack', {
      style: 'loud',
      mention: '@here',
      groups: 'Billing',
      tell: ['Created', 'Exploded'],
    });
    const { platform, requests } = createApp({ iparams: odd });
    const result = await platform.invoke('onConversationCreate', payloadWith());
    expect(requests).toHaveLength(1);
    expect(summaryOf(result)['settings']).toHaveLength(4);
  });

  it('of an id that is taken is off; the first of that id is told', async () => {
    const twice = {
      ...WEBHOOK,
      destinations: [...WEBHOOK.destinations, ...edited(WEBHOOK, 'webhook', { name: 'Copy' }).destinations],
    };
    const { platform, requests } = createApp({ iparams: twice });
    const result = await platform.invoke('onConversationCreate', payloadWith());
    expect(requests).toHaveLength(1);
    expect(summaryOf(result)['settings']).toEqual(['Copy: has the id of another destination.']);
  });

  it('is every one after the twentieth', () => {
    const ids = [...Array(22).keys()].map((index) => `d${index}`);
    const many = joined(
      ...ids.map((id) => destination('webhook', SECRET, { id, name: id, url: 'https://a.example.com' })),
    );
    const { destinations, problems } = readSettings(many);
    expect([destinations.length, problems.map((problem) => problem.split(':')[0])]).toEqual([20, ['d20', 'd21']]);
  });
});

describe('the secret of Slack', () => {
  const tokens = (iparams: Json): unknown =>
    readSettings(iparams).destinations.map((each) => dig(each, 'token') ?? null);

  it('serves every Slack destination without one of its own', () => {
    const two = joined(
      destination('slack', '', { id: 'a', channel: 'C01' }),
      destination('slack', 'xoxb-own', { id: 'b', channel: 'C02' }),
    );
    expect(tokens({ ...two, secrets: { ...two.secrets, slack: 'xoxb-shared' } })).toEqual(['xoxb-shared', 'xoxb-own']);
  });

  it('is not taken from another kind of destination that is called slack', () => {
    const both = joined(
      destination('webhook', SECRET, { id: 'slack', url: 'https://hooks.example.com' }),
      destination('slack', '', { id: 'a', channel: 'C01' }),
    );
    expect(tokens(both)).toEqual([null]);
  });
});

describe('a name', () => {
  it("that is missing is the kind's; a long or broken one is told on one short line", () => {
    const named = (name: unknown): unknown => readSettings(edited(WEBHOOK, 'webhook', { name })).destinations[0]?.name;
    expect([named(undefined), named('  '), named({}), named(7)]).toEqual(['Webhook', 'Webhook', 'Webhook', '7']);
    expect(named('two\nlines\u202e')).toBe('two lines');
    expect(String(named('x'.repeat(500)))).toHaveLength(80);
  });

  it('stands in the log with the id, beside what came of it', async () => {
    const { platform } = createApp({ iparams: EVERY_DESTINATION });
    const result = await platform.invoke('onConversationUpdate', changed({ status: ['new', 'resolved'] }));
    expect(summaryOf(result)['destinations']).toMatchObject({
      webhook: { name: 'Orders', outcome: 'delivered', status: 200 },
      slack: { name: '#support', outcome: 'delivered', status: 200 },
      teams: { name: 'Leads', outcome: 'delivered', status: 200 },
    });
  });
});
