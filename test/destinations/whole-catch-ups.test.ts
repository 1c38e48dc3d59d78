/** Whole bodies of a catch-up and of a day's summary, as Slack and Teams are sent them. */
import { digList, type Json } from '../../packages/fresh-platform/lib/dig';
import { fitting, slackMessage } from '../../src/destinations/slack/message';
import { summaryMessage } from '../../src/destinations/slack/summary';
import { teamsBody } from '../../src/destinations/teams/card';
import { teamsSummary } from '../../src/destinations/teams/summary';
import { noteOf } from '../../src/messages/notes';
import { changed } from '../support/app';
import { eventsFrom } from '../support/events';

const START = Date.parse('2026-11-02T09:00:00.000Z');
const URL = 'https://acme.freshchat.com/a/account-1/open/conversation';
const HOST = { currentHost: { endpoint_urls: { freshchat: 'https://acme.freshchat.com' } } };

const slack = (text: string): Json => ({ type: 'mrkdwn', text, verbatim: true });
const section = (text: string): Json => ({ type: 'section', text: slack(text) });
const slackAt = (minutes: number): string =>
  `<!date^${START / 1_000 + 60 * minutes}^{date_short_pretty} at {time}|${new Date(START + 60_000 * minutes).toISOString().slice(0, 16).replace('T', ' ')} UTC>`;
const teamsAt = (minutes: number): string => {
  const moment = new Date(START + 60_000 * minutes).toISOString().replace('.000', '');
  return `{{DATE(${moment}, SHORT)}} {{TIME(${moment})}}`;
};
const run = (text: string, more: Json = {}): Json => ({ type: 'TextRun', text, ...more });
const block = (inlines: Json[], more: Json = {}): Json => ({ type: 'RichTextBlock', inlines, ...more });
const opening = (id: string): Json => ({
  selectAction: { type: 'Action.OpenUrl', title: 'Open conversation', url: `${URL}/${id}` },
});

function cardIn(body: string | null): Json[] {
  return digList(JSON.parse(body ?? 'null'), 'attachments', 0, 'content', 'body') as Json[];
}

describe('a catch-up', () => {
  const update = (id: string, minute: number, changes: Json) =>
    eventsFrom(
      changed(
        changes,
        {
          conversation: { conversation_id: id, assigned_group_id: null, channel_id: null, created_time: null },
          associations: { agent: { id: 'agent-1', first_name: 'Asha' } },
          actor: { type: 'agent', id: 'agent-2', first_name: 'Ben' },
        },
        { ...HOST, timestamp: START + minute * 60_000 },
      ),
    );
  const trouble = {
    id: 'e',
    type: 'relay.trouble' as const,
    occurred_at: '2026-11-02T09:02:00.000Z',
    sequence: 0,
    destination: { id: 'a1', name: 'CRM', kind: 'webhook' },
    since: '2026-11-02T08:30:00.000Z',
    waiting: 2,
    reason: 'the receiver failed (503)',
  };
  const raised = { priority: ['Low', 'High'] };
  const notes = [
    update('7fd0-1', 3, raised),
    update('9ab1-1', 1, raised),
    update('7fd0-1', 0, { sla_breach: [false, true] }),
    [trouble],
  ].map(noteOf);
  const title = 'Catching up: 4 updates that could not be delivered earlier';
  const taken = '2 updates wait for it and will be delivered once it answers.';

  it('for Slack has a section for each conversation and notice, in order of time', () => {
    expect(slackMessage(notes)).toEqual({
      text: title,
      blocks: [
        section(`*${title}*`),
        section(
          [
            `*Conversation #7fd0* <${URL}/7fd0-1|Open conversation>`,
            `• ${slackAt(0)} 🚨 It missed its response SLA.`,
            `• ${slackAt(3)} 🔺 Ben raised its priority from Low to High. It is with Asha.`,
          ].join('\n'),
        ),
        section(
          `${slackAt(1)} 🔺 Ben raised the priority of conversation #9ab1 from Low to High. It is with Asha. <${URL}/9ab1-1|Open conversation>`,
        ),
        section(
          `${slackAt(2)} ⚠️ The webhook “CRM” has taken nothing since ${slackAt(-30)}: the receiver failed (503). ${taken}`,
        ),
      ],
    });
  });

  it('for Teams has a block for each of them, and one for each update of a conversation beneath its name', () => {
    const close = { spacing: 'None' };
    expect(cardIn(teamsBody(notes))).toEqual([
      block([run(title, { weight: 'Bolder' })]),
      block([run('Conversation #7fd0', { ...opening('7fd0-1'), weight: 'Bolder' })]),
      block([run(`${teamsAt(0)} 🚨 It missed its response SLA.`)], close),
      block([run(`${teamsAt(3)} 🔺 Ben raised its priority from Low to High. It is with Asha.`)], close),
      block([
        run(
          `${teamsAt(1)} 🔺 Ben raised the priority of conversation #9ab1 from Low to High. It is with Asha.`,
          opening('9ab1-1'),
        ),
      ]),
      block([
        run(
          `${teamsAt(2)} ⚠️ The webhook “CRM” has taken nothing since ${teamsAt(-30)}: the receiver failed (503). ${taken}`,
        ),
      ]),
    ]);
  });
});

