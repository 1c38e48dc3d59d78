import type { PlayedStory } from './play';

/** What a run came to. */
export interface Summary {
  stories: number;
  payloads: number;
  /** Events the app found. */
  events: number;
  /** Webhook deliveries whose signature was right and that were accepted. */
  verified: number;
  /** Webhook deliveries whose signature was wrong. */
  unverified: number;
  /** Messages Slack and Teams accepted. */
  messages: number;
  /** Entries still kept in the app's store when its story ended. */
  kept: number;
  /** Everything that was not as it should be; a run without any succeeded. */
  problems: number;
}

/** Adds up played stories. */
export function summarize(played: readonly PlayedStory[]): Summary {
  const steps = played.flatMap((story) => story.steps);
  const deliveries = steps.flatMap((step) => step.deliveries);
  const kept = sum(played.map((story) => story.kept));
  return {
    stories: played.length,
    payloads: steps.length,
    events: sum(steps.map(({ found }) => found?.length ?? 0)),
    verified: deliveries.filter(({ verified, problem }) => verified === true && problem === null).length,
    unverified: deliveries.filter(({ verified }) => verified === false).length,
    messages: deliveries.filter(({ verified, problem }) => verified === null && problem === null).length,
    kept,
    problems: sum(steps.map(({ problems }) => problems.length)) + kept,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
