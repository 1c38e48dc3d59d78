/** Every card for Teams is one that Microsoft's own library reads without a complaint. */
import type * as Cards from 'adaptivecards';
import { dig } from '../../../packages/fresh-platform/lib/dig';
import { loadStories } from '../../../dev/stories/read';
import { bodyOf, changed, createApp, healthy, play, sentBy, TEAMS, hearing } from '../../support/app';

// Jest reads CommonJS, as which the library comes in this file only.
const { AdaptiveCard, SerializationContext, Versions } = jest.requireActual<typeof Cards>(
  'adaptivecards/dist/adaptivecards.js',
);

/** What the library finds wrong with a card, as it says it, and the version it read. */
function complaintsAbout(card: unknown): string[] {
  const context = new SerializationContext(Versions.v1_4);
  const parsed = new AdaptiveCard();
  parsed.parse(card, context);
  const events = [...Array(context.eventCount).keys()].map((index) => context.getEventAt(index));
  return [...events, ...parsed.validateProperties().validationEvents].map(({ message }) => message);
}

function cardIn(body: unknown): unknown {
  expect(body).toMatchObject({
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null }],
  });
  return dig(body, 'attachments', 0, 'content');
}

function expectGoodCard(card: unknown): void {
  expect(complaintsAbout(card)).toEqual([]);
  expect(dig(card, 'version')).toBe('1.4');
}

const iparams = hearing(TEAMS);

describe('a card for Teams', () => {
  it.each(loadStories())('is right at every step of the story $name', async (story) => {
    const requests = (await play(story, iparams)).flatMap((played) => sentBy('postToTeams', played.requests));
    expect(requests.length).toBeGreaterThan(2);
    for (const request of requests) expectGoodCard(cardIn(bodyOf(request)));
  });

  it('is right for a backlog, with and without links', async () => {
    const { platform, requests } = createApp({ iparams, receiver: () => ({ status: 503 }) });
    for (const [index, app_id] of ['account-1', 'account-1', null].entries()) {
      await platform.invoke(
        'onConversationUpdate',
        changed({ priority: [0, index + 1] }, { conversation: { app_id } }),
      );
    }
    const before = requests.length;
    platform.setReceiver((request) => {
      requests.push(request);
      return healthy(request);
    });
    await platform.clock.advance(3_600_000);
    const [card] = sentBy('postToTeams', requests.slice(before)).map((request) => cardIn(bodyOf(request)));
    expectGoodCard(card);
    expect(dig(card, 'body')).toHaveLength(5);
  });

  it('is right for the test message of an install', async () => {
    const { platform, requests } = createApp({ iparams: TEAMS });
    await platform.install(TEAMS);
    const cards = sentBy('postToTeams', requests).map((request) => cardIn(bodyOf(request)));
    expect(cards).toHaveLength(1);
    expectGoodCard(cards[0]);
  });
});

describe('a broken card', () => {
  const good = {
    type: 'AdaptiveCard',
    version: '1.4',
    body: [{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'x' }] }],
  };

  it.each([
    { said: 'an element nobody knows', card: { ...good, body: [{ type: 'RichText', inlines: [] }] } },
    { said: 'an action without an address', card: { ...good, actions: [{ type: 'Action.OpenUrl', title: 'Open' }] } },
    {
      said: 'a weight there is none of',
      card: { ...good, body: [{ type: 'TextBlock', text: 'x', weight: 'Boldest' }] },
    },
    {
      said: "a choice without its choices' values",
      card: { ...good, body: [{ type: 'Input.ChoiceSet', id: 'x', choices: [{ title: 'x' }] }] },
    },
    { said: 'no version', card: { ...good, version: undefined } },
    { said: 'another type', card: { ...good, type: 'Card' } },
  ])('is caught: $said', ({ card }) => {
    expect(complaintsAbout(good)).toEqual([]);
    expect(complaintsAbout(card)).not.toEqual([]);
  });
});
