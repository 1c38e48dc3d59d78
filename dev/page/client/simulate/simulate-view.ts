/** Simulate: an event with its payload, or a story, as `fdk run` has it at /web/test. */
import type { Samples } from '../../server/api';
import { card, crayon, empty, html, tab } from '../elements';
import { createEventPanel } from './event-panel';
import { drawResult, resultInWords, type Results } from './result';
import { get, sentenceOf } from '../server-api';
import { createStoryPanel } from './story-panel';
import type { View } from '../view';

/** Results shown at once; older ones are in the other views. */
const MOST_RESULTS = 30;

export function createSimulateView(): View {
  const list = html('div', { class: 'results', id: 'results' }, [nothingYet()]);
  const announcer = html('p', { class: 'unseen', role: 'status', 'aria-live': 'polite', id: 'announcer' });
  const results: Results = {
    add: (result, number) => {
      list.querySelector('.empty')?.remove();
      list.prepend(drawResult(result, number));
      while (list.children.length > MOST_RESULTS) list.lastElementChild?.remove();
      announcer.textContent = resultInWords(result);
    },
    clear: () => {
      list.replaceChildren();
    },
  };
  const events = createEventPanel(results);
  const stories = createStoryPanel(results);
  const tabs = crayon('fw-tabs', { label: 'What to simulate' }, [
    tab('An event', 'event'),
    tab('A story', 'story'),
    crayon('fw-tab-panel', { name: 'event' }, [events.element]),
    crayon('fw-tab-panel', { name: 'story' }, [stories.element]),
  ]);
  const element = html('div', { class: 'two-columns simulate' }, [
    html('section', { class: 'card tight', 'aria-label': 'What to simulate' }, [tabs]),
    card('What came of it', [announcer, list]),
  ]);
  get<Samples>('/api/samples').then(
    (samples) => {
      events.offer(samples.modules);
      stories.offer(samples.stories);
    },
    (error: unknown) => {
      list.replaceChildren(html('p', { class: 'fault' }, [sentenceOf(error)]));
    },
  );
  return { paths: ['/web/test', '/'], title: 'Simulate', element, show: stories.show, enter: events.refresh };
}

function nothingYet(): HTMLElement {
  return empty(
    'Nothing was simulated yet',
    'Choose an event and press Simulate, or play a story. What the app finds, tells and logs stands here then.',
  );
}
