import { DESTINATION_KINDS, type DestinationKind } from '../../src/settings/kinds';

/** What a simulated installation tells: one of every kind, each a stand-in on this machine. */
export const DESTINATIONS = DESTINATION_KINDS;
export type Destination = DestinationKind;

/** Hosts under which a simulated installation finds its destinations. */
export const HOSTS: Record<Destination, string> = {
  webhook: 'receiver.example.com',
  slack: 'slack.com',
  teams: 'teams.example.com',
};

/** The name of the template says whom the app calls: hosts are whatever an admin entered. */
export function destinationOf({ template }: { template: string }): Destination {
  return DESTINATIONS.find((name) => template.toLowerCase().includes(name)) ?? 'webhook';
}
