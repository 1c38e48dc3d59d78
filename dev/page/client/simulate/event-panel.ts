/** One event: its module, its name, its payload. */
import type { Samples, SimulateResult } from '../../server/api';
import { createEditor } from './editor';
import { button, choice, html, say } from '../elements';
import type { Results } from './result';
import { get, post, sentenceOf } from '../server-api';

export interface EventPanel {
  element: HTMLElement;
  offer: (modules: Samples['modules']) => void;
  /** The time has moved on: a payload that nobody has changed is told as of now. */
  refresh: () => void;
}

export function createEventPanel(results: Results): EventPanel {
  let modules: Samples['modules'] = [];
  let isJson = true;
  const module = choice('Module', 'module', () => {
    offerEvents();
  });
  const event = choice('Event', 'event', () => {
    void load();
  });
  const problem = html('div', { class: 'message' });
  const simulate = button(
    'Simulate',
    () => {
      void run();
    },
    'primary',
    'simulate',
  );
  const editor = createEditor((good) => {
    isJson = good;
    simulate.disabled = !good;
  });

  const load = async (): Promise<void> => {
    const name = event.select.value;
    if (name === '') return;
    const before = editor.text();
    try {
      const sample = JSON.stringify(await get('/api/sample', { event: name }), null, 2);
      // What somebody typed or chose while the sample was on its way stays.
      if (editor.text() !== before || event.select.value !== name) return;
      editor.setText(sample);
      say(problem, 'error', '');
    } catch (error) {
      say(problem, 'error', sentenceOf(error));
    }
  };

  const offerEvents = (): void => {
    const names = modules.find(({ name }) => name === module.select.value)?.events ?? [];
    event.offer(names.map((name) => ({ text: name, value: name })));
    void load();
  };

  const run = async (): Promise<void> => {
    if (!isJson) return;
    simulate.disabled = true;
    try {
      results.add(await post<SimulateResult>('/api/simulate', { event: event.select.value, text: editor.text() }));
      say(problem, 'error', '');
    } catch (error) {
      say(problem, 'error', sentenceOf(error));
    }
    simulate.disabled = !isJson;
  };

  return {
    refresh: () => {
      if (!editor.isTouched()) void load();
    },
    element: html('div', { class: 'panel' }, [
      html('div', { class: 'side-by-side' }, [module.element, event.element]),
      editor.element,
      problem,
      html('div', { class: 'actions' }, [
        simulate,
        button('Another payload', () => {
          void load();
        }),
      ]),
    ]),
    offer: (offered) => {
      modules = offered;
      module.offer(offered.map(({ name }) => ({ text: name, value: name })));
      offerEvents();
    },
  };
}
