/** Stepping through a story in a world. */
import type { Step } from '../../../stories/read';
import { loadStories } from '../../../stories/read';
import type { Playing } from '../api';
import { retold } from './retell';
import type { World } from '../account/holdings';
import { callApp, type Call } from '../account/world';

export interface Player {
  name: string;
  title: string;
  steps: Step[];
  done: number;
}

/** Opens a story at the world's present. Throws a UserError where there is none of that name. */
export function openStory(world: World, name: string): Player {
  const [story] = loadStories([name]);
  if (story === undefined) throw new Error('loadStories returns a story for every name.');
  const isKnown = (id: string): boolean => world.steps.some(({ conversation }) => conversation === id);
  return { name, title: story.title, steps: retold(story, world.platform.clock.now(), isKnown), done: 0 };
}

/** Moves the clock to the next step's time, and delivers it; null when the story is over. */
export async function playNext(world: World, player: Player): Promise<Call | null> {
  const step = player.steps[player.done];
  if (step === undefined) return null;
  await world.platform.clock.advanceTo(Math.max(step.at, world.platform.clock.now()));
  player.done += 1;
  return callApp(world, step.event, step.payload);
}

/** How far a story is. `now` is the world's time, epoch ms. */
export function playingOf({ name, title, steps, done }: Player, conversation: string, now: number): Playing {
  const next = steps[done];
  return {
    name,
    title,
    conversation,
    done,
    total: steps.length,
    pause: next === undefined ? 0 : Math.max(0, next.at - now),
  };
}
