/** @jest-environment ./test/dev/page/pictures/pictures-environment.ts */
import { slackPreview, teamsPreview } from '../../../../dev/page/pictures/messages/message-preview';
import { loadStories } from '../../../../dev/stories/read';
import { bodyOf, play, sentBy, SLACK, TEAMS, hearing, joined } from '../../../support/app';
import { happen, textsOf } from './pictures-dom';

const section = (text: string): object => ({
  channel: 'C1',
  text: 'x',
  blocks: [{ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } }],
});
const card = (content: object): object => ({
  type: 'message',
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.adaptive',
      content: { type: 'AdaptiveCard', version: '1.4', ...content },
    },
  ],
});
const run = (text: string, url?: string): object => ({
  type: 'TextRun',
  text,
  ...(url === undefined ? {} : { selectAction: { type: 'Action.OpenUrl', url } }),
});

/** What stands in a section of Slack, with the elements it is made of. */
function shownInSlack(text: string): string {
  return slackPreview(section(text)).querySelector('.preview-section')?.innerHTML ?? '';
}

/** A link's words, and where and how it leads. */
function linkOf(link: Element): string {
  return [link.textContent, ...['href', 'target', 'rel'].map((name) => link.getAttribute(name))].join(' ');
}

describe('a message in Slack', () => {
  it('stands under the app’s name, in its channel', () => {
    const shown = slackPreview(section('Asha resolved a conversation.'));
    expect(textsOf(shown, '.preview-place, b, .preview-badge, .preview-section')).toEqual([
      '# C1',
      'Conversation Relay',
      'APP',
      'Asha resolved a conversation.',
    ]);
  });

  it.each([
    {
      text: 'a *bold* word, _slanted_, ~gone~ and `code`',
      shown: 'a <b>bold</b> word, <i>slanted</i>, <s>gone</s> and <code>code</code>',
    },
    { text: '*_both_* at once', shown: '<b><i>both</i></b> at once' },
    { text: '2 * 3 * 4, snake_case_name', shown: '2 * 3 * 4, snake_case_name' },
    { text: '*\u200bStar*\u200b', shown: '*\u200bStar*\u200b' },
    { text: 'Tom &amp; Zoë &lt;b&gt; &amp;lt;', shown: 'Tom &amp; Zoë &lt;b&gt; &amp;lt;' },
    {
      text: '<!channel> <@U1> <#C1|sales>',
      shown:
        '<span class="preview-mention">@channel</span> <span class="preview-mention">@U1</span> <span class="preview-mention">#sales</span>',
    },
    { text: '&lt;!channel&gt; <img src=x onerror=alert(1)>', shown: '&lt;!channel&gt; img src=x onerror=alert(1)' },
    { text: '&lt;img src=x onerror=alert(1)&gt;', shown: '&lt;img src=x onerror=alert(1)&gt;' },
    { text: '<javascript:alert(1)|click> <data:text/html,x> <//x.example|y>', shown: 'click data:text/html,x y' },
  ])('shows $text as Slack does', ({ text, shown }) => {
    expect(shownInSlack(text)).toBe(shown);
  });

  it('has links that open elsewhere', () => {
    const shown = slackPreview(section('<https://a.example/?x=1&amp;y=2|Open &lt;it&gt;>.'));
    expect([...shown.querySelectorAll('a')].map(linkOf)).toEqual([
      'Open <it> https://a.example/?x=1&y=2 _blank noopener noreferrer',
    ]);
  });

  it('may have other blocks, and only its text', () => {
    const plain = (text: string): object => ({ type: 'plain_text', text });
    const blocks = [
      { type: 'header', text: plain('*Head*') },
      { type: 'divider' },
      { type: 'section', fields: [plain('one'), plain('two')] },
      { type: 'context', elements: [plain('quiet')] },
      {
        type: 'actions',
        elements: [
          { type: 'button', text: plain('Open'), url: 'https://a.example/' },
          { type: 'button', text: plain('Bad'), url: 'javascript:alert(1)' },
        ],
      },
      { type: 'image' },
      null,
    ];
    const shown = slackPreview({ blocks });
    expect(textsOf(shown, '.preview-header, .preview-fields div, .preview-context, .preview-button')).toEqual([
      '*Head*',
      'one',
      'two',
      'quiet',
      'Open',
      'Bad',
      'A block of the type “image”, which is not drawn here.',
      'A block of the type “”, which is not drawn here.',
    ]);
    expect([...shown.querySelectorAll('[href]')].map((link) => link.getAttribute('href'))).toEqual([
      'https://a.example/',
    ]);
    expect(textsOf(slackPreview({ text: '*Only* text' }), '.preview-section')).toEqual(['Only text']);
  });
});

