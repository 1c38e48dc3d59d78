/** An installation that tells of conversations nobody holds, and what may happen to them. */
import { createClock } from '../../packages/fresh-platform/index';
import type {
  Hardships,
  InvocationResult,
  Limits,
  Operation,
  OutgoingRequest,
  Variant,
} from '../../packages/fresh-platform/types';
import { dig, digText, type Json } from '../../packages/fresh-platform/lib/dig';
import { markOf, watchOf } from '../../src/reminders/slots';
import { changed, createApp, edited, eventsIn, payloadWith, WEBHOOK, type Iparams } from '../support/app';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** A Monday. */
export const START = Date.parse('2026-11-02T09:00:00.000Z');
export const HEARD: Iparams = { ...edited(WEBHOOK, 'webhook', { tell: ['Unattended'] }), unattended_minutes: 15 };

const NOBODY = { assigned_agent_id: null, assigned_group_id: null, status: 'new' };
export const GROUP_A = { id: 'group-a', name: 'Billing' };
export const GROUP_B = { id: 'group-b', name: 'Shipping' };

type Fates = (operation: Operation) => 'proceed' | 'die-before' | 'die-after';

/** An installation, and conversations in it that tell what happens to them at the moment it happens. */
export function office(
  iparams: Json = HEARD,
  fate?: Fates,
  start = START,
  limits: Partial<Limits> = {},
  variant: Variant = 'current',
  hardships: Hardships = {},
) {
  const app = createApp({
    clock: createClock(start),
    iparams,
    limits,
    variant,
    hardships,
    ...(fate === undefined ? {} : { fate }),
  });
  const { clock } = app.platform;
  const times = new Map<string, Json>();
  const conversationOf = (id: string, now: Json): Json => ({
    conversation_id: id,
    ...times.get(id),
    ...NOBODY,
    ...now,
  });
  const update = (
    id: string,
    changes: Json,
    now: Json,
    group: Json = {},
    at = clock.now(),
  ): Promise<InvocationResult> =>
    app.platform.invoke(
      'onConversationUpdate',
      changed(
        changes,
        { conversation: conversationOf(id, now), associations: { group, agent: {} } },
        { timestamp: at },
      ),
    );
  const born = (id: string, at: number): unknown => times.set(id, { created_time: new Date(at).toISOString() });
  return {
    ...app,
    clock,
    born,
    created: (id: string, now: Json = {}, at = clock.now()): Promise<InvocationResult> => {
      born(id, at);
      const data = { conversation: conversationOf(id, now), associations: { group: {}, agent: {} } };
      return app.platform.invoke('onConversationCreate', payloadWith(data, { timestamp: at }));
    },
    assigned: (id: string, at?: number) =>
      update(
        id,
        { assigned_agent_id: [null, 'agent-1'], status: ['new', 'assigned'] },
        { assigned_agent_id: 'agent-1', status: 'assigned' },
        {},
        at,
      ),
    grouped: (id: string, group = GROUP_A, at?: number, now: Json = {}) =>
      update(id, { assigned_group_id: [null, group.id] }, { ...now, assigned_group_id: group.id }, group, at),
    /** Another priority; nothing else about it is another than before. */
    ranked: (id: string, now: Json) => update(id, { priority: [1, 2] }, now),
    letGo: (id: string, at?: number) =>
      update(id, { assigned_agent_id: ['agent-1', null], status: ['assigned', 'new'] }, {}, {}, at),
    resolved: (id: string, at?: number) => update(id, { status: ['new', 'resolved'] }, { status: 'resolved' }, {}, at),
    reopened: (id: string, at?: number) =>
      update(id, { status: ['resolved', 'reopened'] }, { status: 'reopened' }, {}, at),
    /** What was told, with the minutes since the start. */
    raised: () => app.requests.flatMap((request) => eventsIn(request).map((event) => raisedIn(event, request, start))),
    /** The same by the moment, with the event's id. */
    told: () =>
      app.requests.flatMap((request) =>
        eventsIn(request).map((event) => ({
          id: digText(event, 'conversation', 'id'),
          at: request.at,
          event: digText(event, 'id'),
        })),
      ),
    watches: () => app.platform.schedules().filter(({ name }) => name.startsWith('relay-wait-')),
  };
}

export interface Raised {
  id: string;
  minute: number;
  seconds: unknown;
  group: unknown;
}

function raisedIn(event: Json, { at }: OutgoingRequest, start: number): Raised {
  return {
    id: digText(event, 'conversation', 'id'),
    minute: Math.round((at - start) / MINUTE),
    seconds: event['unattended_seconds'],
    group: dig(event, 'conversation', 'group', 'name'),
  };
}

export function operationsOf({ operations }: InvocationResult): string[] {
  return operations.map(({ name }) => name).filter((name) => name !== 'request');
}

/** They begin when the office does. */
export const OFFICE_HOURS = { days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'], from: '09:00', to: '18:00' };

/** So many conversations whose ids give the same schedule. */
export function idsOfOneName(count: number): string[] {
  const wanted = watchOf(markOf('c0'));
  return [...Array(count * 2_000).keys()]
    .map((index) => `c${index}`)
    .filter((id) => watchOf(markOf(id)) === wanted)
    .slice(0, count);
}
