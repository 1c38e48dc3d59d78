/** A system that an admin chose to be told, behind one interface; how each kind is reached stands in its folder. */
import type { RelayEvent } from '../events/event';
import type { DestinationSettings } from '../settings/destinations';
import type { DestinationKind } from '../settings/kinds';
import type { Settings } from '../settings/read';
import type { Channel } from './channel';
import { heardBy } from './hearing';
import { createSlack } from './slack/slack';
import { createTeams } from './teams/teams';
import { createWebhook } from './webhook/webhook';

export interface Destination extends Channel {
  id: string;
  name: string;
  kind: DestinationKind;
  /** Of one payload's events those that this destination is told. */
  hears(events: readonly RelayEvent[]): readonly RelayEvent[];
}

/** The destinations that are set and work, in the settings' order. */
export function destinationsOf({ destinations }: Settings): Destination[] {
  return destinations.map(createDestination);
}

export function createDestination(settings: DestinationSettings): Destination {
  const { id, name, kind } = settings;
  return { id, name, kind, hears: (events) => heardBy(settings, events), ...channelOf(settings) };
}

function channelOf(settings: DestinationSettings): Channel {
  if (settings.kind === 'webhook') return createWebhook(settings);
  return settings.kind === 'slack' ? createSlack(settings) : createTeams(settings);
}
