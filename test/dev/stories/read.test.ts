import { readFileSync } from 'node:fs';
import { dig, digList, digRecord, digText, type Json } from '../../../packages/fresh-platform/lib/dig';
import { loadStories, parseStory, storyNames, type Step, type Story } from '../../../dev/stories/read';
import { TRANSITION_TYPES } from '../../../src/conversation/transitions';
import { copies } from '../../../dev/build/copy-test-data';
import { instantOf } from '../../../src/lib/time';
import { tableIn } from '../../support/markdown';

const stories = loadStories();
const byName = stories.map((story) => [story.name, story] as const);

const data = ({ payload }: Step): Json => digRecord(payload, 'data');
const conversation = (step: Step): Json => digRecord(step.payload, 'data', 'conversation');
const happened = ({ payload }: Step): number => instantOf(payload['timestamp']) ?? 0;
const seconds = (step: Step, from: string, to: string): number =>
  Math.round((Date.parse(digText(conversation(step), to)) - Date.parse(digText(conversation(step), from))) / 1_000);

/** As things happened, each once. */
function inOrder(story: Story): Step[] {
  const distinct = new Map(story.steps.map((step) => [JSON.stringify(step.payload), step]));
  return [...distinct.values()].sort((a, b) => happened(a) - happened(b));
}

/** Every text in a value, however deep. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

describe('the stories together', () => {
  it('are at least twelve, each under the name of its file', () => {
    expect(stories.length).toBeGreaterThanOrEqual(12);
    expect(stories.map(({ name }) => name)).toEqual(storyNames());
  });

  it('teach every event type that a payload can bring', () => {
    const taught = new Set(stories.flatMap(({ steps }) => steps.flatMap(({ expect: types }) => types ?? [])));
    expect([...taught].sort()).toEqual([...TRANSITION_TYPES].sort());
  });

  it('are all in the table of their README, with what they teach', () => {
    const rows = tableIn('test_data/README.md', 'story');
    expect(rows).toEqual(
      stories.map(({ name, teaches }) => ({ story: `[\`${name}\`](${name}.json)`, 'what it teaches': teaches })),
    );
  });

  it('are what `fdk run` gets, without what the platform adds', () => {
    for (const { path, text } of copies()) {
      expect(readFileSync(path, 'utf8')).toBe(text);
      expect(Object.keys(JSON.parse(text) as Json)).not.toContain('currentHost');
    }
  });
});

describe.each(byName)('the story %s', (name, story) => {
  it('begins with the conversation and stays with it', () => {
    expect(story.steps[0]?.event).toBe('onConversationCreate');
    expect(story.steps.slice(1).map(({ event }) => event)).not.toContain('onConversationCreate');
    expect(new Set(story.steps.map((step) => conversation(step)['conversation_id'])).size).toBe(1);
    expect(new Set(story.steps.map((step) => conversation(step)['created_time'])).size).toBe(1);
  });

  it('says what the app should find in every step', () => {
    for (const { expect: types } of story.steps) expect(types).toBeDefined();
  });

  it('holds payloads as the platform records them', () => {
    for (const { event, payload } of story.steps) {
      expect(payload['event']).toBe(event);
      expect(payload['region']).toBe(story.account.region);
      expect(payload).not.toHaveProperty('currentHost');
      expect(payload).not.toHaveProperty('iparams');
      expect('changes' in digRecord(payload, 'data')).toBe(event === 'onConversationUpdate');
    }
  });

  it('runs forward in time', () => {
    const arrivals = story.steps.map(({ at }) => at);
    expect(arrivals).toEqual([...arrivals].sort((a, b) => a - b));
    for (const step of story.steps) expect(happened(step)).toBeLessThan(step.at);
    const moments = story.steps.map(happened);
    const forward = moments.every((moment, index) => index === 0 || moment > (moments[index - 1] ?? 0));
    expect(forward).toBe(!['over-in-a-moment', 'repeated-and-out-of-order'].includes(name));
  });

  /** A partner's app writes what it is taken off, too. */
  const isStale = (field: string, to: unknown): boolean =>
    name === 'partner-app-writes' && field.startsWith('assigned_') && to === null;

  it('changes every attribute from what it was to what it is', () => {
    const state: Json = {};
    for (const step of inOrder(story)) {
      const after = conversation(step);
      const now: Json = {};
      for (const [field, tuple] of Object.entries(digRecord(step.payload, 'data', 'changes', 'model_changes'))) {
        const [from, to] = tuple as [unknown, unknown];
        if (field in state) expect([field, from]).toEqual([field, state[field]]);
        expect([field, isStale(field, to) ? from : to]).toEqual([field, field in after ? after[field] : to]);
        now[field] = to;
      }
      Object.assign(state, after, now);
    }
  });

  it('names in its associations who it is assigned to', () => {
    for (const step of story.steps) {
      for (const who of ['agent', 'group']) {
        const named = dig(data(step), 'associations', who, 'id');
        if (named !== undefined) expect(named).toBe(conversation(step)[`assigned_${who}_id`]);
      }
    }
  });

  it('has statistics that agree with its times', () => {
    const clocks = [
      ['first_agent_assignment_time', 'first_agent_assigned_time'],
      ['first_group_assignment_time', 'first_group_assigned_time'],
      ['resolution_time', 'resolved_time'],
    ] as const;
    for (const step of story.steps) {
      const statistics = digRecord(conversation(step), 'statistics');
      for (const [statistic, time] of clocks) {
        const known = typeof conversation(step)[time] === 'string' && 'statistics' in conversation(step);
        expect(statistics[`${statistic}_chrs`]).toBe(known ? seconds(step, 'created_time', time) : undefined);
      }
      for (const [key, value] of Object.entries(statistics)) {
        if (key.endsWith('_bhrs'))
          expect(Number(value)).toBeLessThanOrEqual(Number(statistics[key.replace('_bhrs', '_chrs')]));
      }
    }
  });

  it('dates what was said no later than the event', () => {
    for (const step of story.steps) {
      for (const message of digList(conversation(step), 'messages')) {
        expect(Date.parse(digText(message, 'created_time'))).toBeLessThanOrEqual(happened(step));
      }
    }
  });

  it('belongs to nobody real', () => {
    const texts = story.steps.flatMap(({ payload }) => textsIn(payload)).join('\n');
    for (const [, domain] of texts.matchAll(/[\w.+-]+@([\w-]+(?:\.[\w-]+)+)/g))
      expect(domain).toMatch(/(^|\.)example\.(com|org)$/);
    for (const [, host] of texts.matchAll(/https?:\/\/([\w.-]+)/g)) expect(host).toMatch(/(^|\.)example\.(com|org)$/);
    for (const [phone] of texts.matchAll(/\+\d[\d ]{6,}\d/g))
      expect(phone.replaceAll(' ', '')).toMatch(/^(\+120255501\d\d|\+442079460\d{3}|\+447700900\d{3})$/);
    for (const step of story.steps) {
      for (const phone of [digText(data(step), 'actor', 'phone'), digText(data(step), 'associations', 'user', 'phone')])
        expect(phone).toMatch(/^(\+.*)?$/);
    }
    expect(new URL(story.account.url).hostname).toMatch(
      /^(harbourpine|lumentravel)\.freshchat\.com$|^tidewaterenergy\.myfreshworks\.com$/,
    );
  });
});

