/// <reference lib="dom" />
/** Choose a handler, function or job, change its payload, and see what comes of it. */
import type { Simulated, Simulation } from '../server/api';
import { button, card, html, keyedList, say } from './dom';
import { drawInvocation, withRequests, type Drawn } from './invocation';
import { get, post, sentenceOf } from './server-api';
import type { View } from './view';
import { forgottenWords } from './words';

const KINDS: Record<Simulation['kind'], string> = {
  'set-up': 'set-up',
  event: 'event',
  external: 'external event',
  function: 'function that pages call',
  job: 'job',
};

export function createSimulateView(): View {
  let steps: Simulation[] = [];
  const choice = html('select', { id: 'step' });
  const origin = html('p', { class: 'quiet', id: 'origin' });
  const editor = html('textarea', { id: 'payload', rows: 14, spellcheck: 'false', autocomplete: 'off' });
  const outcome = html('div', { role: 'status', 'aria-live': 'polite', id: 'outcome' });
  const list = html('ul', { class: 'rows', id: 'invocations' });
  const forgotten = html('p', { class: 'quiet' });
  const none = html('p', { class: 'quiet' }, ['Nothing has run yet.']);
  const update = keyedList<Drawn>(list, ({ invocation }) => String(invocation), drawInvocation);

  const chosen = (): Simulation | undefined => steps[Number(choice.value)];
  const open = (): void => {
    const step = chosen();
    editor.value = step === undefined ? '' : JSON.stringify(step.payload, null, 2);
    origin.textContent = step === undefined ? '' : originOf(step);
    say(outcome, 'good', '');
  };
  const load = async (): Promise<void> => {
    const before = chosen();
    steps = await get<Simulation[]>('/api/steps');
    choice.replaceChildren(...groupsOf(steps));
    const same = steps.findIndex(({ name, module }) => name === before?.name && module === before.module);
    choice.value = String(same >= 0 ? same : firstEvent(steps));
    if (before === undefined || same < 0) open();
  };
  const run = async (): Promise<void> => {
    const step = chosen();
    if (step === undefined) return;
    try {
      const { kind, module, name } = step;
      const { problem } = await post<Simulated>('/api/simulate', { kind, module, name, text: editor.value });
      say(outcome, problem === '' ? 'good' : 'bad', problem === '' ? `${name} ran without a problem.` : problem);
    } catch (error) {
      say(outcome, 'bad', sentenceOf(error));
    }
  };

  choice.addEventListener('change', open);
  return {
    title: 'Simulate',
    paths: ['/', '/web/test'],
    element: html('div', { class: 'columns' }, [
      card('Simulate', [
        html('label', { for: 'step' }, ['What happens']),
        choice,
        origin,
        html('label', { for: 'payload' }, ['Payload']),
        editor,
        html('p', { class: 'actions' }, [
          button('Simulate', () => void run(), { class: 'main', id: 'simulate' }),
          button('Payload as it was', open),
        ]),
        outcome,
      ]),
      card('What the app did', [none, list, forgotten]),
    ]),
    enter: () => {
      load().catch((error: unknown) => {
        say(outcome, 'bad', sentenceOf(error));
      });
    },
    show: (state) => {
      none.hidden = state.invocations.length > 0;
      update(withRequests(state));
      forgotten.textContent = forgottenWords(state.forgotten.invocations);
    },
  };
}

function originOf({ kind, isInvented }: Simulation): string {
  if (!isInvented) return 'This payload is the app’s own, from server/test_data.';
  if (kind === 'event') return 'This payload is invented: the product’s own has more fields and other values.';
  return 'The app has no recorded payload for it in server/test_data.';
}

function groupsOf(steps: readonly Simulation[]): HTMLElement[] {
  const modules = [...new Set(steps.map(({ module }) => module))];
  return modules.map((module) =>
    html(
      'optgroup',
      { label: module },
      steps.flatMap((step, index) =>
        step.module === module ? [html('option', { value: index }, [`${step.name} (${KINDS[step.kind]})`])] : [],
      ),
    ),
  );
}

function firstEvent(steps: readonly Simulation[]): number {
  return Math.max(
    0,
    steps.findIndex(({ kind, module }) => kind === 'event' && module !== 'common'),
  );
}
