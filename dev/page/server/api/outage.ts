import type { Destination } from './destinations';

/** What became of one moment of a shift at the destination that breaks. */
export interface OutageTold {
  state: 'told' | 'kept' | 'lost' | 'nothing to tell';
  /** When it was told, epoch ms; null where it was not. */
  at: number | null;
}

export interface OutageMoment {
  at: number;
  what: string;
  /** The conversation's name. */
  who: string;
  ours: OutageTold;
  naive: OutageTold;
}

/** A shift that meets an outage, by two designs. Times in epoch ms. */
export interface OutageRun {
  destination: Destination;
  hours: number;
  from: number;
  to: number;
  breaks: number;
  mends: number;
  moments: OutageMoment[];
}
