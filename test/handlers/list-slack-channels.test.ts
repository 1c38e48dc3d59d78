/** The channels that a card of Slack offers. */
import type { Receiver } from '../../packages/fresh-platform/index';
import { SECRET, SLACK_TOKEN } from '../support/app';
import { answerOf, beforeInstalling, slackSays } from '../support/page-functions';

describe('listSlackChannels', () => {
  const page = (channels: object[], next: string): string =>
    JSON.stringify({ ok: true, channels, response_metadata: { next_cursor: next } });

  it('lists what the token sees, page by page, sorted by name', async () => {
    const receiver: Receiver = ({ path }) => ({
      status: 200,
      body: path.includes('cursor=bmV4dA')
        ? page([{ id: 'C01', name: 'billing' }, { id: 'C03', name: '\u202eodd' }, { name: 'no id' }], '')
        : page([{ id: 'C02', name: 'orders' }], 'bmV4dA=='),
    });
    const app = beforeInstalling({ receiver });
    expect(await answerOf(app, 'listSlackChannels', { secret: SLACK_TOKEN })).toEqual({
      ok: true,
      channels: [
        { id: 'C01', name: 'billing' },
        { id: 'C03', name: 'odd' },
        { id: 'C02', name: 'orders' },
      ],
      message: '',
    });
    expect(app.requests.map(({ headers }) => headers['Authorization'])).toEqual([
      `Bearer ${SLACK_TOKEN}`,
      `Bearer ${SLACK_TOKEN}`,
    ]);
  });

  it.each([
    ['[]', true, 'The token sees no channel. Invite the bot to one, then list again.'],
    ['"many"', true, 'The token sees no channel. Invite the bot to one, then list again.'],
    ['[{"id":"C01"}]', true, ''],
  ])('says so where Slack lists nothing, and calls a channel without a name by its id: %s', async (...args) => {
    const [channels, ok, message] = args;
    const app = beforeInstalling({ receiver: () => ({ status: 200, body: `{"ok":true,"channels":${channels}}` }) });
    const answer = await answerOf(app, 'listSlackChannels', { secret: SLACK_TOKEN });
    expect(answer).toMatchObject({ ok, message });
    expect(answer['channels']).toEqual(message === '' ? [{ id: 'C01', name: 'C01' }] : []);
  });

  it('lists what came before a page that fails', async () => {
    const receiver: Receiver = ({ path }) =>
      path.includes('cursor=bmV4dA')
        ? { status: 500 }
        : { status: 200, body: page([{ id: 'C02', name: 'orders' }], 'bmV4dA==') };
    const answer = await answerOf(beforeInstalling({ receiver }), 'listSlackChannels', { secret: SLACK_TOKEN });
    expect(answer).toEqual({ ok: true, channels: [{ id: 'C02', name: 'orders' }], message: '' });
  });

  it.each([
    ['four pages and no more', 'bmV4dA==', 4],
    ['one page, where what should name the next cannot', 'not a cursor', 1],
  ])('lists %s', async (...[, next, pages]) => {
    let listed = 0;
    const receiver: Receiver = () => ({
      status: 200,
      body: page([{ id: `C0${(listed += 1)}`, name: 'orders' }], next),
    });
    const { channels } = await answerOf(beforeInstalling({ receiver }), 'listSlackChannels', { secret: SLACK_TOKEN });
    expect([listed, channels]).toEqual([
      pages,
      [...Array(pages).keys()].map((index) => ({ id: `C0${index + 1}`, name: 'orders' })),
    ]);
  });

  it('lists public channels alone where the token may see no others', async () => {
    const receiver: Receiver = ({ path }) => ({
      status: 200,
      body: path.includes('private')
        ? '{"ok":false,"error":"missing_scope"}'
        : page([{ id: 'C02', name: 'orders' }], ''),
    });
    expect(
      (await answerOf(beforeInstalling({ receiver }), 'listSlackChannels', { secret: SLACK_TOKEN }))['channels'],
    ).toEqual([{ id: 'C02', name: 'orders' }]);
  });

  it.each([
    ['missing_scope', /may not list channels/],
    ['invalid_auth', /^It has a token that is not valid/],
    ['ratelimited', /Slack/],
  ])('says what to do where Slack answers %s', async (error, message) => {
    const app = beforeInstalling({ receiver: slackSays(error) });
    const answer = await answerOf(app, 'listSlackChannels', { secret: SLACK_TOKEN });
    expect(answer).toEqual({ ok: false, channels: [], message: expect.stringMatching(message) as string });
  });

  it('asks Slack nothing without a token', async () => {
    const app = beforeInstalling();
    for (const secret of [undefined, '', 'x y', SECRET])
      expect((await answerOf(app, 'listSlackChannels', { secret }))['ok']).toBe(false);
    expect(app.requests).toEqual([]);
  });
});
