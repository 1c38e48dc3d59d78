/** Written by the build (dev/build/settings-examples.mts): what the app says of example events, by its own sentences. */

export interface ExampleEvent {
  type: string;
  occurred_at: string;
  conversation?: { user: object | null };
}

export interface Example {
  kind: string;
  /** What a channel reads, with personal data left out and with it included. */
  said: { without: string; with: string };
  /** What a webhook is sent, as an entry of `data.events`, with personal data left out. */
  event: ExampleEvent;
}

/** At most one a kind. */
export declare const EXAMPLES: readonly Example[];

/** An invented customer, as `user` has one where personal data is included. */
export declare const CUSTOMER: object;
export declare const FIRST_MESSAGE: string;
