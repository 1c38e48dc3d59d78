/** How every destination fares, at the top of the page once the app is installed. */
import { button, html, named, redraw, unseen, type Child } from '../dom';
import { destinationStates, retryNow, type DestinationState } from '../server';

export function drawStatus(): HTMLElement {
  const list = html('ul', { class: 'states' });
  const said = html('p', { class: 'answer', role: 'status' });
  const fail = (error: unknown): void => {
    said.textContent = error instanceof Error ? error.message : String(error);
  };
  const load = async (): Promise<void> => {
    const states = await destinationStates();
    redraw(
      list,
      states.map((state) => drawState(state, retry)),
    );
    if (states.length === 0) said.textContent = 'No destination is saved yet.';
  };
  const look = (): void => {
    said.textContent = '';
    load().catch(fail);
  };
  const retry = (id: string): void => {
    said.textContent = 'Trying now …';
    retryNow(id)
      .then(({ message }) => {
        said.textContent = message;
        return load();
      })
      .catch(fail);
  };
  look();
  return html('section', { id: 'status', 'aria-labelledby': 'status-title' }, [
    html('div', { class: 'status-head' }, [
      html('h2', { id: 'status-title' }, ['How they are doing']),
      button('Look again', look, { id: 'look-again' }),
    ]),
    list,
    said,
  ]);
}

const TONES = { working: 'green', failing: 'red', off: 'grey' } as const;
const WORDS = { working: 'Working', failing: 'Failing', off: 'Off' } as const;

function drawState(state: DestinationState, retry: (id: string) => void): HTMLElement {
  const isFailing = state.state === 'failing';
  return html('li', { 'data-state': state.state, 'data-id': state.id }, [
    html('fw-pill', { color: TONES[state.state] }, [WORDS[state.state]]),
    html('div', { class: 'state-words' }, [html('strong', {}, [named(state.name)]), ...detail(state)]),
    isFailing
      ? button(
          ['Try now', unseen(` to deliver to ${state.name}`)],
          () => {
            retry(state.id);
          },
          { id: `retry-${state.id}` },
        )
      : null,
  ]);
}

function detail(state: DestinationState): Child[] {
  if (state.state === 'working') return state.waiting === 0 ? [] : [html('p', {}, [waitingAnyway(state)])];
  if (state.state === 'failing') return [html('p', {}, [failingWords(state)])];
  return [html('p', {}, [state.reason === '' ? 'It is told nothing.' : ended(state.reason)])];
}

function failingWords(state: DestinationState): string {
  const { since, reason, waiting, next } = state;
  const parts = [
    `Failing since ${timeOf(since)}${reason === '' ? '' : `: ${reason.replace(/\.$/, '')}`}.`,
    waiting === 0 ? 'Nothing waits.' : `${waitingWords(state)}.`,
    ...(waiting === 0
      ? []
      : [isTime(next) ? `It is tried again at ${timeOf(next)}.` : 'It is tried again within minutes.']),
  ];
  return parts.join(' ');
}

/** What found the app's own quota spent, or was refused alone while everything else is taken. */
function waitingAnyway(state: DestinationState): string {
  const until = isTime(state.next) ? `until ${timeOf(state.next)}` : 'to be sent within minutes';
  return `${waitingWords(state)} ${until}.`;
}

function waitingWords({ waiting }: DestinationState): string {
  return `${waiting} ${waiting === 1 ? 'update waits' : 'updates wait'}`;
}

/** `it has no address yet` as a sentence. */
function ended(reason: string): string {
  const begun = reason.charAt(0).toUpperCase() + reason.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}

function isTime(value: unknown): value is string | number {
  return (typeof value === 'number' || typeof value === 'string') && !Number.isNaN(new Date(value).getTime());
}

/** In the reader's own zone and way of writing. */
function timeOf(value: unknown): string {
  if (!isTime(value)) return 'a while ago';
  return new Date(value).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}
