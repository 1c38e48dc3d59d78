/** The channels a Slack token can see, for the settings page to choose from. */
import { listChannels, type SlackChannel } from '../destinations/slack/channels';
import { objectOf, own, textOf } from '../lib/json';
import type { Runtime } from '../platform/runtime';
import { secretIn } from '../settings/destinations';
import { isSlackToken } from '../settings/secrets';

/** Where the token cannot list them, the sentence says what to do instead. */
export interface ChannelsAnswer {
  ok: boolean;
  channels: readonly SlackChannel[];
  message: string;
}

/** `{ secret }` as the page holds it; one that the page was not given back is the stored one of all Slack destinations. */
export async function listSlackChannels(payload: unknown, runtime: Runtime): Promise<ChannelsAnswer> {
  const asked = objectOf(payload);
  const stored = secretIn(own(objectOf(own(asked, 'iparams')), 'secrets'));
  const token = textOf(own(asked, 'secret')) ?? stored('slack', 'slack');
  if (token === null || !isSlackToken(token))
    return {
      ok: false,
      channels: [],
      message: 'Paste the bot token as Slack shows it, then the channels can be listed.',
    };
  return await listChannels(token, runtime);
}
