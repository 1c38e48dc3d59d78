/** What one update did, as parts of sentences that name the conversation or call it "it". */
import type { ConversationEvent } from '../events/event';
import type { Place } from './escaping';

/** What is told, of which events: those of one payload, at least one. */
export interface Telling {
  events: readonly ConversationEvent[];
  place: Place;
  /** Whether the customer did it, by writing or in person. */
  isByCustomer: boolean;
  /** Whether it happened so much by itself that naming what did it says nothing. */
  isByItself: boolean;
}

/** Something that somebody or something did. */
export interface Deed {
  /** As the rest of a sentence whose subject is who acted: `resolved it`. */
  by: (it: string) => string;
  /** As a whole sentence, for what happens by itself: `it was resolved automatically`. */
  passive?: (it: string) => string;
  /** Whether it is told as a whole sentence whoever did it. */
  isPassive?: boolean;
  /** What follows at once, such as how long it took; with its own comma. */
  after?: string;
  /** A sentence of its own behind it, without a full stop. */
  then?: string;
  /** Whether it says who holds the conversation now. */
  saysHolder?: boolean;
  /** Whether it says which group the conversation is in now. */
  saysGroup?: boolean;
}

/** Something that is nobody's deed, as a whole sentence. */
export interface Fact {
  fact: (it: string) => string;
}

export type Told = Deed | Fact;
