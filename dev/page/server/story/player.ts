/** Stepping through a story on an account. */
import { Complaint } from '../../../../packages/fresh-platform/page/server/complaint';
import { checkInstalled } from '../../../../packages/fresh-platform/page/server/posted';
import type { Session } from '../../../../packages/fresh-platform/page/server/session';
import type { InvocationResult } from '../../../../packages/fresh-platform/types';
import { loadStories, type Step } from '../../../stories/read';
import { conversationIn, type HistoryStep } from '../account/history';
import type { World } from '../account/holdings';
import type { PlayedStep, Playing } from '../api/stories';
import { retold } from './retell';

export interface Player {
  /** Null while no story is open. */
  playing: () => Playing | null;
  open: (session: Session, story: string) => Promise<Playing>;
  /** Null when the story is over. */
  next: (session: Session) => Promise<{ result: PlayedStep; playing: Playing } | null>;
  close: (session: Session) => Promise<void>;
}

interface Open {
  name: string;
  title: string;
  steps: Step[];
  done: number;
}

export function createPlayer(world: World): Player {
  let story: Open | null = null;
  const playing = (): Playing | null => (story === null ? null : playingOf(story, world.account.platform.clock.now()));
  return {
    playing,
    open: (session, name) =>
      session.act(() => {
        checkInstalled(world.account.isInstalled);
        story = openStory(world, name);
        return Promise.resolve(playing() as Playing);
      }),
    next: (session) =>
      session.act(async () => {
        if (story === null) throw new Complaint('No story is open: choose one first.');
        checkInstalled(world.account.isInstalled);
        const result = await playNext(world, story);
        return result === null ? null : { result: stepOf(world, result), playing: playing() as Playing };
      }),
    close: (session) =>
      session.act(() => {
        story = null;
        return Promise.resolve();
      }),
  };
}

/** Opens a story at the account's present. Throws a UserError where there is none of that name. */
function openStory({ steps, account }: World, name: string): Open {
  const [story] = loadStories([name]);
  if (story === undefined) throw new Error('loadStories returns a story for every name.');
  const isKnown = (id: string): boolean => steps.some(({ conversation }) => conversation === id);
  return { name, title: story.title, steps: retold(story, account.platform.clock.now(), isKnown), done: 0 };
}

/** Moves the clock to the next step's time, and delivers it; null when the story is over. */
async function playNext({ account: { platform } }: World, story: Open): Promise<InvocationResult | null> {
  const step = story.steps[story.done];
  if (step === undefined) return null;
  await platform.clock.advanceTo(Math.max(step.at, platform.clock.now()));
  story.done += 1;
  return platform.invoke(step.event, step.payload);
}

/** Of an event that is not this app's to tell of. */
const NOT_HELD: Pick<HistoryStep, 'conversation' | 'types' | 'told'> = { conversation: '', types: [], told: [] };

function stepOf({ steps }: World, { event, outcome, error = '', invocation }: InvocationResult): PlayedStep {
  const { conversation, types, told } = steps.find((one) => one.invocation === invocation) ?? NOT_HELD;
  return {
    event,
    outcome,
    error,
    conversation,
    found: types,
    told,
  };
}

/** How far a story is. `now` is the account's time, epoch ms. */
function playingOf({ name, title, steps, done }: Open, now: number): Playing {
  const next = steps[done];
  return {
    name,
    title,
    conversation: conversationIn(steps[0]?.payload ?? {}),
    done,
    total: steps.length,
    pause: next === undefined ? 0 : Math.max(0, next.at - now),
  };
}
