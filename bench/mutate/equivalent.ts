/** Changes that change nothing anybody could tell, each with why: looked at by a person after `npm run mutate` had printed it. */
import { linesOf, type Mutant } from './sites';

/** A line of server.js as it stands, as it becomes, and why that is the same. */
type Equivalent = readonly [before: string, after: string, why: string];

const EQUIVALENT: readonly Equivalent[] = [
  [
    'return index <= EXACT_S ? index : EXACT_S * Math.exp((index - EXACT_S) * BUCKET_GROWTH);',
    'return index < EXACT_S ? index : EXACT_S * Math.exp((index - EXACT_S) * BUCKET_GROWTH);',
    'At the border both ways give the same number.',
  ],
  [
    "await answerPage('listSlackChannels', () => listSlackChannels(payload, realRuntime));",
    "(answerPage('listSlackChannels', () => listSlackChannels(payload, realRuntime)));",
    'What a page calls is answered by renderData, and the function catches whatever fails in it.',
  ],
  [
    'if (!isOpen) await increment(dayKey(endAfter(settings, runtime.now())), { [MISSED]: 1 });',
    'if (!isOpen) (increment(dayKey(endAfter(settings, runtime.now())), { [MISSED]: 1 }));',
    'It is the last operation of its invocation, whose answer nobody uses, and it is under way by then.',
  ],
  [
    'await askForTurn(now + (LAST_TURNS_MS[0] ?? 0), null);',
    'await askForTurn(now - (LAST_TURNS_MS[0] ?? 0), null);',
    'Such a turn has asked for the same one as it began.',
  ],
  [
    'return depth >= MAX_DEPTH || valuesLeft < 0 ? MASK : maskInside(key, value, keepBelow(key, keep), depth + 1);',
    'return depth >= MAX_DEPTH || valuesLeft <= 0 ? MASK : maskInside(key, value, keepBelow(key, keep), depth + 1);',
    'It is about the last of three hundred thousand values: a payload of 256 KB has fewer, and one that holds itself has no end.',
  ],
];

/** Why a change tells nothing; null where it does, or nobody has looked. */
export function whyEquivalent(code: string, mutant: Mutant): string | null {
  const lines = linesOf(code, mutant);
  return EQUIVALENT.find(([before, after]) => before === lines.before && after === lines.after)?.[2] ?? null;
}
