import type { LogView } from '../../server/api';
import type { Card } from './clock-card';
import { badge, card, html, keyedList } from '../elements';
import { moment } from '../words';

/** Log lines as they come, the newest on top; each shows its beginning, and whole when it is opened. */
export function createLogCard(): Card {
  const list = html('ol', { class: 'log', id: 'log', tabindex: 0, 'aria-label': 'Log lines, the newest first' });
  const none = html('p', { class: 'quiet' }, ['Nothing was logged yet.']);
  const more = html('p', { class: 'quiet' });
  const update = keyedList<LogView>(list, ({ id }) => String(id), drawLine);
  return {
    element: card('Log', [none, more, list], { class: 'wide' }),
    show: ({ logs, counts }) => {
      none.hidden = logs.length > 0;
      more.hidden = counts.logs <= logs.length;
      more.textContent = `The newest ${logs.length} of ${counts.logs} lines.`;
      update([...logs].reverse());
    },
  };
}

function drawLine(): { element: HTMLElement; update: (line: LogView) => void } {
  const element = html('li');
  const line = html('summary');
  const whole = html('details', {}, [line]);
  return {
    element,
    update: ({ at, event, level, text }) => {
      element.className = `log-${level}`;
      line.replaceChildren(html('code', {}, [text]));
      element.replaceChildren(
        html('span', { class: 'quiet' }, [`${moment(at)}  ${event}`]),
        ...(level === 'error' ? [badge('error', 'red')] : []),
        whole,
      );
    },
  };
}
