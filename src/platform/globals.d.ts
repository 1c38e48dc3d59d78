/**
 * The platform's globals, as far as this app uses them: the one place that says what serverless code may touch.
 * Source: Freshworks app SDK v3.0, serverless apps. Nothing else of Node or the browser exists at run time.
 */

/** A template's answer: any status below 400, a redirect included. `response` is text. */
interface TemplateAnswer {
  status?: number;
  headers?: Record<string, unknown>;
  response?: unknown;
}

declare const console: { log(line: string): void; info(line: string): void; error(line: string): void };

declare const $request: {
  /** Rejects with `{ status, headers, response, errorSource }` on a status from 400 on, network failure or spent quota. */
  invokeTemplate(name: string, options: { context: Record<string, string>; body?: string }): Promise<TemplateAnswer>;
};

declare const $db: {
  /** Rejects with status 404 where there is no such key. */
  get(key: string): Promise<Record<string, unknown>>;
  set(key: string, value: object, options?: { ttl?: number; setIf?: 'exist' | 'not_exist' }): Promise<unknown>;
  /** `append` is atomic and creates a missing key. */
  update(key: string, action: 'append', attributes: Record<string, unknown[]>): Promise<unknown>;
  /** Atomic; creates a missing key and missing attributes. */
  update(key: string, action: 'increment', attributes: Readonly<Record<string, number>>): Promise<unknown>;
  delete(key: string): Promise<unknown>;
};

declare const $schedule: {
  /** Rejects where a schedule of that name is pending, or the limit on schedules is reached. */
  create(schedule: {
    name: string;
    data: object;
    schedule_at: string;
    repeat?: { time_unit: 'minutes' | 'hours' | 'days'; frequency: number };
  }): Promise<unknown>;
  /** Rejects with status 404 where none of that name is pending. */
  update(schedule: { name: string; data: object; schedule_at: string }): Promise<unknown>;
  fetch(schedule: { name: string }): Promise<{ data?: unknown }>;
  delete(schedule: { name: string }): Promise<unknown>;
};

/**
 * Ends a set-up event: without argument it accepts, with a message of at most 60 characters it refuses. Answers a page's
 * call: with null and data, or with an error.
 */
declare function renderData(error?: { status?: number; message: string } | null, data?: object): void;

/** Of the language since ECMAScript 2024; the compiler's library is older. `value` resolves to `timed-out` after `timeout` ms where nothing is stored at `index`. */
interface Atomics {
  waitAsync?(
    array: Int32Array,
    index: number,
    value: number,
    timeout: number,
  ): { async: boolean; value: string | Promise<string> };
}

/** The platform looks for `exports = { … }` at the top of server.js, and for functions written in it. */
declare let exports: Readonly<Record<string, (payload: unknown) => void | Promise<void>>>;