describe('a file that is no story', () => {
  const good = {
    name: 'n',
    title: 't',
    teaches: 'x',
    account: { name: 'a', url: 'https://a.freshchat.com', region: 'US' },
  };
  const step = { at: '2026-11-02T09:14:06.212Z', event: 'onConversationCreate', payload: { data: {} } };

  it.each([
    [[], 'f.json: steps must be a list of at least one step.'],
    [{ ...good, steps: [] }, 'f.json: steps must be a list of at least one step.'],
    [{ ...good, title: ' ', steps: [step] }, 'f.json: title must be a text.'],
    [{ ...good, account: null, steps: [step] }, 'f.json: account.name must be a text.'],
    [
      { ...good, steps: [step, { ...step, at: 'noon' }] },
      'f.json: steps[1].at must be a time such as 2026-11-02T09:14:06.212Z.',
    ],
    [
      { ...good, steps: [{ ...step, event: 'onTicketCreate' }] },
      'f.json: steps[0].event must be one of onConversationCreate, onConversationUpdate.',
    ],
    [{ ...good, steps: [{ ...step, payload: {} }] }, 'f.json: steps[0].payload must be an object that holds data.'],
  ])('is refused with the place: %#', (value, sentence) => {
    expect(() => parseStory(value, 'f.json')).toThrow(sentence);
  });

  it('is refused when it expects an event type that does not exist', () => {
    expect(() => parseStory({ ...good, steps: [{ ...step, expect: ['conversation.closed'] }] }, 'f.json')).toThrow(
      /^f\.json: steps\[0\]\.expect must be a list of event types \(conversation\.created, /,
    );
  });

  it('leaves a step without expectation open', () => {
    expect(parseStory({ ...good, steps: [step] }, 'f.json').steps[0]).toEqual({
      at: Date.parse(step.at),
      event: step.event,
      payload: step.payload,
    });
  });
});

describe('a name there is no story of', () => {
  it('is answered with the names there are, the nearest first', () => {
    expect(() => loadStories(['reopend-twice'])).toThrow(
      'There is no story “reopend-twice” in test_data. Did you mean reopened-twice or ',
    );
    expect(() => loadStories(['whatsapp'])).toThrow(/Did you mean whatsapp-without-email or /);
  });
});
