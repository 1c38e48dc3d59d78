/** Changes that change nothing anybody could tell, each with why: looked at by a person after `npm run mutate` had printed it. */
import { linesOf, type Mutant } from './sites';

/** A line of server.js as it stands, as it becomes, and why that is the same. */
type Equivalent = readonly [before: string, after: string, why: string];

/** What does the work of a page's function, where that has another name. */
const WORK: Readonly<Record<string, string>> = { status: 'pageStatus', retryNow: 'retryFromPage' };

const EQUIVALENT: readonly Equivalent[] = [
  [
    'return index <= EXACT_S ? index : EXACT_S * Math.exp((index - EXACT_S) * BUCKET_GROWTH);',
    'return index < EXACT_S ? index : EXACT_S * Math.exp((index - EXACT_S) * BUCKET_GROWTH);',
    'At the border both ways give the same number.',
  ],
  ...['testDestination', 'listSlackChannels', 'status', 'retryNow', 'settingsSaved'].map((name): Equivalent => {
    const call = `answerPage('${name}', () => ${WORK[name] ?? name}(payload, realRuntime))`;
    return [
      `await ${call};`,
      `(${call});`,
      'What a page calls is answered by renderData, and the function catches whatever fails in it.',
    ];
  }),
  [
    'return depth >= MAX_DEPTH || valuesLeft < 0 ? MASK : maskInside(key, value, keepBelow(key, keep), depth + 1);',
    'return depth >= MAX_DEPTH || valuesLeft <= 0 ? MASK : maskInside(key, value, keepBelow(key, keep), depth + 1);',
    'It is about the last of three hundred thousand values: a payload of 256 KB has fewer, and one that holds itself has no end.',
  ],
  [
    'return endAfter(settings, moment - 1) === moment;',
    'return endAfter(settings, moment - 2) === moment;',
    'Days end a day apart: a millisecond before an end or two, that end is the next.',
  ],
  [
    'for (let at = Math.max(since, until - FURTHEST_MS); at < until;) {',
    'for (let at = Math.max(since, until - FURTHEST_MS); at <= until;) {',
    'A stretch that begins at the end adds nothing.',
  ],
  [
    'return sorted.find(({ count }) => (passed += count) >= rank)?.seconds ?? 0;',
    'return sorted.find(({ count }) => (passed += count) >= rank)?.seconds ?? 1;',
    'No rank lies behind the last duration.',
  ],
  [
    "pack({ to: '', at: now, notBefore: null, refusals: 0, events: [slim(event, longest)] }),",
    "pack({ to: '', at: now, notBefore: null, refusals: 1, events: [slim(event, longest)] }),",
    'What a wait holds is never in the outbox: only its event is read.',
  ],
  [
    'if (id === urgent) lane.refused.retry = { ...lane.refused.retry, next: 0 };',
    'if (id === urgent) lane.refused.retry = { ...lane.refused.retry, next: 1 };',
    'Both are long over.',
  ],
  [
    "return `k${to.slice(0, 8)}x${first}${events.length === 1 ? '' : `x${events.length}`}`;",
    "return `k${to.slice(0, 8)}x${first}${events.length === 2 ? '' : `x${events.length}`}`;",
    'Names of items with the same first event tell them apart by their sizes as before, and have room for two letters more.',
  ],
  [
    'if (state.cursor % SAVED_EVERY === 0) await turn.save();',
    'if (state.cursor % SAVED_EVERY === 1) await turn.save();',
    'After every sixth minute either way.',
  ],
  [
    'const minutes = minutesFrom(Math.max(openMinute(now), state?.cursor ?? 0), boxMinuteAt(now) + 1);',
    'const minutes = minutesFrom(Math.max(openMinute(now), state?.cursor ?? 0), boxMinuteAt(now) + 2);',
    'No box is found by the minute after the last of one.',
  ],
  [
    "return data === null ? [] : [{ inbox: 'driver', minute: 0, place: '', item: unpack(own(data, 'item')) }];",
    "return data === null ? [] : [{ inbox: 'driver', minute: 1, place: '', item: unpack(own(data, 'item')) }];",
    'What is with the driver is told from the rest by its inbox, and either minute is long over.',
  ],
  [
    'async function placeInFirst([part = 0, ...others], minute, item, runtime, until) {',
    'async function placeInFirst([part = 1, ...others], minute, item, runtime, until) {',
    'There is always a part to begin with: the value is there for the types.',
  ],
  [
    'forget: async (found) => (found.length === 0 || (await unschedule(DRIVER)) ? [] : found),',
    'forget: async (found) => (!(found.length === 0 || (await unschedule(DRIVER))) ? [] : found),',
    'Of the driver nobody asks what is still there: should it stay, its next turn comes to rest again.',
  ],
  [
    'if (now - state.restingSince < WRITTEN_MS || minutes.length > store.left) return false;',
    'if (now - state.restingSince < WRITTEN_MS || minutes.length >= store.left) return false;',
    'At rest a turn looks at fewer minutes than half of the operations that it has left: whether it may use the last one is never asked.',
  ],
  [
    'return restingSince !== 0 && cursor <= lastOfRest(restingSince);',
    'return restingSince !== 1 && cursor <= lastOfRest(restingSince);',
    'Of no rest the last minute would be in 1970, before every cursor.',
  ],
  [
    'const SUMMARY_OPERATIONS = 20;',
    'const SUMMARY_OPERATIONS = 21;',
    'A summary makes as many operations as it needs, and nothing asks how many are left.',
  ],
  [
    "const signature = new standardwebhooks.Webhook(KEY).sign('', new Date(0), text);",
    "const signature = new standardwebhooks.Webhook(KEY).sign('', new Date(1), text);",
    'What is signed names whole seconds.',
  ],
  [
    'const FIRST_OPERATIONS = 3;',
    'const FIRST_OPERATIONS = 4;',
    'Nothing asks how many operations are left for a first message.',
  ],
  [
    'return isNumber(value) ? value : 0;',
    'return isNumber(value) ? value : 1;',
    'A card whose moment is not known is older than any change, by a millisecond of 1970 more or less.',
  ],
  [
    'return depth >= MAX_DEPTH || valuesLeft < 0 ? MASK : maskInside(key, value, keepBelow(key, keep), depth + 1);',
    'return depth >= MAX_DEPTH || valuesLeft < 1 ? MASK : maskInside(key, value, keepBelow(key, keep), depth + 1);',
    'It is about the last of three hundred thousand values, as above.',
  ],
  ['takenAt: 0,', 'takenAt: 1,', 'Both are a moment long before anything was kept.'],
  [
    'const mark = { of: markOf(payload.id), by: momentNear(payload, now), attended: true };',
    'const mark = { of: markOf(payload.id), by: momentNear(payload, now), attended: false };',
    'What is read of a mark is that it has the key.',
  ],
  [
    'if (now - state.restingSince < WRITTEN_MS || minutes.length > store.left) return false;',
    'if (now - state.restingSince <= WRITTEN_MS || minutes.length > store.left) return false;',
    'The last turns come eleven and a half, thirteen and fifteen and a half minutes later, or still later.',
  ],
  [
    'if (isDriven) await driver.forget(await driver.read(0, turn.store), turn.store, []);',
    'if (isDriven) await driver.forget(await driver.read(1, turn.store), turn.store, []);',
    'There is one driver, whatever the minute.',
  ],
  [
    'if (isEmpty(refused) && items.length > 0) {',
    'if (isEmpty(refused) && items.length >= 0) {',
    'How an empty queue is tried is set anew when something comes to it.',
  ],
  [
    "return isOfParts && Object.values(tuple).some((side) => typeof side === 'object' && side !== null);",
    "return isOfParts && Object.values(tuple).some((side) => typeof side === 'object' || side !== null);",
    'What has no lists or objects inside is copied for nothing.',
  ],
  [
    'return batch.map((kept) => ({ ...kept, refusals: kept.refusals + 1 }));',
    'return batch.map((kept) => ({ ...kept, refusals: kept.refusals + 2 }));',
    'What is read is whether an item was refused, and not how often.',
  ],
  [
    'const value = await counted(() => $db.get(key));',
    'const value = (counted(() => $db.get(key)));',
    'The promise is an object, so it is returned and waited for; what a key holds is always an object.',
  ],
];

/** Lines that are not in the script any more, as it has become another one. */
export function outdated(code: string): string[] {
  const lines = new Set(code.split('\n').map((line) => line.trim()));
  return EQUIVALENT.map(([before]) => before).filter((before) => !lines.has(before));
}

/** Why a change tells nothing; null where it does, or nobody has looked. */
export function whyEquivalent(code: string, mutant: Mutant): string | null {
  const lines = linesOf(code, mutant);
  return EQUIVALENT.find(([before, after]) => before === lines.before && after === lines.after)?.[2] ?? null;
}
