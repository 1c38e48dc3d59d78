/** What a destination may be told (`tell` in its settings), and the event types each kind stands for. */
import type { EventType } from '../events/event';

/** In the order in which the settings page lists them. */
export const KINDS = [
  'Created',
  'Assigned',
  'Reassigned',
  'Unassigned',
  'Resolved',
  'Reopened',
  'Status changed',
  'SLA breached',
  'Label or priority changed',
  'Other changes',
  'Unattended',
  'Trouble',
  'Daily summary',
] as const;

export type Kind = (typeof KINDS)[number];

/** In the order of the settings page. */
export const DESTINATION_KINDS = ['webhook', 'slack', 'teams'] as const;

export type DestinationKind = (typeof DESTINATION_KINDS)[number];

export const DESTINATION_NAMES: Readonly<Record<DestinationKind, string>> = {
  webhook: 'Webhook',
  slack: 'Slack',
  teams: 'Microsoft Teams',
};

export const MOST_DESTINATIONS = 20;

/** A type of no kind does not compile. */
const KIND_BY_TYPE: Readonly<Record<EventType, Kind>> = {
  'conversation.created': 'Created',
  'conversation.group.assigned': 'Assigned',
  'conversation.agent.assigned': 'Assigned',
  'conversation.group.reassigned': 'Reassigned',
  'conversation.agent.reassigned': 'Reassigned',
  'conversation.group.unassigned': 'Unassigned',
  'conversation.agent.unassigned': 'Unassigned',
  'conversation.resolved': 'Resolved',
  'conversation.reopened': 'Reopened',
  'conversation.status.changed': 'Status changed',
  'conversation.sla.breached': 'SLA breached',
  'conversation.label.changed': 'Label or priority changed',
  'conversation.priority.changed': 'Label or priority changed',
  'conversation.changed': 'Other changes',
  'conversation.unattended': 'Unattended',
  'relay.trouble': 'Trouble',
  'relay.recovered': 'Trouble',
  'relay.summary': 'Daily summary',
};

/** The kind by which a type is heard; a later version's types, which the outbox may hold, have none. */
export const KIND_OF_TYPE: ReadonlyMap<string, Kind> = new Map(Object.entries(KIND_BY_TYPE));

const BY_CHANNEL: ReadonlySet<Kind> = new Set(['Unattended', 'SLA breached', 'Reopened', 'Unassigned', 'Trouble']);

/** A system wants to know nearly everything, people only what somebody has to look after. */
export const TOLD_BY_DEFAULT: Readonly<Record<DestinationKind, ReadonlySet<Kind>>> = {
  webhook: new Set(KINDS.filter((kind) => kind !== 'Other changes' && kind !== 'Daily summary')),
  slack: BY_CHANNEL,
  teams: BY_CHANNEL,
};

export function isKind(value: unknown): value is Kind {
  return KINDS.some((kind) => kind === value);
}

export function destinationKind(value: unknown): DestinationKind | null {
  return DESTINATION_KINDS.find((kind) => kind === value) ?? null;
}
