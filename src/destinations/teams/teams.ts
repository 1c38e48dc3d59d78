/** A Microsoft Teams channel, reached by the address of a workflow. */
import type { RelayEvent } from '../../events/event';
import type { Channel } from '../channel';
import { escapedBytes } from '../../lib/json';
import { noteOf } from '../../messages/notes';
import { send, type Outcome } from '../../platform/requests';
import type { Runtime } from '../../platform/runtime';
import type { TeamsSettings } from '../../settings/destinations';
import { teamsRemedy } from './answers';
import { teamsSummary } from './summary';
import { TEAMS_BYTES, TEAMS_NOTES, teamsBody, teamsTestBody } from './card';

/** A summary on its own has a card of its own; in a catch-up it is a line like any other. */
function bodyOf(payloads: readonly (readonly RelayEvent[])[]): string {
  const summary = payloads.length === 1 ? teamsSummary(payloads.flat()) : null;
  return summary ?? teamsBody(payloads.map(noteOf));
}

export function createTeams({ address }: TeamsSettings): Channel {
  const post = (body: string, runtime: Runtime): Promise<Outcome> => send('postToTeams', { ...address }, body, runtime);
  return {
    mostPayloads: TEAMS_NOTES,
    room: TEAMS_BYTES,
    bytesOf: (events) => escapedBytes(bodyOf([events])),
    deliver: (payloads, runtime) => post(bodyOf(payloads), runtime),
    test: (runtime) => post(teamsTestBody(), runtime),
    remedy: teamsRemedy,
  };
}
