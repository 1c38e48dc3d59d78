/** The operations an app can make; each may be counted, refused, delayed or be the last thing an invocation does. */
export type OperationName =
  | 'request'
  | 'db.get'
  | 'db.set'
  | 'db.update'
  | 'db.delete'
  | 'schedule.create'
  | 'schedule.fetch'
  | 'schedule.update'
  | 'schedule.delete';

/** One operation as the platform saw it. `refused` holds the status it was refused with; a refused operation changed nothing. */
export interface Operation {
  invocation: number;
  name: OperationName;
  /** Template name, key or schedule name. */
  target: string;
  at: number;
  refused?: number;
  /** Why a request reached nobody: the app is told the same words whatever the reason. */
  reason?: string;
}

/** What a steered platform does with an operation: carry it out, or end the invocation before or after it took effect. */
export type Fate = 'proceed' | 'die-before' | 'die-after';

export type LogLevel = 'log' | 'info' | 'warn' | 'error';

export interface LogLine {
  invocation: number;
  at: number;
  level: LogLevel;
  text: string;
}

/** What a function that a page calls answered: `renderData(null, data)`, or `renderData({ status, message })`. */
export type FunctionAnswer = { response: unknown } | { status: number; message: string };

/** How an invocation ended; `event` is a function's or job's name where a page called it. `threw` covers a rejected promise as well; `error` is a sentence that names the rule. */
export interface InvocationResult {
  invocation: number;
  event: string;
  handler: string;
  outcome: 'completed' | 'threw' | 'timed out' | 'died';
  error?: string;
  /** Present for app set-up events that called it: `null` for `renderData()`, its first argument otherwise. */
  rendered?: { message?: string } | null;
  /** Present for functions that a page calls, once they called renderData. */
  answer?: FunctionAnswer;
  logs: LogLine[];
  operations: Operation[];
  /**
   * Present where the handler was through while these were still under way, and no renderData had ended it: nothing waited for their
   * answers. Here they go on; whether the platform lets them is not documented, and nobody hears of their refusal.
   */
  unawaited?: Operation[];
  startedAt: number;
  endedAt: number;
}

/** What comes with the data of an external event: the request's headers, and the options that generateTargetUrl was given. */
export interface ExternalEvent {
  headers?: Record<string, string>;
  options?: string;
}
