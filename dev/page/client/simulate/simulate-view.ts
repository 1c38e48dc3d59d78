/** Simulate: an event with its payload, as `fdk run` has it at /web/test. */
import type { Samples } from '../../server/api';
import { card, empty, html } from '../elements';
import { createEventPanel } from './event-panel';
import { drawResult, resultInWords, type Results } from './result';
import { get, sentenceOf } from '../server-api';
import type { View } from '../view';

/** Results shown at once; older ones are in the other views. */
const MOST_RESULTS = 30;

export function createSimulateView(): View {
  const list = html('div', { class: 'results', id: 'results' }, [nothingYet()]);
  const announcer = html('p', { class: 'unseen', role: 'status', 'aria-live': 'polite', id: 'announcer' });
  const results: Results = {
    add: (result) => {
      list.querySelector('.empty')?.remove();
      list.prepend(drawResult(result));
      while (list.children.length > MOST_RESULTS) list.lastElementChild?.remove();
      announcer.textContent = resultInWords(result);
    },
  };
  const events = createEventPanel(results);
  const element = html('div', { class: 'two-columns simulate' }, [
    card('An event', [events.element]),
    card('What came of it', [announcer, list]),
  ]);
  get<Samples>('/api/samples').then(
    (samples) => {
      events.offer(samples.modules);
    },
    (error: unknown) => {
      list.replaceChildren(html('p', { class: 'fault' }, [sentenceOf(error)]));
    },
  );
  return { paths: ['/web/test'], title: 'Simulate', element, show: () => undefined, enter: events.refresh };
}

function nothingYet(): HTMLElement {
  return empty(
    'Nothing was simulated yet',
    'Choose an event and press Simulate. What the app finds, tells and logs stands here then.',
  );
}
