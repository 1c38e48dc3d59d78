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

/** Its value is undefined until there are options. */
type Select = HTMLElement & { value: string | undefined; options: { text: string; value: string }[] };

export function createEventPanel(results: Results): EventPanel {
  let modules: Samples['modules'] = [];
  let isJson = true;
  const module = choice({ label: 'Module', searchable: false }, 'module') as Select;
  const event = choice({ label: 'Event', searchable: false }, 'event') as Select;
  const problem = html('div', { class: 'message' });
  const simulate = button(
    'Simulate',
    () => {
      void run();
    },
    { color: 'primary' },
    'simulate',
  ) as HTMLElement & { disabled: boolean; loading: boolean };
  const editor = createEditor((good) => {
    isJson = good;
    simulate.disabled = !good;
  });

  const load = async (): Promise<void> => {
    const name = event.value ?? '';
    if (name === '') return;
    const before = editor.text();
    try {
      const sample = JSON.stringify(await get('/api/sample', { event: name }), null, 2);
      // What somebody typed or chose while the sample was on its way stays.
      if (editor.text() !== before || event.value !== name) return;
      editor.setText(sample);
      say(problem, 'error', '');
    } catch (error) {
      say(problem, 'error', sentenceOf(error));
    }
  };

  const offerEvents = (): void => {
    const names = modules.find(({ name }) => name === module.value)?.events ?? [];
    event.options = names.map((name) => ({ text: name, value: name }));
    event.value = names[0] ?? '';
    void load();
  };

  const run = async (): Promise<void> => {
    if (!isJson) return;
    simulate.loading = true;
    try {
      results.add(await post<SimulateResult>('/api/simulate', { event: event.value, text: editor.text() }));
      say(problem, 'error', '');
    } catch (error) {
      say(problem, 'error', sentenceOf(error));
    }
    simulate.loading = false;
  };

  module.addEventListener('fwChange', offerEvents);
  event.addEventListener('fwChange', () => {
    void load();
  });
  return {
    refresh: () => {
      if (!editor.isTouched()) void load();
    },
    element: html('div', { class: 'panel' }, [
      html('div', { class: 'side-by-side' }, [module, event]),
      editor.element,
      problem,
      html('div', { class: 'actions' }, [
        simulate,
        button(
          'Another payload',
          () => {
            void load();
          },
          { color: 'secondary' },
        ),
      ]),
    ]),
    offer: (offered) => {
      modules = offered;
      module.options = offered.map(({ name }) => ({ text: name, value: name }));
      module.value = offered[0]?.name ?? '';
      offerEvents();
    },
  };
}
