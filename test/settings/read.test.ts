import { dig, type Json } from '../../packages/fresh-platform/lib/dig';
import { changed, createApp, eventsIn, payloadWith, SLACK, summaryOf, TEAMS, WEBHOOK } from '../support/app';

interface Came {
  templates: string[];
  problems: unknown;
  types: unknown[];
  user: unknown;
}

async function cameOf(iparams: Json): Promise<Came> {
  const { platform, requests } = createApp({ iparams });
  const created = await platform.invoke('onConversationCreate', payloadWith());
  const user = dig(requests.flatMap(eventsIn)[0], 'conversation', 'user');
  await platform.invoke(
    'onConversationUpdate',
    changed({ priority: [1, 2], status: ['new', 'resolved'], other: [1, 2] }),
  );
  return {
    templates: [...new Set(requests.map(({ template }) => template))].sort(),
    problems: summaryOf(created)['settings'],
    types: requests.flatMap(eventsIn).map(({ type }) => type),
    user,
  };
}

const BY_DEFAULT = ['conversation.created', 'conversation.resolved', 'conversation.priority.changed'];

describe('the events told', () => {
  it.each([{ events: undefined }, { events: null }, { events: '' }, { events: ' ' }, { events: [] }])(
    'are the default ones, without a word, for $events',
    async ({ events }) => {
      const { types, problems } = await cameOf({ ...WEBHOOK, ...(events === undefined ? {} : { events }) });
      expect([types, problems]).toEqual([BY_DEFAULT, undefined]);
    },
  );

  const unknown = [
    { events: ['Exploded'] },
    { events: [7, null] },
    { events: 7 },
    { events: { Created: true } },
    { events: ['constructor'] },
  ];

  it.each(unknown)('are the default ones, with a word, for $events', async ({ events }) => {
    const { types, problems } = await cameOf({ ...WEBHOOK, events });
    expect(types).toEqual(BY_DEFAULT);
    expect(problems).toEqual(['Events holds an unknown kind. Choose the kinds again.']);
  });

  it('are the known ones where an unknown kind stands beside them', async () => {
    const { types, problems } = await cameOf({ ...WEBHOOK, events: ['Resolved', 'Exploded'] });
    expect([types, problems]).toEqual([
      ['conversation.resolved'],
      ['Events holds an unknown kind. Choose the kinds again.'],
    ]);
  });

  it('may come as one text, with commas where there are several', async () => {
    const one = await cameOf({ ...WEBHOOK, events: 'Other changes' });
    expect([one.types, one.problems]).toEqual([['conversation.changed'], undefined]);
    const several = await cameOf({ ...WEBHOOK, events: 'Other changes, Resolved,Created' });
    expect([several.types, several.problems]).toEqual([
      ['conversation.created', 'conversation.resolved', 'conversation.changed'],
      undefined,
    ]);
  });
});

describe('personal data', () => {
  it.each([undefined, null, '', 'Leave out'])('stays out, without a word, where the setting is %j', async (choice) => {
    const { user, problems } = await cameOf({ ...WEBHOOK, ...(choice === undefined ? {} : { personal_data: choice }) });
    expect([user, problems]).toEqual([{ id: 'user-1' }, undefined]);
  });

  it.each([true, 'include', 'Yes', 1, ['Include']])(
    'stays out, with a word, where the setting is %j',
    async (choice) => {
      const { user, problems } = await cameOf({ ...WEBHOOK, personal_data: choice });
      expect([user, problems]).toEqual([{ id: 'user-1' }, ['Personal data must be "Leave out" or "Include".']]);
    },
  );
});

describe('a destination', () => {
  const { slack_bot_token: token, slack_channel: channel } = SLACK;
  const off: [what: string, iparams: Json][] = [
    ['nothing is set', {}],
    [
      'its settings are blank',
      { webhook_url: ' ', webhook_secret: '', slack_bot_token: '', slack_channel: ' ', teams_webhook_url: '\t' },
    ],
    [
      'its settings are null',
      { webhook_url: null, slack_bot_token: null, slack_channel: null, teams_webhook_url: null },
    ],
    ['only a secret is left', { webhook_secret: WEBHOOK.webhook_secret }],
  ];

  it.each(off.map(([what, iparams]) => ({ what, iparams })))(
    'is off, without a word, where $what',
    async ({ iparams }) => {
      expect(await cameOf(iparams)).toMatchObject({ templates: [], problems: undefined });
    },
  );

  const broken: [what: string, iparams: Json, problem: RegExp][] = [
    ['a webhook without a secret', { ...WEBHOOK, webhook_secret: ' ' }, /^Webhook secret is missing/],
    [
      'a webhook whose secret is one unpadded character too long',
      { ...WEBHOOK, webhook_secret: `${WEBHOOK.webhook_secret}A` },
      /Base64/,
    ],
    [
      'a webhook with one good secret and a bad one',
      { ...WEBHOOK, webhook_secret: `${WEBHOOK.webhook_secret} whsec_AAAA` },
      /too short/,
    ],
    ['a webhook at no public name', { ...WEBHOOK, webhook_url: 'https://-x-.example.com' }, /public host/],
    ['Slack without a token', { slack_channel: channel }, /^Slack bot token is missing/],
    ['Slack without a channel', { slack_bot_token: token }, /^Slack channel is missing/],
    [
      'Slack with a malformed token',
      { slack_channel: channel, slack_bot_token: 'x y' },
      /^Slack bot token is malformed/,
    ],
    ['Slack with the name of a channel', { slack_channel: '#a', slack_bot_token: token }, /^Slack channel must be/],
    ['a webhook whose address is a number', { ...WEBHOOK, webhook_url: 7 }, /^Webhook URL must start/],
    [
      'a webhook whose secret is a list',
      { ...WEBHOOK, webhook_secret: [WEBHOOK.webhook_secret] },
      /^Webhook secret must start/,
    ],
    [
      'Slack with a token that is an object',
      { slack_channel: channel, slack_bot_token: {} },
      /^Slack bot token is malformed/,
    ],
    ['Slack with a channel that is a list', { slack_channel: [], slack_bot_token: token }, /^Slack channel must be/],
    ['Teams at an address that is no text', { teams_webhook_url: true }, /^Teams URL must start/],
    ['Teams at a plain address', { teams_webhook_url: 'http://flows.example.com' }, /^Teams URL must start/],
  ];

  it.each(broken.map(([what, iparams, problem]) => ({ what, iparams, problem })))(
    'such as $what is named and does not keep another from being told',
    async ({ iparams, problem }) => {
      const other = 'teams_webhook_url' in iparams ? SLACK : TEAMS;
      const { templates, problems } = await cameOf({ ...iparams, ...other });
      expect(templates).toEqual(['teams_webhook_url' in iparams ? 'postToSlack' : 'postToTeams']);
      expect(problems).toEqual([expect.stringMatching(problem)]);
    },
  );
});
