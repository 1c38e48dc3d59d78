/// <reference lib="dom" />
/** Choose a handler, function or job, change its payload, and see what comes of it; at /web/test as `fdk run` has it. */
import type { Page, PageState, Simulated, Simulation, WholeInvocation } from '../../server/api';
import { note, query } from '../address';
import { button, card, empty, fault, html, keyedList, pager, say } from '../elements';
import { get, post, sentenceOf } from '../server-api';
import type { View } from '../view';
import { forgottenWords, shownOf } from '../words';
import { createEditor } from './editor';
import { drawInvocation } from './invocation';

const KINDS: Record<Simulation['kind'], string> = {
  'set-up': 'set-up',
  event: 'event',
  external: 'external event',
  function: 'function that pages call',
  job: 'job',
};

export function createSimulateView(): View {
  const results = createResults();
  const panel = createPanel();
  return {
    title: 'Simulate',
    paths: ['/', '/web/test'],
    element: html('div', { class: 'two-columns simulate' }, [
      card('Simulate', [panel.element]),
      card('What the app did', results.parts),
    ]),
    enter: panel.enter,
    show: results.show,
  };
}

function createPanel(): { element: HTMLElement; enter: () => void } {
  let steps: Simulation[] = [];
  let isJson = true;
  const choice = html('select', { id: 'step' });
  const origin = html('p', { class: 'quiet', id: 'origin' });
  const outcome = html('div', { class: 'message', role: 'status', 'aria-live': 'polite', id: 'outcome' });
  const start = button('Simulate', () => void run(), 'primary', 'simulate');
  const editor = createEditor((good) => {
    isJson = good;
    start.disabled = !good;
  });

  const chosen = (): Simulation | undefined => steps[Number(choice.value)];
  const open = (): void => {
    const step = chosen();
    editor.setText(step === undefined ? '' : JSON.stringify(step.payload, null, 2));
    origin.textContent = step === undefined ? '' : originOf(step);
    say(outcome, 'info', '');
  };
  /** What somebody typed or chose while the steps were on their way stays. */
  const load = async (): Promise<void> => {
    const [text, before] = [editor.text(), chosen()];
    try {
      const loaded = await get<Simulation[]>('/api/steps');
      const current = chosen() ?? before;
      steps = loaded;
      choice.replaceChildren(...groupsOf(steps));
      const same = steps.findIndex(({ name, module }) => name === current?.name && module === current.module);
      choice.value = String(same >= 0 ? same : firstEvent(steps));
      if (editor.text() === text) open();
    } catch (error) {
      say(outcome, 'error', sentenceOf(error));
    }
  };
  const run = async (): Promise<void> => {
    const step = chosen();
    if (step === undefined || !isJson) return;
    start.disabled = true;
    try {
      const { kind, module, name } = step;
      const { problem } = await post<Simulated>('/api/simulate', { kind, module, name, text: editor.text() });
      if (problem === '') say(outcome, 'success', `${name} ran without a problem.`);
      else say(outcome, 'error', problem);
    } catch (error) {
      say(outcome, 'error', sentenceOf(error));
    }
    start.disabled = !isJson;
  };

  choice.addEventListener('change', open);
  return {
    element: html('div', { class: 'panel' }, [
      html('div', { class: 'field' }, [html('label', { for: 'step' }, ['What happens']), choice]),
      origin,
      editor.element,
      outcome,
      html('div', { class: 'actions' }, [start, button('Payload anew', () => void load())]),
    ]),
    enter: () => {
      if (!editor.isTouched()) void load();
    },
  };
}

function createResults(): { parts: HTMLElement[]; show: (state: PageState) => void } {
  const list = html('ol', { class: 'results', id: 'results' });
  const none = empty(
    'Nothing has run yet',
    'Choose what happens and press Simulate. What the app does, sends and logs stands here then.',
  );
  const total = html('p', { class: 'quiet' });
  const problem = html('div', { class: 'message' });
  const pages = pager((page) => {
    note({ page: String(page) });
    void load();
  });
  const update = keyedList<WholeInvocation>(list, ({ invocation }) => String(invocation), drawInvocation);
  let forgotten = 0;
  const load = async (): Promise<void> => {
    try {
      const found = await get<Page<WholeInvocation>>('/api/invocations', { page: query()['page'] ?? '' });
      problem.replaceChildren();
      none.hidden = found.all > 0;
      update(found.items);
      total.textContent =
        found.all === 0 ? '' : `${shownOf(found, 'call')} of the app, the newest first. ${forgottenWords(forgotten)}`;
      pages.show(found.page, found.pages);
    } catch (error) {
      problem.replaceChildren(fault(sentenceOf(error)));
    }
  };
  return {
    parts: [none, total, problem, list, pages.element],
    show: (state) => {
      forgotten = state.forgotten.invocations;
      void load();
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
