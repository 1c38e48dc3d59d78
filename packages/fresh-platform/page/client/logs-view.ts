/// <reference lib="dom" />
/** What the app logged, newest first; each line shows its beginning, and whole when it is opened. */
import type { LogView } from '../server/api';
import { badge, card, html, type Row } from './elements';
import { createPagedList } from './paged-list';
import type { View } from './view';
import { moment } from './words';

export function createLogsView(): View {
  const { search, parts, show, enter } = createPagedList<LogView>({
    path: '/api/logs',
    id: 'logs',
    one: 'line',
    label: 'Search the log',
    keyOf: ({ id }) => String(id),
    draw: drawLine,
    forgotten: ({ forgotten }) => forgotten.logs,
  });
  return {
    title: 'Logs',
    paths: ['/logs'],
    element: card('Logs', [html('div', { class: 'filters' }, [search]), ...parts], { class: 'listed' }),
    show,
    enter,
  };
}

function drawLine(): Row<LogView> {
  const head = html('span', { class: 'log-head' });
  const line = html('summary');
  const element = html('li', {}, [head, html('details', {}, [line])]);
  return {
    element,
    update: ({ at, event, level, text }) => {
      element.className = `log log-${level}`;
      head.replaceChildren(
        html('span', { class: 'quiet' }, [`${moment(at)}  ${event}`]),
        badge(level, level === 'error' ? 'red' : 'grey'),
      );
      line.replaceChildren(html('code', {}, [text]));
    },
  };
}
