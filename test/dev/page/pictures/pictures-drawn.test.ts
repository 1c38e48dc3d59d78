/** @jest-environment ./test/dev/page/pictures/pictures-environment.ts */
import { pictureOf } from '../../../../dev/page/server/account/pictures';
import {
  drawConversation,
  showConversation,
  type ConversationPicture,
} from '../../../../dev/page/pictures/chart/conversation-picture';
import { loadStories } from '../../../../dev/stories/read';
import { happen, textsOf } from './pictures-dom';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function pictureOfStory(name: string, later = MINUTE): ConversationPicture {
  const [story] = loadStories([name]);
  const steps = (story?.steps ?? []).map(({ event, payload, at, expect: types = [] }, index) => ({
    event,
    payload,
    at,
    types,
    told: [
      { destination: 'webhook', state: index === 1 ? ('kept' as const) : ('delivered' as const) },
      { destination: 'slack', state: 'not told' as const },
    ],
  }));
  return pictureOf({ id: name, steps }, Math.max(...steps.map(({ at }) => at)) + later);
}

function press(element: Element | undefined, key: string): void {
  happen(element, 'keydown', { key });
}

describe('a drawn conversation', () => {
  it('has four lanes, a bar for each holder in its lane, and a row for each destination', () => {
    const drawn = drawConversation(pictureOfStory('picked-up-and-resolved'));
    expect(textsOf(drawn, '.picture-title, .picture-subtitle')).toEqual([
      'Nadia Okafor',
      'web chat · Orders · resolved after 2 h 4 min',
    ]);
    expect(textsOf(drawn, '.picture-row')).toEqual([
      'Happened',
      'Unassigned',
      'Group',
      'Agent',
      'Resolved',
      'to Webhook',
      'to Slack',
    ]);
    expect(
      ['unassigned', 'group', 'agent', 'resolved'].map((lane) =>
        textsOf(drawn, `.picture-lane-${lane} .picture-label`),
      ),
    ).toEqual([
      ['nobody · 2 s'],
      ['First line · 3 min 41 s'],
      ['Asha Raman, First line · 2 h 1 min'],
      ['by Asha Raman'],
    ]);
    expect(textsOf(drawn, '.picture-lane-group title')).toEqual([
      'First line · 3 min 41 s\nfrom Mon 2 Nov 09:14:07 until Mon 2 Nov 09:17:48, UTC',
    ]);
  });

  it('has a mark for every moment, with a shape and a letter for what happened and a sign for who was told', () => {
    const drawn = drawConversation(pictureOfStory('resolved-and-cleared-at-once'));
    const marks = [...drawn.querySelectorAll('.picture-mark')];
    expect(marks.map((mark) => textsOf(mark, '.picture-letter').join(''))).toEqual(['C', 'A', 'A', 'RA']);
    expect(
      marks.map((mark) => [...mark.querySelectorAll('.picture-state')].map((sign) => sign.getAttribute('class'))),
    ).toEqual(
      ['delivered', 'kept', 'delivered', 'delivered'].map((state) => [
        `picture-state picture-state-${state}`,
        'picture-state picture-state-not-told',
      ]),
    );
    expect(marks[1]?.getAttribute('aria-label')).toBe(
      'Fri 6 Nov, 11:45:02 UTC: the topic’s routing gives it to Billing (Tier 1). Webhook kept for later, Slack not told.',
    );
  });

  it('is one stop for Tab; the arrow keys walk through its moments, and the details follow', () => {
    const drawn = drawConversation(pictureOfStory('picked-up-and-resolved'));
    document.body.replaceChildren(drawn);
    const marks = [...drawn.querySelectorAll('.picture-mark')];
    const stops = (): (string | null)[] => marks.map((mark) => mark.getAttribute('tabindex'));
    expect(stops()).toEqual(['-1', '-1', '-1', '0']);
    press(marks[3], 'ArrowLeft');
    expect(stops()).toEqual(['-1', '-1', '0', '-1']);
    expect(textsOf(drawn, '.picture-detail p, .picture-detail li')).toEqual([
      'Asha Raman takes it',
      '09:17:48 UTC on Mon 2 Nov 2026 · 3 min 41 s after the moment before · 3 min 43 s after it began · 2 h 2 min ago',
      'conversation.agent.assigned',
      'Webhook delivered',
      'Slack not told',
    ]);
    press(marks[2], 'Home');
    expect(textsOf(drawn, '.picture-detail-when')).toEqual(['09:14:05 UTC on Mon 2 Nov 2026 · 2 h 5 min ago']);
    press(marks[0], 'ArrowLeft');
    press(marks[0], 'Tab');
    expect(stops()).toEqual(['0', '-1', '-1', '-1']);
    press(marks[0], 'End');
    expect(stops()).toEqual(['-1', '-1', '-1', '0']);
  });

  it('tells of the moment that is pointed at', () => {
    const drawn = drawConversation(pictureOfStory('picked-up-and-resolved'));
    happen(drawn.querySelector('.picture-reach[data-mark="1"]'), 'pointerover');
    expect(textsOf(drawn, '.picture-detail-what')).toEqual(['the topic’s routing gives it to First line']);
  });

  it('says what became of telling each destination, and why', () => {
    const told: ConversationPicture['marks'][number]['told'] = [
      { destination: 'slack', state: 'retried', reason: 'too many requests', deliveredAt: 5 * MINUTE },
      { destination: 'teams', state: 'given up', reason: 'it is gone' },
      { destination: 'webhook', state: 'retried' },
      { destination: 'webhook', state: 'kept', reason: 'no answer' },
    ];
    const drawn = drawConversation({
      id: 'c',
      title: '',
      subtitle: '',
      outages: [],
      spans: [],
      marks: [{ at: 0, what: 'It happens', types: [], told }],
      now: HOUR,
    });
    expect(textsOf(drawn, '.picture-detail-told li')).toEqual([
      'Webhook kept, and delivered later',
      'Webhook kept for later: no answer, when the platform repeated it',
      'Slack kept, and delivered 5 min later: too many requests',
      'Teams given up: it is gone',
    ]);
    expect(textsOf(drawn, '.picture-count')).toEqual(['×2']);
    expect(textsOf(drawn, '.picture-row-told')).toEqual(['to Webhook', 'to Slack', 'to Teams']);
  });

  it('says in words what it shows', () => {
    const chart = drawConversation(pictureOfStory('picked-up-and-resolved')).querySelector('svg');
    expect(chart?.getAttribute('aria-label')).toBe(
      'The life of the conversation: Nadia Okafor. The arrow keys walk through its moments.',
    );
    expect(chart?.querySelector('desc')?.textContent).toBe(
      'It began on Mon 2 Nov 2026 at 09:14 UTC. With nobody for 2 s, then with First line for 3 min 41 s, then with Asha Raman, First line for 2 h 1 min, then resolved by Asha Raman for 1 min 1 s so far.',
    );
  });

  it('shows names and messages as text, whatever stands in them', () => {
    const hostile = '<img src=x onerror=alert(1)>';
    const picture: ConversationPicture = {
      id: hostile,
      title: hostile,
      subtitle: hostile,
      now: HOUR,
      outages: [],
      spans: [{ lane: 'group', who: hostile, from: 0, to: null }],
      marks: [{ at: 0, what: hostile, types: [hostile], told: [{ destination: hostile, state: 'delivered' }] }],
    };
    const drawn = drawConversation(picture);
    expect(drawn.querySelectorAll('img, script, a')).toHaveLength(0);
    expect(
      textsOf(drawn, '.picture-title, .picture-detail-what, .picture-detail code, .picture-label').slice(0, 4),
    ).toEqual([hostile, `${hostile} · 1 h so far`, hostile, hostile]);
  });

  it('shows what has not begun', () => {
    const drawn = drawConversation({
      id: 'c',
      title: 'Conversation c',
      subtitle: '',
      outages: [],
      spans: [],
      marks: [],
      now: DAY,
    });
    expect([textsOf(drawn, '.picture-detail'), textsOf(drawn, '.picture-mark'), textsOf(drawn, 'desc')]).toEqual([
      ['Nothing has happened yet.'],
      [],
      ['Nothing has happened yet.'],
    ]);
  });

  it('grows wider, and scrolls, where there are more moments than fit', () => {
    const marks = [...Array(200).keys()].map((index) => ({ at: index * MINUTE, what: '', types: [], told: [] }));
    const drawn = drawConversation({
      id: 'c',
      title: '',
      subtitle: '',
      outages: [],
      spans: [],
      marks,
      now: 200 * MINUTE,
    });
    const [, , width] = (drawn.querySelector('svg')?.getAttribute('viewBox') ?? '').split(' ').map(Number);
    expect(width).toBeGreaterThan(4_000);
  });
});

describe('a conversation shown again', () => {
  const story = pictureOfStory('picked-up-and-resolved');
  const begun: ConversationPicture = { ...story, marks: story.marks.slice(0, 3) };
  const selectedIn = (place: Element): string[] => textsOf(place, '.picture-detail-what');

  it('keeps what its reader has selected, and follows the last moment otherwise', () => {
    const place = document.createElement('div');
    showConversation(place, begun);
    expect(selectedIn(place)).toEqual(['Asha Raman takes it']);
    showConversation(place, story);
    expect(selectedIn(place)).toEqual(['Asha Raman resolves it (2 h 4 min after it began)']);
    press([...place.querySelectorAll('.picture-mark')].at(-1), 'Home');
    showConversation(place, { ...story, now: story.now + HOUR });
    expect(selectedIn(place)).toEqual([story.marks[0]?.what]);
    expect(textsOf(place, '.picture-detail-when')[0]).toContain('3 h 5 min ago');
    showConversation(place, { ...begun, id: 'another' });
    expect(selectedIn(place)).toEqual(['Asha Raman takes it']);
  });
});
