import { DESTINATIONS, MODES, type DestinationName, type PageState } from '../api';
import type { Card } from './clock-card';
import { button, card, html, say } from './elements';
import { post, sentenceOf } from './server-api';
import { DESTINATION_TITLES, MODE_WORDS } from './words';

/** Every receiver's mood, to be changed: so an outage can be watched. */
export function createReceiversCard(): Card {
  const problem = html('div', { class: 'message' });
  const set = async (destination: DestinationName | 'all', mode: string): Promise<void> => {
    try {
      await post('/api/receivers', { destination, mode });
      say(problem, 'error', '');
    } catch (error) {
      say(problem, 'error', sentenceOf(error));
    }
  };
  const selects = DESTINATIONS.map((destination) => ({ destination, select: selectFor(destination, (mode) => { void set(destination, mode); }) }));
  return {
    element: card('Receivers', [
      ...selects.map(({ destination, select }) => html('div', { class: 'receiver' }, [html('label', { for: `mode-${destination}` }, [DESTINATION_TITLES[destination]]), select])),
      html('div', { class: 'actions' }, [
        button('All down', () => { void set('all', 'down'); }, { color: 'secondary', size: 'small' }, 'all-down'),
        button('All up', () => { void set('all', 'up'); }, { color: 'secondary', size: 'small' }, 'all-up'),
      ]),
      problem,
    ]),
    show: ({ receivers }: PageState) => {
      for (const { destination, select } of selects) {
        select.value = receivers[destination];
        select.dataset['tone'] = MODE_WORDS[receivers[destination]].tone;
      }
    },
  };
}

function selectFor(destination: DestinationName, onChange: (mode: string) => void): HTMLSelectElement {
  const options = MODES.map((mode) => html('option', { value: mode }, [`${MODE_WORDS[mode].title}: ${MODE_WORDS[mode].hint}`]));
  const select = html('select', { id: `mode-${destination}` }, options) as HTMLSelectElement;
  select.addEventListener('change', () => {
    onChange(select.value);
  });
  return select;
}
