/** Whole bodies, as Slack and Teams are sent them, of one conversation from its beginning to its end. */
import { createClock } from '../../packages/fresh-platform/index';
import { digText, type Json } from '../../packages/fresh-platform/lib/dig';
import {
  bodyOf,
  changed,
  createApp,
  destination,
  hearing,
  joined,
  payloadWith,
  SLACK_TOKEN,
  TEAMS_ADDRESS,
} from '../support/app';

const MINUTE = 60_000;
const START = Date.parse('2026-11-02T09:00:00.000Z');
const URL = 'https://acme.freshchat.com/a/account-1/open/conversation/7fd0-1';
const HOST = { currentHost: { endpoint_urls: { freshchat: 'https://acme.freshchat.com' } } };

const mrkdwn = (text: string): Json => ({ type: 'mrkdwn', text, verbatim: true });
const section = (text: string): Json => ({ type: 'section', text: mrkdwn(text) });
const context = (text: string): Json => ({ type: 'context', elements: [mrkdwn(text)] });
const fields = (...texts: string[]): Json => ({ type: 'section', fields: texts.map(mrkdwn) });
const linked = (text: string): string => `${text} <${URL}|Open conversation>`;
const began = (long: string): string =>
  `*Began*\n<!date^1793609100^{date_short_pretty} at {time}|2026-11-02 08:45 UTC> (${long})`;
/** A moment so many minutes after nine. */
const at = (minutes: number): string =>
  `<!date^${START / 1_000 + 60 * minutes}^{date_short_pretty} at {time}|2026-11-02 09:${String(minutes).padStart(2, '0')} UTC>`;

const slackBody = (channel: string, target: Json, text: string, ...blocks: Json[]): Json => ({
  channel,
  ...target,
  text,
  blocks,
  parse: 'none',
  link_names: false,
  unfurl_links: false,
  unfurl_media: false,
});

const teamsBody = (text: string, moment: string): Json => ({
  type: 'message',
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.adaptive',
      contentUrl: null,
      content: {
        $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
        type: 'AdaptiveCard',
        version: '1.4',
        body: [
          { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text }] },
          {
            type: 'RichTextBlock',
            inlines: [
              {
                type: 'TextRun',
                text: `{{DATE(${moment}, SHORT)}} {{TIME(${moment})}}`,
                isSubtle: true,
                size: 'Small',
              },
            ],
            spacing: 'Small',
          },
        ],
        actions: [{ type: 'Action.OpenUrl', title: 'Open conversation', url: URL }],
      },
    },
  ],
});

/** Three channels of Slack, one of each style, and one of Teams; returns what each was sent of a payload. */
function channels(): (event: string, payload: Json) => Promise<Record<string, unknown>> {
  const slack = (style: string) =>
    destination('slack', SLACK_TOKEN, { id: style, channel: `C${style.toUpperCase()}`, style, mention: 'here' });
  const teams = destination('teams', TEAMS_ADDRESS);
  const iparams = {
    ...hearing(joined(slack('each'), slack('thread'), slack('card'), teams)),
    personal_data: 'Include',
  };
  const { platform, requests } = createApp({
    clock: createClock(START),
    iparams,
    receiver: ({ body }) => ({
      status: 200,
      body: JSON.stringify({ ok: true, ts: `ts of ${/C[A-Z]+/.exec(body)?.[0]}` }),
    }),
  });
  return async (event, payload) => {
    requests.length = 0;
    await platform.invoke(event, { ...payload, ...HOST, timestamp: platform.clock.now() });
    await platform.clock.advance(5 * MINUTE);
    return Object.fromEntries(
      requests.map((request) => [digText(bodyOf(request), 'channel') || 'Teams', bodyOf(request)]),
    );
  };
}

