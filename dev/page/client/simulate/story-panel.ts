/** A story: step by step, at a speed, or at once. */
import { duration } from '../../../../packages/fresh-platform/lib/durations';
import type { PageState, Playing, SimulateResult, StoryView } from '../../server/api';
import { button, choice, html, say } from '../elements';
import type { Results } from './result';
import { post, sentenceOf } from '../server-api';
import { count } from '../words';

export interface StoryPanel {
  element: HTMLElement;
  offer: (stories: StoryView[]) => void;
  show: (state: PageState) => void;
}

type Select = HTMLElement & { value: string; options: { text: string; value: string }[] };
type Button = HTMLElement & { disabled: boolean };

/** How many times faster than life. A pause never takes longer than MOST_PAUSE_MS: a story may wait for days. */
const SPEEDS = [
  { text: '60 × (a minute a second)', value: '60' },
  { text: '600 × (ten minutes a second)', value: '600' },
  { text: '3,600 × (an hour a second)', value: '3600' },
];
/** The story that is offered first. */
const FIRST = 'picked-up-and-resolved';
const MOST_PAUSE_MS = 4_000;
const LEAST_PAUSE_MS = 350;

export function createStoryPanel(results: Results): StoryPanel {
  let stories: StoryView[] = [];
  let playing: Playing | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isPlaying = false;

  const story = choice({ label: 'Story', maxHeight: '320px' }, 'story') as Select;
  const speed = choice({ label: 'Speed', searchable: false, options: SPEEDS, value: '600' }, 'speed') as Select;
  const teaches = html('p', { class: 'teaches' });
  const steps = html('ol', { class: 'steps', id: 'steps' });
  const problem = html('div', { class: 'message' });
  const play = button(
    'Play',
    () => {
      if (isPlaying) pause();
      else begin();
    },
    { color: 'primary' },
    'play',
  ) as Button;
  const next = button(
    'Next step',
    () => {
      pause();
      void step();
    },
    { color: 'secondary' },
    'next-step',
  ) as Button;
  const all = button(
    'All at once',
    () => {
      pause();
      void playAll();
    },
    { color: 'secondary' },
    'all-at-once',
  ) as Button;
  const again = button(
    'From the start',
    () => {
      pause();
      void open();
    },
    { color: 'link' },
    'again',
  ) as Button;

  const chosen = (): StoryView | undefined => stories.find(({ name }) => name === story.value);

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
    results.clear();
    playing = await attempt(() => post<Playing>('/api/story', { name: story.value }));
    draw();
  };

  /** Plays one step; false when there is none left, or it could not be played. */
  const step = async (): Promise<boolean> => {
    if (playing === null || playing.name !== story.value || playing.done === playing.total) await open();
    if (playing === null) return false;
    const answer = await attempt(() =>
      post<{ played: { result: SimulateResult; playing: Playing } | null }>('/api/story/next'),
    );
    if (answer === null || answer.played === null) return false;
    playing = answer.played.playing;
    results.add(answer.played.result, playing.done);
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
    const wait = Math.min(MOST_PAUSE_MS, Math.max(LEAST_PAUSE_MS, (playing?.pause ?? 0) / Number(speed.value)));
    timer = setTimeout(() => {
      void stepOn();
    }, wait);
  };

  function pause(): void {
    clearTimeout(timer);
    isPlaying = false;
    draw();
  }

  function draw(): void {
    const view = chosen();
    const done = playing?.name === story.value ? playing.done : 0;
    play.textContent = isPlaying ? 'Pause' : labelToPlay(done, view?.steps.length ?? 0);
    again.hidden = done === 0;
    if (view === undefined) return;
    teaches.textContent = view.teaches;
    steps.replaceChildren(...view.steps.map((one, index) => drawStep(one, index, done)));
    showInside(steps, steps.children[Math.max(0, done - 1)]);
  }

  story.addEventListener('fwChange', () => {
    pause();
  });
  return {
    element: html('div', { class: 'panel' }, [
      story,
      teaches,
      html('div', { class: 'actions story-actions' }, [play, next, all, again]),
      speed,
      problem,
      steps,
    ]),
    offer: (offered) => {
      stories = offered;
      story.options = offered.map(({ name, title, steps: { length } }) => ({
        text: `${title} (${count(length, 'payload')})`,
        value: name,
      }));
      story.value = offered.find(({ name }) => name === (playing?.name ?? FIRST))?.name ?? offered[0]?.name ?? '';
      draw();
    },
    // Only until a story is opened here: news may be older than what was done since.
    show: ({ playing: left }) => {
      if (playing !== null || left === null) return;
      playing = left;
      if (stories.length > 0) story.value = left.name;
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