describe('a message in Teams', () => {
  it('is a card whose text shows every character, with links that open elsewhere', () => {
    const hostile = '**bold** <img src=x onerror=alert(1)> [x](javascript:alert(1)) <at>everyone</at>';
    const shown = teamsPreview(
      card({
        body: [
          {
            type: 'RichTextBlock',
            inlines: [run(hostile), run('there', 'https://a.example/'), run('nowhere', 'javascript:alert(1)')],
          },
          { type: 'TextBlock', text: hostile },
        ],
      }),
    );
    expect(textsOf(shown, '.ac-textRun, .ac-textBlock')).toEqual([hostile, 'there', 'nowhere', hostile]);
    expect([...shown.querySelectorAll('a')].map(linkOf)).toEqual([
      'there https://a.example/ _blank noopener noreferrer',
    ]);
    expect(shown.querySelectorAll('img, at')).toHaveLength(0);
  });

  it('has nothing fetched for it', () => {
    const url = 'https://evil.example/x.png';
    const shown = teamsPreview(
      card({
        backgroundImage: url,
        body: [
          { type: 'Image', url },
          { type: 'Media', sources: [{ url, mimeType: 'video/mp4' }], poster: url },
          { type: 'Container', backgroundImage: { url }, items: [{ type: 'TextBlock', text: 'text' }] },
        ],
        actions: [{ type: 'Action.OpenUrl', title: 'Go', url: 'https://a.example/', iconUrl: url }],
      }),
    );
    expect(textsOf(shown, '.ac-textBlock, button')).toEqual(['text', 'Go']);
    expect(shown.outerHTML).not.toContain('evil');
  });

  it('has buttons that open web pages, and nothing else', () => {
    const open = jest.fn();
    Object.assign(window, { open });
    const actions = ['https://a.example/', 'javascript:alert(1)', ''].map((url) => ({
      type: 'Action.OpenUrl',
      title: 'Go',
      url,
    }));
    for (const button of teamsPreview(card({ body: [{ type: 'TextBlock', text: 'x' }], actions })).querySelectorAll(
      'button',
    ))
      happen(button, 'click');
    expect(open.mock.calls).toEqual([['https://a.example/', '_blank', 'noopener,noreferrer']]);
  });
});

describe('what is no message', () => {
  it.each([
    undefined,
    null,
    7,
    '<b>',
    [],
    {},
    { blocks: {} },
    { attachments: [{ contentType: 'text/html', content: '<b>' }] },
    { attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: [] }] },
    card({ body: [run('alone')] }),
  ])('is shown as it is: %j', (body) => {
    // A run of text outside a block: the renderer throws.
    for (const [place, shown] of [
      ['Slack', slackPreview(body)],
      ['Teams', teamsPreview(body)],
    ] as const) {
      expect(textsOf(shown, 'p')).toEqual([`This cannot be shown as a message in ${place}. It is:`]);
      expect(textsOf(shown, 'pre')).toEqual([
        typeof body === 'string' ? body : body === undefined ? 'nothing' : JSON.stringify(body, null, 2),
      ]);
    }
  });
});

describe('what the app says of every story', () => {
  it.each(loadStories())('is shown in Slack and Teams alike: $name', async (story) => {
    const requests = (await play(story, hearing(joined(SLACK, TEAMS)))).flatMap((played) => played.requests);
    // Invisible breaks keep marks apart, where a place would read them as more than text; each place shows a time of its own.
    const words = (texts: string[]): string => texts.join(' ').replace(/\u200b/g, '');
    const slack = sentBy('postToSlack', requests).map((request) =>
      words(textsOf(slackPreview(bodyOf(request)), '.preview-section')),
    );
    const teams = sentBy('postToTeams', requests).map((request) => {
      const shown = textsOf(teamsPreview(bodyOf(request)), '.ac-textRun, button');
      return words(shown.filter((...[, index]) => index !== 1));
    });
    expect(slack.length).toBeGreaterThan(2);
    expect(teams).toEqual(slack);
    for (const said of slack) expect(said).toMatch(/\. Open conversation$/);
  });
});
