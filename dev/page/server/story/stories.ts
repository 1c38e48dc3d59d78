/** The stories, and the payloads that are offered to start from. */
import { type Json } from '../../../../packages/fresh-platform/lib/dig';
import { loadStories, type Story } from '../../../stories/read';
import { timelineOf, whatHappensIn } from '../../../stories/timeline';
import { conversationIn } from '../account/history';
import type { StoryView } from '../api/stories';
import { anotherLike, retoldPayload } from './retell';

/** Throws a UserError where a file cannot be read. */
export function storyViews(): StoryView[] {
  return loadStories().map(storyView);
}

function storyView(story: Story): StoryView {
  const { name, title, teaches, steps } = story;
  const timeline = timelineOf(story);
  return {
    name,
    title,
    teaches,
    steps: steps.map((step, index) => ({
      event: step.event,
      what: whatHappensIn(step, timeline),
      after: step.at - (steps[index - 1]?.at ?? step.at),
      note: step.note ?? '',
    })),
  };
}

/** A recorded payload, told as of `now` and of a conversation that is not known yet. */
export function fresh(payload: Json, now: number): Json {
  const { timestamp } = payload;
  const id = conversationIn(payload);
  return retoldPayload(
    payload,
    typeof timestamp === 'number' ? now - timestamp : 0,
    new Map(id === '' ? [] : [[id, anotherLike(id)]]),
  );
}
