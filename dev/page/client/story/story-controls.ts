/** A story's controls: play it at a speed, step by step, or at once. */
import { duration } from '../../../../packages/fresh-platform/lib/durations';
import type { PlayedStep, Playing, StoryView } from '../../server/api/stories';
import type { RelayState } from '../../server/api/state';
import { button, choice, html, say } from '../../../../packages/fresh-platform/page/client/elements';
import { post, sentenceOf } from '../../../../packages/fresh-platform/page/client/server-api';
import { count } from '../../../../packages/fresh-platform/page/client/words';

export interface StoryControls {
  element: HTMLElement;
  /** What happens in the story, step by step. */
  steps: HTMLElement;
  /** `wanted` is the story chosen at first, where there is one of that name. */
  offer: (stories: StoryView[], wanted: string) => void;
  show: (state: RelayState) => void;
  play: () => void;
}

export interface StoryListener {
  /** A step was played; what comes next waits for it. */
  onStep: (result: PlayedStep) => Promise<void>;
  /** A story of that name begins. */
  onOpen: (name: string) => void;
}

/** How many times faster than life. A pause never takes longer than MOST_PAUSE_MS: a story may wait for days. */
const SPEEDS = [
  { text: '60 × (a minute a second)', value: '60' },
  { text: '600 × (ten minutes a second)', value: '600' },
  { text: '3,600 × (an hour a second)', value: '3600' },
];
/** The story that is offered first. */
const FIRST = 'handed-through-three-groups';
const MOST_PAUSE_MS = 4_000;
const LEAST_PAUSE_MS = 900;

export function createStoryControls({ onStep, onOpen }: StoryListener): StoryControls {
  let stories: StoryView[] = [];
  let playing: Playing | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isPlaying = false;

  const story = choice('Story', 'story', () => {
    pause();
  });
  const speed = choice('Speed', 'speed', () => undefined);
  speed.offer(SPEEDS);
  speed.select.value = '600';
  const teaches = html('p', { class: 'teaches' });
  const steps = html('ol', { class: 'steps', id: 'steps', tabindex: 0, 'aria-label': 'Steps of the story' });
  const problem = html('div', { class: 'message' });
  const toggle = (): void => {
    if (isPlaying) pause();
    else begin();
  };
  const stopAnd = (work: () => Promise<unknown>) => () => {
    pause();
    void work();
  };
  const play = button('Play', toggle, 'primary', 'play');
  const next = button(
    'Next step',
    stopAnd(() => step()),
    'secondary',
    'next-step',
  );
  const all = button(
    'All at once',
    stopAnd(() => playAll()),
    'secondary',
    'all-at-once',
  );
  const again = button(
    'From the start',
    stopAnd(() => open()),
    'link',
    'again',
  );

  const attempt = async <T>(work: () => Promise<T>): Promise<T | null> => {
    try {
      const done = await work();
      say(problem, 'error', '');
      return done;
    } catch (error) {
      pause();
      say(problem, 'error', sentenceOf(error));
      return null;
    }
  };

  const open = async (): Promise<void> => {
    playing = await attempt(() => post<Playing>('/api/story', { name: story.select.value }));
    if (playing !== null) onOpen(playing.name);
    draw();
  };

  /** Plays one step; false when there is none left, or it could not be played. */
  const step = async (): Promise<boolean> => {
    if (playing === null || playing.name !== story.select.value || playing.done === playing.total) await open();
    if (playing === null) return false;
    const answer = await attempt(() =>
      post<{ played: { result: PlayedStep; playing: Playing } | null }>('/api/story/next'),
    );
    if (answer === null || answer.played === null) return false;
    playing = answer.played.playing;
    await onStep(answer.played.result);
    draw();
    return playing.done < playing.total;
  };

  const playAll = async (): Promise<void> => {
    while (await step());
  };

  const begin = (): void => {
    isPlaying = true;
    draw();
    void stepOn();
  };

  const stepOn = async (): Promise<void> => {
    const isMore = await step();
    if (!isMore || !isPlaying) {
      pause();
      return;
    }
    const pace = (playing?.pause ?? 0) / Number(speed.select.value);
    timer = setTimeout(() => void stepOn(), Math.min(MOST_PAUSE_MS, Math.max(LEAST_PAUSE_MS, pace)));
  };

  function pause(): void {
    clearTimeout(timer);
    isPlaying = false;
    draw();
  }

  function draw(): void {
    const view = stories.find(({ name }) => name === story.select.value);
    const done = playing?.name === story.select.value ? playing.done : 0;
    play.textContent = isPlaying ? 'Pause' : labelToPlay(done, view?.steps.length ?? 0);
    again.hidden = done === 0;
    if (view === undefined) return;
    teaches.textContent = view.teaches;
    steps.replaceChildren(...view.steps.map((one, index) => drawStep(one, index, done)));
    showInside(steps, steps.children[Math.max(0, done - 1)]);
  }

  return {
    element: html('section', { class: 'card story-controls', 'aria-label': 'A story' }, [
      html('div', { class: 'story-choices' }, [story.element, speed.element]),
      html('div', { class: 'actions' }, [play, next, all, again]),
      teaches,
      problem,
    ]),
    steps,
    play: () => {
      if (!isPlaying) begin();
    },
    offer: (offered, wanted) => {
      stories = offered;
      story.offer(
        offered.map(({ name, title, steps: { length } }) => ({
          text: `${title} (${count(length, 'payload')})`,
          value: name,
        })),
      );
      const names = [playing?.name, wanted, FIRST];
      story.select.value = names.find((name) => offered.some((one) => one.name === name)) ?? offered[0]?.name ?? '';
      draw();
    },
    // Only until a story is opened here: news may be older than what was done since.
    show: ({ playing: left }) => {
      if (playing !== null || left === null) return;
      playing = left;
      if (stories.length > 0) story.select.value = left.name;
      draw();
    },
  };
}

function labelToPlay(done: number, total: number): string {
  return done > 0 && done < total ? 'Play on' : 'Play';
}

/** Scrolls the list alone, never the page. */
function showInside(list: HTMLElement, item: Element | undefined): void {
  if (item instanceof HTMLElement) list.scrollTop = item.offsetTop - list.offsetTop - list.clientHeight / 2;
}

function drawStep({ event, what, after, note }: StoryView['steps'][number], index: number, done: number): HTMLElement {
  const state = index < done ? 'done' : index === done ? 'next' : 'later';
  return html('li', { class: `step step-${state}`, ...(index === done ? { 'aria-current': 'step' } : {}) }, [
    html('span', { class: 'step-what' }, [what === '' ? event : what]),
    html('span', { class: 'quiet' }, [after > 0 ? `${duration(after)} later` : '']),
    html('span', { class: 'note' }, [note === '' ? event : `${event}. ${note}`]),
  ]);
}
