/** Ways to send a delivery once more to a receiver of the person's own. */
export const TRIAL_KINDS = ['resend', 'repeat', 'tampered', 'stale', 'unknown type'] as const;
export type TrialKind = (typeof TRIAL_KINDS)[number];

export interface Trial {
  kind: TrialKind;
  /** The `webhook-id` it was sent with. */
  id: string;
  body: string;
  secrets: readonly string[];
}

export interface TrialResult {
  kind: TrialKind;
  /** Null when nothing came back. */
  status: number | null;
  /** The beginning of what it answered. */
  words: string;
  /** What that means, as a sentence. */
  verdict: string;
}
