/** The shape of a conversation's picture, made on the server (dev/page/server/account/pictures.ts) and drawn in the browser. */

/** Who can hold a conversation; every kind has a lane of its own. */
export const LANES = ['unassigned', 'group', 'agent', 'resolved'] as const;
export type Lane = (typeof LANES)[number];

/** A stretch of time in which the conversation lay with one holder. */
export interface PictureSpan {
  lane: Lane;
  /** "First line", "Asha Raman, First line"; for a resolved one, who resolved it; empty for nobody. */
  who: string;
  /** Epoch ms. */
  from: number;
  /** Epoch ms; null: goes on. */
  to: number | null;
}

/** What became of telling one destination. */
export type ToldState = 'delivered' | 'kept' | 'retried' | 'given up' | 'not told';

export interface Told {
  destination: string;
  state: ToldState;
  /** What went wrong at first, where it is known. */
  reason?: string;
  /** When a retried one was delivered, epoch ms, where it is known. */
  deliveredAt?: number;
  /** What was said: a chat message's words; empty for a webhook. */
  says?: string;
  /** The number of the delivery that brought it, or tried to. */
  delivery?: number;
}

/** A time in which a destination did not take what it was sent. Epoch ms; `to` is null while it lasts. */
export interface PictureOutage {
  destination: string;
  from: number;
  to: number | null;
}

/** A moment at which something happened. */
export interface PictureMark {
  /** Epoch ms. */
  at: number;
  /** A sentence. */
  what: string;
  /** The app's event types, in the order it told them; empty when it found nothing to tell. */
  types: string[];
  told: Told[];
}

/** The life of a conversation. Spans follow each other without gaps, and marks are in order. */
export interface ConversationPicture {
  id: string;
  title: string;
  subtitle: string;
  spans: PictureSpan[];
  marks: PictureMark[];
  outages: PictureOutage[];
  /** How far the picture reaches, epoch ms; never before its last mark. */
  now: number;
}
