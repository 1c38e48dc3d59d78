/** Deliveries: every request at every destination, and what became of it; searched, filtered and paged. */
import type { PageState } from '../../../../packages/fresh-platform/page/server/api';
import { answeringWords } from '../../../../packages/fresh-platform/page/client/platform/receivers-card';
import { DELIVERY_STATES, type DeliveryPage, type DeliveryView } from '../../server/api/deliveries';
import { DESTINATIONS, DESTINATION_TITLES, type Destination } from '../../server/api/destinations';
import { relayStateOf } from '../../server/api/state';
import { address, note, query } from '../../../../packages/fresh-platform/page/client/address';
import {
  badge,
  button,
  choice,
  empty,
  html,
  keyedList,
  pager,
  searchBox,
  type Choice,
} from '../../../../packages/fresh-platform/page/client/elements';
import { clockTime } from '../../../../packages/fresh-platform/page/client/times';
import { get, sentenceOf } from '../../../../packages/fresh-platform/page/client/server-api';
import type { View } from '../../../../packages/fresh-platform/page/client/view';
import { count, shownOf } from '../../../../packages/fresh-platform/page/client/words';
import { drawDelivery } from './delivery-row';

/** What the address says of this view. */
const ASKED = ['destination', 'state', 'type', 'q', 'conversation', 'page'];

export function createDeliveriesView(): View {
  const choose = (values: Record<string, string>): void => {
    note({ page: '', open: '', ...values });
    void load();
  };
  const filter = (label: string, name: string): Choice =>
    choice(label, `filter-${name}`, (value) => {
      choose({ [name]: value });
    });
  const filters = {
    destination: filter('Destination', 'destination'),
    state: filter('What became of it', 'state'),
    type: filter('Event type', 'type'),
  };
  const search = searchBox('Search', 'search-deliveries', (text) => {
    choose({ q: text });
  });
  const ofOne = html('p', { class: 'of-one', hidden: true });
  const pages = pager((page) => {
    choose({ page: String(page) });
  });
  const standing = html('ul', { class: 'standing' });
  const total = html('p', { class: 'quiet', role: 'status' });
  const list = html('ul', { class: 'deliveries-list', id: 'deliveries' });
  const none = empty(
    'No delivery',
    'Play a story or simulate an event: every request of the app stands here, newest first.',
  );
  const problem = html('div', { class: 'message' });
  let forward = '';
  const update = keyedList<DeliveryView & { forward: string }>(list, ({ id }) => String(id), drawDelivery);

  filters.destination.offer(
    all(
      'Every destination',
      DESTINATIONS.map((name) => [name, DESTINATION_TITLES[name]]),
    ),
  );
  filters.state.offer(
    all(
      'Everything',
      DELIVERY_STATES.map((name) => [name, name]),
    ),
  );

  const load = async (): Promise<void> => {
    const asked = Object.fromEntries(ASKED.map((name) => [name, query()[name] ?? '']));
    try {
      const found = await get<DeliveryPage>('/api/deliveries', await placeOf(asked));
      problem.replaceChildren();
      update(found.items.map((item) => ({ ...item, forward })));
      filters.type.offer(
        all(
          'Every type',
          found.types.map((type) => [type, type]),
        ),
      );
      for (const [name, { select }] of Object.entries(filters)) select.value = asked[name] ?? '';
      pages.show(found.page, found.pages);
      total.textContent = shownOf(found, 'delivery', 'deliveries');
      none.hidden = found.total > 0;
      showConversationFilter(asked['conversation'] ?? '', found.items[0]);
      openOne(query()['open'] ?? '');
    } catch (error) {
      problem.replaceChildren(html('p', { class: 'fault' }, [sentenceOf(error)]));
    }
  };

  const showConversationFilter = (id: string, first: DeliveryView | undefined): void => {
    ofOne.hidden = id === '';
    const title = first?.conversations.find((one) => one.id === id)?.title ?? 'one conversation';
    ofOne.replaceChildren(
      'Only those of ',
      html('a', { href: address('/conversations', { id }) }, [title]),
      '. ',
      button(
        'Show all',
        () => {
          choose({ conversation: '' });
        },
        'link',
      ),
    );
  };

  const openOne = (id: string): void => {
    const row = list.querySelector<HTMLDetailsElement>(`details[data-id="${CSS.escape(id)}"]`);
    if (row === null || row.dataset['led'] === id) return;
    row.dataset['led'] = id;
    row.open = true;
    row.scrollIntoView({ block: 'center' });
  };

  return {
    paths: ['/deliveries'],
    title: 'Deliveries',
    element: html('section', { class: 'card deliveries', 'aria-label': 'Deliveries' }, [
      standing,
      html('div', { class: 'filters' }, [
        filters.destination.element,
        filters.state.element,
        filters.type.element,
        search,
      ]),
      ofOne,
      total,
      problem,
      none,
      list,
      pages.element,
    ]),
    enter: () => {
      search.value = query()['q'] ?? '';
    },
    show: (state) => {
      forward = relayStateOf(state).forward;
      standing.replaceChildren(...DESTINATIONS.map((name) => standingOf(name, state)));
      void load();
    },
  };
}

function all(
  words: string,
  options: readonly (readonly [value: string, text: string])[],
): { text: string; value: string }[] {
  return [{ text: words, value: '' }, ...options.map(([value, text]) => ({ value, text }))];
}

/** An address that leads to one delivery asks for the page it is on. */
async function placeOf(asked: Record<string, string>): Promise<Record<string, string>> {
  const { open = '' } = query();
  if (open === '' || (asked['page'] ?? '') !== '') return asked;
  const { place } = await get<{ place: number }>('/api/delivery-page', { id: open, ...asked });
  return { ...asked, page: String(place) };
}

/** How a destination answers now, and what is kept for it. */
function standingOf(destination: Destination, state: PageState): HTMLElement {
  const { receivers, schedules } = state;
  const { waiting, forward } = relayStateOf(state);
  const { answering = 'rules' } = receivers.find(({ name }) => name === destination) ?? {};
  const { words, tone } = answeringWords(answering);
  const kept = waiting[destination];
  const next = schedules[0];
  const when = next === undefined ? '' : `; the app looks again at ${clockTime(next.at, true)}`;
  const onward = destination === 'webhook' && forward !== '' ? [badge(`sent on to ${forward}`, 'blue')] : [];
  return html('li', {}, [
    html('b', {}, [DESTINATION_TITLES[destination]]),
    badge(words, tone),
    ...onward,
    kept === 0
      ? html('span', { class: 'quiet' }, ['nothing kept'])
      : badge(`${count(kept, 'message')} kept${when}`, 'yellow'),
  ]);
}
