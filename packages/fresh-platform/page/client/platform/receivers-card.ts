import { DESTINATIONS, MODES, type Destination, type Mode, type PageState } from '../../server/api';
import type { Card } from './clock-card';
import { card, html, say } from '../elements';
import { post, sentenceOf } from '../server-api';
import { DESTINATION_TITLES, MODE_WORDS } from '../words';

const ALL = 'all';

/** Every receiver's mode, to be changed one by one or all together: so an outage can be watched. */
export function createReceiversCard(): Card {
  const problem = html('div', { class: 'message' });
  const set = async (destination: Destination | typeof ALL, mode: string): Promise<void> => {
    try {
      await post('/api/receivers', { destination, mode });
      say(problem, 'error', '');
    } catch (error) {
      say(problem, 'error', sentenceOf(error));
    }
  };
  const selects = DESTINATIONS.map((destination) => ({
    destination,
    select: selectFor(destination, (mode) => {
      void set(destination, mode);
    }),
  }));
  const all = selectFor(ALL, (mode) => {
    void set(ALL, mode);
  });
  all.prepend(html('option', { value: '', disabled: '', hidden: '' }, ['various']));
  return {
    element: card('Receivers', [
      ...selects.map(({ destination, select }) => row(DESTINATION_TITLES[destination], destination, select)),
      row('All together', ALL, all),
      problem,
    ]),
    show: ({ receivers }: PageState) => {
      for (const { destination, select } of selects) mark(select, receivers[destination]);
      const modes = new Set(Object.values(receivers));
      mark(all, modes.size === 1 ? receivers.webhook : null);
    },
  };
}

function row(title: string, name: string, select: HTMLElement): HTMLElement {
  return html('div', { class: 'receiver' }, [html('label', { for: `mode-${name}` }, [title]), select]);
}

/** Null: not all are in the same mode. */
function mark(select: HTMLSelectElement, mode: Mode | null): void {
  select.value = mode ?? '';
  select.dataset['tone'] = mode === null ? 'grey' : MODE_WORDS[mode].tone;
}

function selectFor(name: string, onChange: (mode: string) => void): HTMLSelectElement {
  const options = MODES.map((mode) =>
    html('option', { value: mode }, [`${MODE_WORDS[mode].title}: ${MODE_WORDS[mode].hint}`]),
  );
  const select = html('select', { id: `mode-${name}` }, options) as HTMLSelectElement;
  select.addEventListener('change', () => {
    onChange(select.value);
  });
  return select;
}
