/** A Slack channel, reached by a bot's token. */
import { REQUEST_BYTES } from '../batches';
import type { Channel } from '../channel';
import { escapedBytes } from '../../lib/json';
import { noteOf } from '../../messages/notes';
import { send, type Outcome } from '../../platform/requests';
import type { Runtime } from '../../platform/runtime';
import type { SlackSettings } from '../../settings/destinations';
import { slackOutcome, slackRemedy } from './answers';
import { SLACK_NOTES, slackBody, slackTestBody } from './message';

export function createSlack({ token, channel }: SlackSettings): Channel {
  const post = async (body: string, runtime: Runtime): Promise<Outcome> =>
    slackOutcome(await send('postToSlack', { token }, body, runtime));
  return {
    mostPayloads: SLACK_NOTES,
    room: REQUEST_BYTES,
    bytesOf: (events) => escapedBytes(slackBody(channel, [noteOf(events)])),
    deliver: (payloads, runtime) => post(slackBody(channel, payloads.map(noteOf)), runtime),
    // Side by side, so that both answers fit into a set-up event; who we are is the more telling fault.
    test: async (runtime) => {
      const [identity, message] = await Promise.all([
        send('testSlackToken', { token }, '{}', runtime).then(slackOutcome),
        post(slackTestBody(channel), runtime),
      ]);
      return identity.ok ? message : identity;
    },
    remedy: slackRemedy,
  };
}
