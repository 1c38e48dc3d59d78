/// <reference lib="dom" />
import type { PageState } from '../../server/api';
import { card, html } from '../elements';
import type { Card } from './card';

/** What the app has used of its quotas in the last 60 s of the account's time. */
export function createQuotaCard(): Card {
  const gauges = html('div', { class: 'gauges', id: 'quotas' });
  return {
    element: card('Quota, last 60 s', [
      gauges,
      html('p', { class: 'quiet' }, ['Beyond it the platform answers the app with 429.']),
    ]),
    show: ({ quotas }) => {
      gauges.replaceChildren(...quotas.map(gauge));
    },
  };
}

function gauge({ name, used, most }: PageState['quotas'][number]): HTMLElement {
  const meter = html('meter', { min: 0, max: most, high: most * 0.8, optimum: 0, value: used, 'aria-label': name });
  return html('div', { class: 'gauge' }, [
    html('span', { class: 'label' }, [name]),
    html('span', { class: 'gauge-words' }, [`${used} of ${most}`]),
    meter,
  ]);
}
