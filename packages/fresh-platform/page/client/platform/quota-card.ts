import type { PageState } from '../../server/api';
import type { Card } from './clock-card';
import { card, html } from '../elements';

/** What the app has used of its two quotas in the last 60 s of the account's time. */
export function createQuotaCard(): Card {
  const requests = createGauge('Requests');
  const operations = createGauge('Store operations');
  return {
    element: card('Quota, last 60 s', [
      requests.element,
      operations.element,
      html('p', { class: 'quiet' }, ['Beyond it the platform answers 429, and the app keeps what it could not send.']),
    ]),
    show: ({ quota, limits }: PageState) => {
      requests.show(quota.requests, limits.requests);
      operations.show(quota.dbOperations, limits.dbOperations);
    },
  };
}

function createGauge(label: string): { element: HTMLElement; show: (value: number, most: number) => void } {
  const id = `gauge-${label.toLowerCase().replace(' ', '-')}`;
  const meter = html('meter', { id, min: 0 }) as HTMLMeterElement;
  const words = html('span', { class: 'gauge-words' });
  return {
    element: html('div', { class: 'gauge' }, [html('label', { for: id }, [label]), words, meter]),
    show: (value, most) => {
      Object.assign(meter, { max: most, high: most * 0.8, optimum: 0, value });
      words.textContent = `${value} of ${most}`;
    },
  };
}
