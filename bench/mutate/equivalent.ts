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
    'if (!isOpen) await increment(dayKey(endAfter(settings, runtime.now())), { [MISSED]: 1 });',
    'if (!isOpen) (increment(dayKey(endAfter(settings, runtime.now())), { [MISSED]: 1 }));',
    'It is the last operation of its invocation, whose answer nobody uses, and it is under way by then.',
  ],
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
    "if (place === ROOT && creation === 'created') await askForTurns(minute, runtime);",
    "if (place === ROOT && creation === 'created') (askForTurns(minute, runtime));",
    'Nothing follows in that invocation but the log, and what is under way goes on: the platform ends it when nothing is.',
  ],
  [
    'const NO_STORE = createStore(0, () => 0);',
    'const NO_STORE = createStore(0, () => 1);',
    'It tells how long operations take, of which there are none here.',
  ],
];

/** Why a change tells nothing; null where it does, or nobody has looked. */
export function whyEquivalent(code: string, mutant: Mutant): string | null {
  const lines = linesOf(code, mutant);
  return EQUIVALENT.find(([before, after]) => before === lines.before && after === lines.after)?.[2] ?? null;
}
