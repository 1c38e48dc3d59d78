/** One invocation: what it did, the operations it makes, and the ways it can end. */
import { setImmediate } from 'node:timers';
import { describeThrown, Refusal } from '../rules/errors';
import { deferredOf } from './deferred';
import { latencyOf, type Installation } from '../installation/installation';
import type { FunctionAnswer, InvocationResult, LogLine, Operation, OperationName } from '../types';

type Outcome = InvocationResult['outcome'];

/** What an invocation is for: what its renderData means, and who waits for it. */
export type Role = 'event' | 'set-up' | 'function' | 'job';

export interface Invocation {
  readonly id: number;
  readonly role: Role;
  readonly event: string;
  readonly handler: string;
  readonly iparams: Record<string, unknown>;
  /** `$db` and `$schedule` exist only once the app is installed. */
  readonly hasStore: boolean;
  readonly startedAt: number;
  readonly logs: LogLine[];
  readonly operations: Operation[];
  /** What its operations return. */
  readonly Promise: PromiseConstructor;
  /** Once over, nothing of it happens any more. */
  over: boolean;
  /** Operations whose answers are still to come. */
  readonly underWay: Set<Operation>;
  /** How the handler ended; the invocation lasts until its operations are answered too. */
  settled?: { outcome: Outcome; error?: string };
  /** What was under way when it did, and nobody waited for. */
  readonly unawaited: Operation[];
  /** The first thing that went wrong without ending it. */
  note?: string;
  rendered?: { message?: string } | null;
  answer?: FunctionAnswer;
  readonly onEnd: (outcome: Outcome, error: string | undefined) => void;
}

/** What an operation comes to. */
export type Answer = { resolved: unknown } | { rejected: object };

export interface Call {
  name: OperationName;
  target: string;
  /** Takes effect at once and answers through `done`, now or later. Throws a Refusal when it changes nothing. */
  carryOut: (done: (answer: Answer) => void, operation: Operation) => void;
  /** The documented shape in which the app sees a refusal. */
  rejection: (refusal: Refusal) => object;
}

/**
 * Makes one operation for the app. The promise never settles when the invocation ends first, as for an app whose
 * machine is gone.
 */
export function operate(installation: Installation, invocation: Invocation, call: Call): unknown {
  const promise = new invocation.Promise((resolve, reject) => {
    if (invocation.over) return;
    const operation: Operation = {
      invocation: invocation.id,
      name: call.name,
      target: call.target,
      at: installation.clock.now(),
    };
    const fate = installation.options.fate?.(operation) ?? 'proceed';
    if (fate === 'die-before') {
      end(invocation, 'died', `The invocation died before ${call.name} of ${call.target} took effect.`);
      return;
    }
    invocation.operations.push(operation);
    invocation.underWay.add(operation);
    carryOut(installation, invocation, call, operation, (answer) => {
      if (invocation.over) return;
      invocation.underWay.delete(operation);
      deliver(answer, resolve, reject);
      endWhenQuiet(installation, invocation);
    });
    installation.options.onOperation?.(operation);
    if (fate === 'die-after')
      end(invocation, 'died', `The invocation died after ${call.name} of ${call.target} took effect.`);
  });
  return handedOut(installation, invocation, promise);
}

/** A promise in the form the app gets it. */
export function handedOut({ ways, app }: Installation, invocation: Invocation, promise: Promise<unknown>): unknown {
  if (!ways.deferredPromises) return promise;
  return deferredOf(promise, (thrown) => {
    note(invocation, `A callback threw: ${describeThrown(thrown, app.serverDir)}`);
  });
}

function carryOut(
  installation: Installation,
  invocation: Invocation,
  call: Call,
  operation: Operation,
  done: (answer: Answer) => void,
): void {
  try {
    checkInstalled(invocation, call.name);
    const refused = installation.options.hardships?.refuse?.(operation);
    if (refused !== undefined) throw new Refusal(refused, 'The platform is busy: try again later.');
    call.carryOut(done, operation);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    operation.refused = error.status;
    answerLater(installation, call.name, done, { rejected: call.rejection(error) });
  }
}

function checkInstalled({ hasStore }: Invocation, operation: OperationName): void {
  if (!hasStore && operation !== 'request')
    throw new Refusal(400, `${operation} is not possible yet: $db and $schedule exist only once the app is installed.`);
}

/** The platform rejects with plain objects, never with an Error. */
function deliver(answer: Answer, resolve: (value: unknown) => void, reject: (reason: object) => void): void {
  if ('resolved' in answer) resolve(answer.resolved);
  else reject(answer.rejected);
}

/** Brings an answer that is known already back to the app, after the operation's latency. */
export function answerLater(
  installation: Installation,
  operation: OperationName,
  done: (answer: Answer) => void,
  answer: Answer,
): void {
  installation.clock.at(installation.clock.now() + latencyOf(installation, operation), () => {
    done(answer);
  });
}

/** The handler has returned, thrown, or settled its promise. */
export function settle(installation: Installation, invocation: Invocation, outcome: Outcome, error?: string): void {
  invocation.settled = error === undefined ? { outcome } : { outcome, error };
  if (!hasAnswered(invocation)) invocation.unawaited.push(...invocation.underWay);
  endWhenQuiet(installation, invocation);
}

/**
 * A product event's return value is ignored, and what the handler began without waiting for it runs on: the invocation
 * ends when the handler is through and nothing is under way. One turn of the event loop lets loose promise chains make
 * their next operation first; the clock waits for it.
 */
function endWhenQuiet(installation: Installation, invocation: Invocation): void {
  if (!isQuiet(invocation)) return;
  const release = installation.clock.hold();
  setImmediate(() => {
    release();
    const { settled } = invocation;
    if (settled && isQuiet(invocation)) end(invocation, settled.outcome, settled.error);
  });
}

function isQuiet(invocation: Invocation): boolean {
  const { over, settled, underWay } = invocation;
  return !over && settled !== undefined && (underWay.size === 0 || hasAnswered(invocation));
}

/** A set-up event or a function is through with its renderData: nobody waits for what it left under way. */
function hasAnswered({ rendered, answer }: Invocation): boolean {
  return rendered !== undefined || answer !== undefined;
}

/** Ends an invocation, once; whatever its code does afterwards comes to nothing. */
export function end(invocation: Invocation, outcome: Outcome, error?: string): void {
  if (invocation.over) return;
  invocation.over = true;
  invocation.onEnd(outcome, error ?? invocation.note);
}

/** Keeps the first problem that did not end the invocation, for its result. */
export function note(invocation: Invocation, problem: string): void {
  if (!invocation.over) invocation.note ??= problem;
}
