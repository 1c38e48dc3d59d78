/** Stories, and what comes of playing them. Times in epoch ms. */
import type { InvocationResult } from '../../../../packages/fresh-platform/types';
import type { Told } from './destinations';

export interface StoryView {
  name: string;
  title: string;
  teaches: string;
  /** What happens in each step, as a sentence, and how long after the one before it, ms. */
  steps: { event: string; what: string; after: number; note: string }[];
}

/** A story that is being stepped through. */
export interface Playing {
  name: string;
  title: string;
  conversation: string;
  /** Steps played so far. */
  done: number;
  total: number;
  /** Until the next step, ms of the story's time; 0 when there is none. */
  pause: number;
}

/** What one step of a story came to. */
export interface PlayedStep {
  event: string;
  outcome: InvocationResult['outcome'];
  /** A sentence; empty when all went well. */
  error: string;
  conversation: string;
  /** Event types that the app found. */
  found: string[];
  told: Told[];
}
