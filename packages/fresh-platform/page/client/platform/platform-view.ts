/// <reference lib="dom" />
/** The clock, the receivers, and what the installation holds: quotas, schedules, store. */
import { html } from '../elements';
import type { View } from '../view';
import { createClockCard } from './clock-card';
import { createQuotaCard } from './quota-card';
import { createReceiversCard } from './receivers-card';
import { createSchedulesCard, createStoreCard } from './storage-cards';

export function createPlatformView(): View {
  const cards = [createClockCard(), createReceiversCard(), createQuotaCard(), createSchedulesCard(), createStoreCard()];
  return {
    title: 'Platform',
    paths: ['/platform', '/system_settings'],
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
