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
  /** The invocation that made it. */
  invocation?: number;
}

/**
 * What a receiver answers; `latency` in virtual ms. A receiver that rejects stands for a network failure. With
 * `errorSource: 'PLATFORM'` it stands for the platform itself, which let nothing out (an open circuit breaker, a blocked address).
 */
export interface ReceiverAnswer {
  status: number;
  errorSource?: 'APP' | 'PLATFORM';
  headers?: Record<string, string>;
  body?: string;
  latency?: number;
}

export type Receiver = (request: OutgoingRequest) => ReceiverAnswer | Promise<ReceiverAnswer>;
