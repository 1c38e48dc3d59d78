/** Begins invocations: of events, of functions that a page calls, of jobs. */
import { completePayload, type Installation } from '../installation/installation';
import { end, type Invocation, type Role } from './invocation';
import { watchedPromises } from './faults';
import { noteUnheard, runHandler } from './run-handler';
import { missingRender } from './render-data';
import type { InvocationResult } from '../types';

/** What is to run, and with which payload, as it is. */
export interface Start {
  role: Role;
  /** The event's name; the function's or job's where a page called it. */
  event: string;
  handler: string;
  payload: Record<string, unknown>;
  iparams: Record<string, unknown>;
  runTimeMs: number;
  /** Globals of this kind of invocation alone. */
  globals?: Record<string, unknown>;
}

/** Starts the handler of an event; the promise resolves when the invocation ends. Throws when the platform would not have begun it. */
export function startEvent(
  installation: Installation,
  event: string,
  payload: Record<string, unknown>,
  {
    role = 'event',
    module,
    iparams = installation.iparams,
  }: { role?: Role; module?: string | undefined; iparams?: Record<string, unknown> },
): Promise<InvocationResult> {
  const handler = installation.app.handlers.find(
    (one) => one.event === event && (module === undefined || one.module === module),
  );
  if (handler === undefined)
    throw new Error(
      `manifest.json declares no handler for ${event}${module === undefined ? '' : ` under modules.${module}`}.`,
    );
  const complete = completePayload(installation, event, payload, iparams);
  const { payloadBytes, runTimeMs } = installation.limits;
  const bytes = Buffer.byteLength(JSON.stringify(complete), 'utf8');
  if (bytes > payloadBytes)
    throw new Error(`The payload of ${event} has ${bytes} bytes, and the platform delivers at most ${payloadBytes}.`);
  return start(installation, { role, event, handler: handler.name, payload: complete, iparams, runTimeMs });
}

/** Starts an invocation; the promise resolves when it ends. */
export function start(installation: Installation, what: Start): Promise<InvocationResult> {
  return begin(installation, what, (invocation) => {
    runHandler(installation, invocation, JSON.stringify(what.payload), what.globals);
  });
}

/** An invocation of whatever `run` does, under the time limit; the promise resolves when it ends. */
export function begin(
  installation: Installation,
  what: Omit<Start, 'payload' | 'globals'> & { payload?: Record<string, unknown> },
  run: (invocation: Invocation) => void,
): Promise<InvocationResult> {
  return new Promise((resolve) => {
    const { clock } = installation;
    const startedAt = clock.now();
    const invocation: Invocation = {
      id: (installation.lastInvocation += 1),
      role: what.role,
      event: what.event,
      handler: what.handler,
      iparams: what.iparams,
      hasStore: installation.installed || what.role === 'set-up',
      startedAt,
      logs: [],
      operations: [],
      over: false,
      underWay: new Set(),
      unawaited: [],
      Promise: watchedPromises((reason) => {
        noteUnheard(installation, invocation, reason);
      }),
      onEnd: (outcome, error) => {
        cancel();
        const result = record(installation, invocation, outcome, error ?? missingRender(invocation));
        installation.options.onInvocation?.(result, what.payload ?? {});
        resolve(result);
      },
    };
    const cancel = clock.at(startedAt + what.runTimeMs, () => {
      end(
        invocation,
        'timed out',
        `${what.handler} was still at work after ${what.runTimeMs} ms, which is all an invocation gets.`,
      );
    });
    run(invocation);
  });
}

function record(
  installation: Installation,
  invocation: Invocation,
  outcome: InvocationResult['outcome'],
  error: string | undefined,
): InvocationResult {
  const { id, event, handler, rendered, answer, logs, operations, unawaited, startedAt } = invocation;
  const result: InvocationResult = {
    invocation: id,
    event,
    handler,
    outcome,
    ...(error !== undefined && { error }),
    ...(rendered !== undefined && { rendered }),
    ...(answer !== undefined && { answer }),
    logs,
    operations,
    ...(unawaited.length > 0 && { unawaited }),
    startedAt,
    endedAt: installation.clock.now(),
  };
  insert(installation.invocations, result);
  return result;
}

/** They end in another order than they began; most are near the end of the list. */
function insert(results: InvocationResult[], result: InvocationResult): void {
  let index = results.length;
  while (index > 0 && (results[index - 1]?.invocation ?? 0) > result.invocation) index -= 1;
  results.splice(index, 0, result);
}
