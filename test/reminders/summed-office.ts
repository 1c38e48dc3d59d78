/** An installation that is told a summary a day, and what is counted in it. */
import { createClock } from '../../packages/fresh-platform/index';
import type { Hardships, Operation } from '../../packages/fresh-platform/types';
import { dig, type Json } from '../../packages/fresh-platform/lib/dig';
import { changed, createApp, edited, eventsIn, payloadWith, WEBHOOK, type Iparams } from '../support/app';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const START = Date.parse('2026-11-02T09:00:00.000Z');
export const DAILY: Iparams = {
  ...edited(WEBHOOK, 'webhook', { tell: ['Daily summary'] }),
  summary_at: '18:00',
  time_zone: 'UTC',
};

type Fates = (operation: Operation) => 'proceed' | 'die-before' | 'die-after';

export async function summedOffice(iparams: Iparams = DAILY, start = START, fate?: Fates, hardships: Hardships = {}) {
  const app = createApp({ clock: createClock(start), iparams, hardships, ...(fate === undefined ? {} : { fate }) });
  const { platform, requests } = app;
  const { clock } = platform;
  await platform.install(iparams);
  requests.length = 0;
  const group = (name: string): Json => ({ group: { id: name.toLowerCase(), name }, agent: {} });
  const update = (changes: Json, now: Json, name: string) =>
    platform.invoke(
      'onConversationUpdate',
      changed(
        changes,
        { conversation: { ...now, assigned_group_id: name.toLowerCase() }, associations: group(name) },
        { timestamp: clock.now() },
      ),
    );
  return {
    ...app,
    clock,
    created: (name = 'Billing') =>
      platform.invoke(
        'onConversationCreate',
        payloadWith(
          { conversation: { assigned_group_id: name.toLowerCase() }, associations: group(name) },
          { timestamp: clock.now() },
        ),
      ),
    resolved: (seconds: number, name = 'Billing') =>
      update(
        { status: ['assigned', 'resolved'] },
        { status: 'resolved', statistics: { resolution_time_chrs: seconds, first_response_time_chrs: seconds / 10 } },
        name,
      ),
    reopened: (name = 'Billing') => update({ status: ['resolved', 'reopened'] }, { status: 'reopened' }, name),
    breached: (name = 'Billing') => update({ sla_breach: [false, true] }, {}, name),
    summaries: () => requests.flatMap((request) => eventsIn(request).map((event) => ({ at: request.at, event }))),
  };
}

export const totals = (all: { event: Json }[]): unknown[] => all.map(({ event }) => dig(event, 'total', 'created'));
