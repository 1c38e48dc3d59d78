/** Names and shapes the simulator, the tests and the bench share. */

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
}

/** What a steered platform does with an operation: carry it out, or end the invocation before or after it took effect. */
export type Fate = 'proceed' | 'die-before' | 'die-after';

/** A request as it leaves the platform, templates filled in. */
export interface OutgoingRequest {
  template: string;
  method: string;
  host: string;
  /** Starts with `/`; holds the query string. */
  path: string;
  headers: Record<string, string>;
  body: string;
  /** Virtual time it left, epoch ms. */
  at: number;
  attempt: number;
}

/** What a receiver answers; `latency` in virtual ms. A receiver that rejects stands for a network failure. */
export interface ReceiverAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
  latency?: number;
}

export type Receiver = (request: OutgoingRequest) => ReceiverAnswer | Promise<ReceiverAnswer>;

export type LogLevel = 'log' | 'info' | 'error';

export interface LogLine {
  invocation: number;
  at: number;
  level: LogLevel;
  text: string;
}

/** How an invocation ended. `threw` covers a rejected promise as well; `error` is a sentence that names the rule. */
export interface InvocationResult {
  invocation: number;
  event: string;
  handler: string;
  outcome: 'completed' | 'threw' | 'timed out' | 'died';
  error?: string;
  /** Present for app set-up events that called it: `null` for `renderData()`, its first argument otherwise. */
  rendered?: { message?: string } | null;
  logs: LogLine[];
  operations: Operation[];
  startedAt: number;
  endedAt: number;
}

/** Per installation; the defaults are the platform's. */
export interface Limits {
  requestsPerMinute: number;
  requestBodyBytes: number;
  responseBytes: number;
  requestTimeoutMs: number;
  dbOperationsPerMinute: number;
  dbKeyCharacters: number;
  dbEntryBytes: number;
  oneTimeSchedules: number;
  recurringSchedules: number;
  scheduleDataBytes: number;
  scheduleNameCharacters: number;
  payloadBytes: number;
  runTimeMs: number;
  /** Within which a set-up event should call renderData. */
  setUpMs: number;
}

export interface StoredEntry {
  key: string;
  value: Record<string, unknown>;
  bytes: number;
  expiresAt?: number;
}

export interface PendingSchedule {
  name: string;
  data: Record<string, unknown>;
  /** Next time it fires, epoch ms. */
  at: number;
  repeatMs?: number;
}

/** What of an installation outlives a process, as plain JSON. Times are epoch ms. */
export interface PlatformSnapshot {
  iparams: Record<string, unknown>;
  /** Values as JSON text. */
  store: { key: string; json: string; expiresAt?: number }[];
  schedules: {
    name: string;
    data: Record<string, unknown>;
    at: number;
    repeat?: { time_unit: 'minutes' | 'hours' | 'days'; frequency: number };
  }[];
  /** Moments of the last minute that count against the quotas. */
  requests: number[];
  dbOperations: number[];
  lastInvocation: number;
}

export interface PlatformOptions {
  /** Folder that holds manifest.json, config/ and server/. */
  appDir: string;
  iparams?: Record<string, unknown>;
  /** The installation goes on where this one was; its iparams stand above `iparams`. What fell due meanwhile fires as soon as the clock moves. */
  snapshot?: PlatformSnapshot;
  /** Address of the account, as `currentHost.endpoint_urls.freshchat`. */
  freshchatUrl?: string;
  region?: string;
  clock?: Clock;
  receiver?: Receiver;
  limits?: Partial<Limits>;
  /** Virtual ms an operation takes before its answer reaches the app; a request takes its receiver's latency besides. */
  latency?: (operation: OperationName) => number;
  /** Asked before every operation; default: proceed. */
  fate?: (operation: Operation) => Fate;
  onLog?: (line: LogLine) => void;
  onOperation?: (operation: Operation) => void;
  onInvocation?: (result: InvocationResult) => void;
  /**
   * Rewrites a server file before it is compiled (coverage), with globals that the rewritten text needs.
   * `path` is absolute. Called once per file: what it returns is compiled once and kept.
   */
  instrument?: (code: string, path: string) => string;
  sandboxGlobals?: Record<string, unknown>;
  /** Stands in for `Math.random` inside the sandbox, so that a jittered wait can be repeated. */
  random?: () => number;
  /** Real ms after which a handler that never gives way (an endless loop) is cut; default 5,000. `Infinity` spares the watch, a thread an invocation. */
  hangMs?: number;
}

/** Virtual time. Nothing in the simulator sleeps: time moves only when a test or command moves it. */
export interface Clock {
  now(): number;
  /** Calls back at a virtual time; returns a function that calls it off. */
  at(time: number, callback: () => void): () => void;
  /** Marks real work (a socket) under way, for which `advance` waits; returns a function that ends it. */
  hold(): () => void;
  /** Runs everything that falls due up to the given time, in order, letting promises settle in between. */
  advanceTo(time: number): Promise<void>;
  advance(ms: number): Promise<void>;
  /**
   * Moves time from event to event until the promise settles, and settles as it does. Rejects when nothing is
   * left that could happen, rather than wait for ever.
   */
  until<T>(promise: Promise<T>): Promise<T>;
}

export interface Platform {
  readonly clock: Clock;
  readonly limits: Limits;
  /**
   * Delivers a product event: `payload` as recorded (data, event, timestamp, …); what the platform adds
   * (currentHost, iparams, region, version, and a timestamp where there is none) is added. Resolves when the
   * invocation ends, moving the clock as far as that needs.
   */
  invoke(event: string, payload: Record<string, unknown>): Promise<InvocationResult>;
  /** The same without moving the clock: many at once, or a clock the caller moves. */
  start(event: string, payload: Record<string, unknown>): Promise<InvocationResult>;
  /** Runs onAppInstall with the iparams; on acceptance they become the installation's. */
  install(iparams: Record<string, unknown>): Promise<InvocationResult>;
  /** Runs onAppUninstall; on acceptance wipes store and schedules. */
  uninstall(): Promise<InvocationResult>;
  setIparams(iparams: Record<string, unknown>): void;
  setReceiver(receiver: Receiver): void;
  entries(): StoredEntry[];
  schedules(): PendingSchedule[];
  /** Operations counted in the last 60 s. */
  quota(): { requests: number; dbOperations: number };
  /** Take it while no invocation is under way: those do not outlive a process. */
  snapshot(): PlatformSnapshot;
  /** Every invocation so far, oldest first, those of schedules included. */
  readonly invocations: InvocationResult[];
}