test('a conversation is told whole to channels of every style', async () => {
  const say = channels();
  const conversation = {
    conversation_id: '7fd0-1',
    created_time: '2026-11-02T08:45:00.000Z',
    priority: 'High',
    source: 'EMAIL',
    assigned_agent_id: null,
    status: 'new',
  };
  const associations = {
    agent: {},
    group: { id: 'group-1', name: 'R&D <3' },
    channel: { id: 'ch', name: 'Billing' },
    user: { id: 'u', first_name: 'Ana', last_name: 'Reyes' },
  };

  const actor = { type: 'user', id: 'u', first_name: 'Ana', last_name: 'Reyes' };
  const begun = '💬 Ana Reyes started a conversation by email. Nobody has it yet; it waits in R&amp;D &lt;3.';
  const first = [begun, section(linked(begun)), context(at(0))] as const;
  expect(await say('onConversationCreate', payloadWith({ conversation, associations, actor }))).toEqual({
    CEACH: slackBody('CEACH', {}, ...first),
    CTHREAD: slackBody('CTHREAD', {}, ...first),
    CCARD: slackBody(
      'CCARD',
      {},
      begun,
      section(linked('💬 *Ana Reyes’s conversation*')),
      fields('*State*\nNew', '*With*\nNobody, waits in R&amp;D &lt;3', began('15 min so far'), '*Priority*\nHigh'),
      context(`${at(0)}: Ana Reyes started it by email. Nobody has it yet; it waits in R&amp;D &lt;3.`),
    ),
    Teams: teamsBody(
      '💬 Ana Reyes started a conversation by email. Nobody has it yet; it waits in R&D <3.',
      '2026-11-02T09:00:00Z',
    ),
  });

  const missed = changed(
    { sla_breach: [false, true], priority: ['Low', 'High'] },
    {
      conversation: { ...conversation, response_due_type: 'FIRST_RESPONSE_DUE', sla_policy_name: 'Gold' },
      associations,
      actor: { type: 'system', sub_entity: 'assignment_rule' },
    },
  );
  const after = 'missed its first response SLA under “Gold”, 20 min after it began.';
  const then = 'An assignment rule raised its priority from Low to High. Nobody has it yet; it waits in R&amp;D &lt;3.';
  const loud = `<!here> 🚨 Ana Reyes’s conversation ${after} ${then}`;
  const second = [
    loud,
    section('<!here>'),
    section(linked(`🚨 Ana Reyes’s conversation ${after} ${then}`)),
    context(at(5)),
  ] as const;
  expect(await say('onConversationUpdate', missed)).toEqual({
    CEACH: slackBody('CEACH', {}, ...second),
    CTHREAD: slackBody('CTHREAD', { thread_ts: 'ts of CTHREAD', reply_broadcast: true }, ...second),
    CCARD: slackBody(
      'CCARD',
      { ts: 'ts of CCARD' },
      loud,
      section('<!here>'),
      section(linked('🚨 *Ana Reyes’s conversation*')),
      fields('*State*\nNew', '*With*\nNobody, waits in R&amp;D &lt;3', began('20 min so far'), '*Priority*\nHigh'),
      context(`${at(5)}: It ${after} ${then}`),
    ),
    Teams: teamsBody(
      `🚨 Ana Reyes’s conversation ${after} ${then.replace('&amp;', '&').replace('&lt;', '<')}`,
      '2026-11-02T09:05:00Z',
    ),
  });

  const resolved = changed(
    { status: ['assigned', 'resolved'] },
    {
      conversation: { ...conversation, status: 'resolved', assigned_agent_id: 'agent-1', priority: null },
      associations: { ...associations, agent: { id: 'agent-1', first_name: 'Asha', last_name: 'Rao' } },
    },
  );
  const done = '✅ Asha Rao of R&amp;D &lt;3 resolved Ana Reyes’s conversation. It took 2 h 5 min.';
  const within = 'Asha Rao of R&amp;D &lt;3 resolved it. It took 2 h 5 min.';
  expect(await say('onConversationUpdate', resolved)).toEqual({
    CEACH: slackBody('CEACH', {}, done, section(linked(done)), context(at(10))),
    CTHREAD: slackBody('CTHREAD', { thread_ts: 'ts of CTHREAD' }, done, section(`✅ ${within}`), context(at(10))),
    CCARD: slackBody(
      'CCARD',
      { ts: 'ts of CCARD' },
      done,
      section(linked('✅ *Ana Reyes’s conversation*')),
      fields('*State*\nResolved', '*With*\nAsha Rao in R&amp;D &lt;3', began('took 25 min')),
      context(`${at(10)}: ${within}`),
    ),
    Teams: teamsBody(
      '✅ Asha Rao of R&D <3 resolved Ana Reyes’s conversation. It took 2 h 5 min.',
      '2026-11-02T09:10:00Z',
    ),
  });
});
