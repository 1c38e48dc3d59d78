/** When a card is changed, when what comes late is said beneath it, and when a change is written down: to the millisecond. */
import { tellInPlace, type SlackVoice } from '../../../src/destinations/slack/conversation-messages';
import type { RelayEvent } from '../../../src/events/event';
import type { Outcome } from '../../../src/platform/requests';

const NOW = Date.parse('2026-11-02T09:30:00.000Z');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const TIMES = { created_at: null, assigned_at: null, resolved_at: null, reopened_at: null };
const iso = (at: number): string => new Date(at).toISOString();

const event = (at: number, times: object = {}, type = 'conversation.resolved', sequence = 12_000): RelayEvent =>
  ({ type, sequence, occurred_at: iso(at), conversation: { id: 'c1', ...TIMES, ...times } }) as unknown as RelayEvent;

/** What Slack is told, and what of it is written down, where this is what the store has of the first message. */
async function doneWith(
  stored: object | null,
  told: RelayEvent,
  style: 'thread' | 'card' = 'card',
): Promise<unknown[]> {
  const done: unknown[] = [];
  const answer: Outcome = { ok: true, status: 200, ms: 1, response: '{"ok":true,"ts":"7.7"}' };
  const say =
    (what: string) =>
    (...[, to]: unknown[]): Promise<Outcome> => {
      done.push(typeof to === 'string' ? `${what} ${to}` : what);
      return Promise.resolve(answer);
    };
  const voice: SlackVoice = { post: say('post'), begin: say('begin'), reply: say('reply'), update: say('update') };
  const missing = Object.assign(new Error('Record not found'), { status: 404 });
  const $db = {
    get: () => (stored === null ? Promise.reject(missing) : Promise.resolve(stored)),
    set: (...[, value, options]: unknown[]): Promise<void> => {
      done.push([value, options]);
      return Promise.resolve();
    },
  };
  Object.assign(globalThis, { $db });
  const runtime = {
    now: () => NOW,
    random: () => 0,
    after: () => Promise.resolve(),
    pause: () => Promise.resolve(true),
  };
  await tellInPlace(style, 'a1', [told], voice, runtime);
  return done;
}

const TWO_WEEKS = 1_209_600;
const first = (at: number, sequence = 0): object => ({ ts: '1.1', at, sequence });
const written = (at: number): unknown => [{ ts: '1.1', at, sequence: 12_000 }, { ttl: TWO_WEEKS }];

test('the first message is written down for two weeks, unless another one was in the meantime', async () => {
  const begun = [
    'begin',
    [
      { ts: '7.7', at: NOW, sequence: 12_000 },
      { ttl: TWO_WEEKS, setIf: 'not_exist' },
    ],
  ];
  for (const style of ['thread', 'card'] as const) expect(await doneWith(null, event(NOW), style)).toEqual(begun);
  expect(await doneWith({ ts: 7 }, event(NOW))).toEqual(begun);
  expect(await doneWith(first(NOW), event(NOW - DAY), 'thread')).toEqual(['reply 1.1']);
});

test.each<[what: string, stored: object, at: number, done: unknown[]]>([
  ['is a minute old changes the card', first(0), NOW - MINUTE, ['update 1.1']],
  ['is older is said beneath it', first(0), NOW - MINUTE - 1, ['reply 1.1']],
  ['is nearly four days old is said beneath it', first(0), NOW - 4 * DAY + 1, ['reply 1.1']],
  ['is four days old or more tells nothing by its age', first(0), NOW - 4 * DAY, ['update 1.1']],
  ['comes a minute after another is written down', first(NOW - MINUTE), NOW, ['update 1.1', written(NOW)]],
  ['comes later than that is not', first(NOW - MINUTE - 1), NOW, ['update 1.1']],
  ['is older than what the card tells is said beneath it', first(NOW), NOW - 1, ['reply 1.1']],
  ['is of the same moment and sorts behind it changes the card', first(NOW, 11_999), NOW, ['update 1.1', written(NOW)]],
  ['is the same change again changes it again', first(NOW, 12_000), NOW, ['update 1.1', written(NOW)]],
  ['is of the same moment and sorts before it is said beneath it', first(NOW, 12_001), NOW, ['reply 1.1']],
])('what %s', async (...[, stored, at, done]) => {
  expect(await doneWith(stored, event(at))).toEqual(done);
});

test('the conversation’s own times count as other changes, save the one that is this very change', async () => {
  const writes = async (times: object, type?: string): Promise<boolean> =>
    (await doneWith(first(0), event(NOW, times, type))).length === 2;
  const soon = iso(NOW - MINUTE);
  expect([
    await writes({}),
    await writes({ created_at: soon }),
    await writes({ assigned_at: soon }),
    await writes({ reopened_at: soon }),
    await writes({ assigned_at: iso(NOW - MINUTE - 1) }),
    await writes({ resolved_at: soon }),
    await writes({ resolved_at: soon }, 'conversation.reopened'),
    await writes({ reopened_at: soon }, 'conversation.reopened'),
    await writes({ assigned_at: soon }, 'conversation.agent.assigned'),
  ]).toEqual([false, true, true, true, false, false, true, false, false]);
});
