import type { LogView } from '../api';
import type { Card } from './clock-card';
import { badge, card, html, keyedList } from './elements';
import { moment } from './words';

/** Log lines as they come, the newest on top. */
export function createLogCard(): Card {
  const list = html('ol', { class: 'log', id: 'log', tabindex: 0, 'aria-label': 'Log lines, the newest first' });
  const none = html('p', { class: 'quiet' }, ['Nothing was logged yet.']);
  const update = keyedList<LogView>(list, ({ id }) => String(id), drawLine);
  return {
    element: card('Log', [none, list], { class: 'wide' }),
    show: ({ logs }) => {
      none.hidden = logs.length > 0;
      update([...logs].reverse());
    },
  };
}

function drawLine(): { element: HTMLElement; update: (line: LogView) => void } {
  const element = html('li');
  return {
    element,
    update: ({ at, event, level, text }) => {
      element.className = `log-${level}`;
      element.replaceChildren(html('span', { class: 'quiet' }, [`${moment(at)}  ${event}`]), ...(level === 'error' ? [badge('error', 'red')] : []), html('code', {}, [text]));
    },
  };
}
