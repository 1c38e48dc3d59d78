/** What a simulated installation tells, each a stand-in on this machine. */
export const DESTINATIONS = ['webhook', 'slack', 'teams'] as const;
export type Destination = (typeof DESTINATIONS)[number];

/** Hosts under which a simulated installation finds its destinations. */
export const HOSTS: Record<Destination, string> = {
  webhook: 'receiver.example.com',
  slack: 'slack.com',
  teams: 'teams.example.com',
};

/** The template says whom the app calls: hosts are whatever an admin entered. */
export function destinationOf({ template }: { template: string }): Destination {
  return DESTINATIONS.find((name) => template.toLowerCase().includes(name)) ?? 'webhook';
}
