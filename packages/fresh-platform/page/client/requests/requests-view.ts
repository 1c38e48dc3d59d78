/// <reference lib="dom" />
/** Every request of the app with its answer. */
import type { RequestView } from '../../server/api';
import { card, html } from '../elements';
import { createPagedList } from '../paged-list';
import type { View } from '../view';
import { requestRow } from './request-row';

export function createRequestsView(): View {
  const { search, parts, show, enter } = createPagedList<RequestView>({
    path: '/api/requests',
    id: 'requests',
    one: 'request',
    label: 'Search requests and answers',
    keyOf: ({ id }) => String(id),
    draw: requestRow,
    forgotten: ({ forgotten }) => forgotten.requests,
  });
  return {
    title: 'Requests',
    paths: ['/requests'],
    element: card(
      'Requests',
      [
        html('div', { class: 'filters' }, [
          search,
          html('a', { href: '/api/requests.har', download: 'requests.har' }, ['Save as HTTP Archive']),
        ]),
        ...parts,
      ],
      { class: 'listed' },
    ),
    show,
    enter,
  };
}
