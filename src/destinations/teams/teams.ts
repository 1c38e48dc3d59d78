/** A Microsoft Teams channel, reached by the address of a workflow. */
import type { Channel } from '../channel';
import { escapedBytes } from '../../lib/json';
import { noteOf } from '../../messages/notes';
import { send, type Outcome } from '../../platform/requests';
import type { Runtime } from '../../platform/runtime';
import type { TeamsSettings } from '../../settings/destinations';
import { teamsRemedy } from './answers';
import { TEAMS_BYTES, TEAMS_NOTES, teamsBody, teamsTestBody } from './card';

export function createTeams({ address }: TeamsSettings): Channel {
  const post = (body: string, runtime: Runtime): Promise<Outcome> => send('postToTeams', { ...address }, body, runtime);
  return {
    mostPayloads: TEAMS_NOTES,
    room: TEAMS_BYTES,
    bytesOf: (events) => escapedBytes(teamsBody([noteOf(events)])),
    deliver: (payloads, runtime) => post(teamsBody(payloads.map(noteOf)), runtime),
    test: (runtime) => post(teamsTestBody(), runtime),
    remedy: teamsRemedy,
  };
}
