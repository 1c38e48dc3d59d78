/** The receiver that is checked, over HTTP on this machine. */
import { dig } from '../../packages/fresh-platform/lib/dig';
import { UserError } from '../../packages/fresh-platform/lib/json-file';
import type { Sent } from './deliveries';

export interface Answer {
  /** 0 where none came. */
  status: number;
  /** What it did, as the start of a sentence. */
  words: string;
}

export interface Target {
  post(sent: Sent): Promise<Answer>;
  /** What the receiver shows of its events; null where nobody said where. */
  shown(): Promise<string | null>;
  /** The longest that an answer took so far. */
  slowest(): number;
}

export function isTaken({ status }: Answer): boolean {
  return status >= 200 && status <= 299;
}

/** `longest`: how long an answer may take, in ms. Throws a UserError where nothing listens there. */
export function createTarget(url: URL, shows: URL | null, longest: number): Target {
  let slowest = 0;
  return {
    post: async (sent) => {
      const start = performance.now();
      const answer = await ask(url, sent, longest);
      slowest = Math.max(slowest, performance.now() - start);
      return answer;
    },
    shown: async () => (shows === null ? null : (await fetch(shows)).text()),
    slowest: () => slowest,
  };
}

/** Redirects are not followed: the platform follows none. */
async function ask(url: URL, { headers, body }: Sent, longest: number): Promise<Answer> {
  try {
    const signal = AbortSignal.timeout(longest);
    const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    await answer.arrayBuffer();
    return { status: answer.status, words: `it answered ${answer.status}` };
  } catch (error) {
    if (isRefused(error)) throw new UserError(`Nothing listens at ${url.href}: start the receiver first.`);
    const isLate = dig(error, 'name') === 'TimeoutError';
    return {
      status: 0,
      words: isLate ? `it did not answer within ${longest / 1_000} s` : 'it broke the connection off',
    };
  }
}

function isRefused(error: unknown): boolean {
  return dig(error, 'cause', 'code') === 'ECONNREFUSED';
}