describe('a day’s summary', () => {
  const total = {
    created: 42,
    resolved: 40,
    reopened: 3,
    sla_breaches: 2,
    unattended: 0,
    first_response_seconds: 240,
    resolution_seconds: 7_500,
  };
  const none = {
    created: 0,
    resolved: 0,
    reopened: 0,
    sla_breaches: 0,
    unattended: 0,
    first_response_seconds: null,
    resolution_seconds: null,
  };
  const notice = {
    id: 'e',
    type: 'relay.summary' as const,
    occurred_at: '2026-11-02T18:00:00.000Z',
    sequence: 0,
    day: '2026-11-02',
    time_zone: 'UTC',
    total,
    day_before: none,
    groups: [{ id: 'g1', name: 'R&D <3', total, day_before: none }],
  };
  const facts = [
    ['Started', '42 (0)'],
    ['Resolved', '40 (0)'],
    ['Reopened', '3 (0)'],
    ['SLAs missed', '2 (0)'],
    ['Left unattended', '0 (0)'],
    ['First response', '4 min (–)'],
    ['Resolution', '2 h 5 min (–)'],
  ];
  const group = '42 started · 40 resolved · 3 reopened · 2 SLAs missed · first response 4 min · resolution 2 h 5 min';
  const small = 'In parentheses: the day before. Times are medians.';

  it('for Slack has two columns of figures, and the groups beneath a line where there are any', () => {
    const text =
      '📊 Monday 2 November: 42 started (0), 40 resolved (0), 3 reopened (0), 2 SLAs missed (0), 0 left unattended (0). Median first response 4 min (–), resolution 2 h 5 min (–). In parentheses: the day before.';
    const figures = { type: 'section', fields: facts.map(([label, value]) => slack(`*${label}*\n${value}`)) };
    const below = { type: 'context', elements: [slack(small)] };
    expect(summaryMessage([notice])).toEqual({
      text,
      blocks: [
        section('📊 *Monday 2 November*'),
        figures,
        { type: 'divider' },
        section(`*R&amp;D &lt;3*: ${group}`),
        below,
      ],
    });
    expect(summaryMessage([{ ...notice, groups: [] }])).toEqual({
      text,
      blocks: [section('📊 *Monday 2 November*'), figures, below],
    });
  });

  it('for Teams has a table of figures, and a line for each group', () => {
    expect(cardIn(teamsSummary([notice]))).toEqual([
      block([run('📊 Monday 2 November', { weight: 'Bolder' })]),
      { type: 'FactSet', facts: facts.map(([name, value]) => ({ title: name, value })) },
      block([run('R&D <3', { weight: 'Bolder' }), run(`: ${group}`)]),
      block([run(small, { isSubtle: true, size: 'Small' })]),
    ]);
  });
});

test.each([
  [37, 80],
  [38, 40],
  [73, 40],
  [74, 16],
  [176, 16],
  [177, 4],
])('in a text of Slack with room for 3,000 characters %i names have up to %i', (count, length) => {
  const text = fitting((place) => `${place.outside('x'.repeat(100))}\n`.repeat(count));
  const names = text.split('\n').slice(0, -1);
  expect([names.length, new Set(names)]).toEqual([count, new Set([`${'x'.repeat(length - 1)}…`])]);
  expect(text.length).toBeLessThanOrEqual(3_000);
});
