/** Written by the build (dev/build/settings-examples.ts): what the app says of example events, by its own sentences. */

export interface ExampleEvent {
  type: string;
  occurred_at: string;
  conversation?: { user: object | null };
}

/** How a conversation stands, or what a day held. */
export interface Card {
  heading: string;
  /** Each a label and a value. */
  facts: readonly (readonly string[])[];
  foot: readonly string[];
}

/** What a channel reads: a message, and a conversation's card. A summary is a table in any style. */
export interface Said {
  text?: string;
  card?: Card;
}

export interface Example {
  kind: string;
  /** With personal data left out and with it included. */
  said: { without: Said; with: Said };
  /** What a webhook is sent, as an entry of `data.events`, with personal data left out. */
  event: ExampleEvent;
}

/** One a kind. */
export declare const EXAMPLES: readonly Example[];

/** An invented customer, as `user` has one where personal data is included. */
export declare const CUSTOMER: object;
export declare const FIRST_MESSAGE: string;
