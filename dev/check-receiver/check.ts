/** Asks a receiver everything that docs/receiving.md says of one. */
import { CHECKS, type Verdict } from './checks';
import { realDeliveries } from './deliveries';
import { createTarget } from './target';

export interface CheckOptions {
  /** Where deliveries go. */
  url: URL;
  /** What they are signed with, `whsec_…`. */
  secret: string;
  /** Where the receiver shows the events it has, each by its id, in their order; null: nowhere. */
  shows: URL | null;
  /** How long an answer may take, in ms; the platform gives up after 15 s. */
  longest?: number;
}

const LONGEST_MS = 15_000;

/** Told one by one; the last says how fast it was. */
export async function* checkReceiver({
  url,
  secret,
  shows,
  longest = LONGEST_MS,
}: CheckOptions): AsyncGenerator<Verdict> {
  const target = createTarget(url, shows, longest);
  const real = await realDeliveries(secret);
  for (const { says, run } of CHECKS) yield { says, ...(await run({ target, secret, real })) };
  yield { says: 'answers in time', ...inTime(target.slowest(), longest) };
}

function inTime(slowest: number, longest: number): Omit<Verdict, 'says'> {
  const words = `the slowest answer took ${slowest < 1_000 ? `${Math.ceil(slowest)} ms` : `${(slowest / 1_000).toFixed(1)} s`}`;
  return slowest < longest
    ? { result: 'pass', words }
    : { result: 'FAIL', words: `${words}. Store, answer, and do the work afterwards.` };
}
