/// <reference lib="dom" />
/** What the app logged, newest first. */
import type { PageState } from '../server/api';
import { badge, card, html } from './dom';
import type { View } from './view';
import { forgottenWords, moment } from './words';

export function createLogsView(): View {
  const search = html('input', { type: 'search', id: 'log-search', autocomplete: 'off' });
  const standing = html('p', { class: 'quiet' });
  const list = html('ol', { class: 'rows', id: 'logs' });
  let state: PageState | undefined;
  const show = (): void => {
    if (state === undefined) return;
    const wanted = search.value.toLowerCase();
    const found = state.logs.filter(({ text, level, event }) =>
      `${level} ${event} ${text}`.toLowerCase().includes(wanted),
    );
    list.replaceChildren(...found.map(lineOf));
    standing.textContent = `${found.length} of ${state.logs.length} lines, newest first. ${forgottenWords(state.forgotten.logs)}`;
  };
  search.addEventListener('input', show);
  return {
    title: 'Logs',
    paths: ['/logs'],
    element: card('Logs', [
      html('p', { class: 'actions' }, [html('label', { for: 'log-search' }, ['Search']), search]),
      standing,
      list,
    ]),
    show: (news) => {
      state = news;
      show();
    },
  };
}

function lineOf({ level, text, event, at }: PageState['logs'][number]): HTMLElement {
  return html('li', {}, [
    badge(level, level === 'error' ? 'bad' : 'plain'),
    html('span', { class: 'quiet' }, [` ${event} ${moment(at)} `]),
    html('span', { class: 'line' }, [text]),
  ]);
}
