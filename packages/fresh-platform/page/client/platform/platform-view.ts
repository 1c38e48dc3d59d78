/** Platform: the clock, the receivers, the quotas, and what the app keeps there. */
import { html } from '../elements';
import { createClockCard } from './clock-card';
import { createLogCard } from './log-card';
import { createQuotaCard } from './quota-card';
import { createReceiversCard } from './receivers-card';
import { createSchedulesCard, createStoreCard } from './storage-cards';
import type { View } from '../view';

export function createPlatformView(): View {
  const cards = [
    createClockCard(),
    createReceiversCard(),
    createQuotaCard(),
    createSchedulesCard(),
    createStoreCard(),
    createLogCard(),
  ];
  return {
    paths: ['/platform', '/system_settings'],
    title: 'Platform',
    element: html(
      'div',
      { class: 'platform' },
      cards.map(({ element }) => element),
    ),
    show: (state) => {
      for (const { show } of cards) show(state);
    },
  };
}
