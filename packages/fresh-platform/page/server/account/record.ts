/** Writes down what happens on an account: requests, log lines, invocations. */
import type { InvocationResult, LogLine, OutgoingRequest } from '../../../types';
import type { Account } from './holdings';
import type { InvocationView, RequestView } from '../api';

/** Older ones are let go, so that a page left open for days stays quick. */
export const MOST = { requests: 6_000, invocations: 2_000, logs: 4_000, switches: 500 };

/** Adds an item, and lets the oldest go beyond `most`; returns how many that were. */
export function bounded<T>(list: T[], item: T, most: number): number {
  list.push(item);
  return list.length > most ? list.splice(0, list.length - most).length : 0;
}

/** A request leaves. */
export function keepRequest(account: Account, request: OutgoingRequest): RequestView {
  const view: RequestView = {
    id: (account.lastRequest += 1),
    invocation: request.invocation ?? 0,
    request,
    answer: null,
    fault: '',
  };
  account.forgotten.requests += bounded(account.requests, view, MOST.requests);
  return view;
}

/** Which event it is of is known when the invocation has ended. */
export function keepLog(account: Account, line: LogLine): void {
  const view = { ...line, id: (account.lastLog += 1), event: '' };
  account.forgotten.logs += bounded(account.logs, view, MOST.logs);
}

export function keepInvocation(account: Account, result: InvocationResult): void {
  for (const line of account.logs) if (line.invocation === result.invocation) line.event = result.event;
  account.forgotten.invocations += bounded(account.invocations, viewOf(result), MOST.invocations);
}

/** What an invocation came to, without the list of its operations. */
export function viewOf({ operations, ...result }: InvocationResult, messages: readonly string[] = []): InvocationView {
  const counts: Record<string, number> = {};
  for (const { name } of operations) counts[name] = (counts[name] ?? 0) + 1;
  return { ...result, operations: counts, messages: [...messages] };
}
