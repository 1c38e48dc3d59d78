import { scenarioJson, type PlayedScenario } from './pass-time';
import type { PlayedStep, PlayedStory } from './play';
import { summarize } from './summary';

/** A run as one JSON document, for programs. Times are ISO 8601, spans of time seconds. */
export function jsonReport(played: readonly PlayedStory[], passed: readonly PlayedScenario[]): string {
  return JSON.stringify(
    { stories: played.map(storyOf), scenarios: passed.map(scenarioJson), summary: summarize(played) },
    null,
    2,
  );
}

function storyOf({ story, timeline, steps, kept }: PlayedStory): unknown {
  const { name, title, teaches, account } = story;
  return {
    name,
    title,
    teaches,
    account,
    timeline: timeline.moments.map(({ at, after, holder, what }) => ({
      at: iso(at),
      after: after === undefined ? null : after / 1_000,
      holder,
      what,
    })),
    held: timeline.held.map(({ holder, ms }) => ({ holder, seconds: ms / 1_000 })),
    steps: steps.map(stepOf),
    kept,
  };
}

function stepOf({ step, found, logs, deliveries, problems }: PlayedStep): unknown {
  return {
    at: iso(step.at),
    event: step.event,
    note: step.note ?? null,
    expected: step.expect ?? null,
    found,
    logs,
    deliveries: deliveries.map(({ types, ids, ...delivery }) => ({
      ...delivery,
      at: iso(delivery.at),
      events: types,
      ids,
    })),
    problems,
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
