/** Deliveries: every attempt at every destination, and what became of it. */
import { DESTINATIONS, type DeliveryView, type Destination, type PageState } from '../../server/api';
import { badge, crayon, empty, html, keyedList, tab } from '../elements';
import { drawDelivery } from './delivery-row';
import { clockTime } from '../../pictures/times';
import type { View } from '../view';
import { count, DESTINATION_TITLES, MODE_WORDS } from '../words';

export function createDeliveriesView(): View {
  const panels = DESTINATIONS.map((destination) => ({ destination, ...createPanel(destination) }));
  const tabs = crayon('fw-tabs', { label: 'Destinations' }, [
    ...panels.map((panel) => panel.tab),
    ...panels.map(({ destination, element }) => crayon('fw-tab-panel', { name: destination }, [element])),
  ]);
  return {
    paths: ['/deliveries'],
    title: 'Deliveries',
    element: html('section', { class: 'card tight deliveries', 'aria-label': 'Deliveries' }, [tabs]),
    show: (state) => {
      for (const { show } of panels) show(state);
    },
  };
}

function createPanel(destination: Destination): {
  element: HTMLElement;
  tab: HTMLElement;
  show: (state: PageState) => void;
} {
  const standing = html('div', { class: 'standing', role: 'status' });
  const list = html('ul', { class: 'attempts' });
  const none = empty(
    'Nothing was sent here yet',
    'Simulate an event: every request the app makes to this destination stands here, newest first.',
  );
  const update = keyedList<DeliveryView>(list, ({ id }) => String(id), drawDelivery);
  return {
    tab: tab(DESTINATION_TITLES[destination], destination),
    element: html('div', { class: 'panel', id: `deliveries-${destination}` }, [standing, none, list]),
    show: (state) => {
      const own = state.deliveries.filter((one) => one.destination === destination).reverse();
      none.hidden = own.length > 0;
      update(own);
      standing.replaceChildren(...standingOf(destination, own, state));
    },
  };
}

/** The sum of it in a line: how it answers now, how much it took, what waits and until when. */
function standingOf(destination: Destination, own: readonly DeliveryView[], state: PageState): Node[] {
  const mode = MODE_WORDS[state.receivers[destination]];
  const taken = own.filter(({ problem }) => problem === null).length;
  const kept = state.waiting[destination];
  const next = state.schedules[0];
  const wait =
    kept === 0
      ? 'nothing waits'
      : `${count(kept, 'message')} kept${next === undefined ? '' : `; the app looks at its outbox again at ${clockTime(next.at, true)}`}`;
  return [
    badge(`${mode.title}: ${mode.hint}`, mode.tone),
    html('span', {}, [`${count(own.length, 'attempt')}, ${taken} taken`]),
    badge(wait, kept === 0 ? 'grey' : 'yellow'),
  ];
}
