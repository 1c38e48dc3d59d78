/** A Slack channel, reached by a bot's token. */
import { REQUEST_BYTES } from '../batches';
import type { Channel } from '../channel';
import type { RelayEvent } from '../../events/event';
import { escapedBytes } from '../../lib/json';
import { together } from '../../lib/together';
import { noteOf } from '../../messages/notes';
import { send, type Outcome } from '../../platform/requests';
import type { Runtime } from '../../platform/runtime';
import type { SlackSettings } from '../../settings/destinations';
import { slackOutcome, slackRemedy } from './answers';
import { cardMessage } from './card';
import { tellInPlace, type SlackVoice } from './conversation-messages';
import { mentioning } from './mention';
import { SLACK_NOTES, slackMessage, slackPost, slackTestBody, type SlackMessage, type SlackTarget } from './message';
import { summaryMessage } from './summary';

export function createSlack({ id, token, channel, style, mention }: SlackSettings): Channel {
  const call = async (template: string, body: string, runtime: Runtime): Promise<Outcome> =>
    slackOutcome(await send(template, { token }, body, runtime));
  const say = (message: SlackMessage, runtime: Runtime, target: SlackTarget = {}): Promise<Outcome> =>
    call('postToSlack', slackPost(channel, message, target), runtime);
  const plain = (events: readonly RelayEvent[], isNamed = false): SlackMessage =>
    summaryMessage(events) ?? mentioning(mention, events, slackMessage([noteOf(events)], isNamed));
  const standing = (events: readonly RelayEvent[]): SlackMessage => mentioning(mention, events, cardMessage(events));
  const voice: SlackVoice = {
    post: (events, runtime) => say(plain(events), runtime),
    begin: (events, runtime) => say(style === 'card' ? standing(events) : plain(events), runtime),
    reply: (events, to, isLoud, runtime) =>
      // What is shown in the channel as well stands there by itself.
      say(plain(events, !isLoud), runtime, { thread_ts: to, ...(isLoud ? { reply_broadcast: true } : {}) }),
    update: (events, message, runtime) =>
      call('updateSlackMessage', slackPost(channel, standing(events), { ts: message }), runtime),
  };
  return {
    mostPayloads: SLACK_NOTES,
    room: REQUEST_BYTES,
    bytesOf: (events) => escapedBytes(slackPost(channel, plain(events))),
    // A catch-up of several payloads is one message in the channel, whatever the style.
    deliver: (payloads, runtime) => {
      const [events] = payloads;
      if (events === undefined || payloads.length > 1) return say(slackMessage(payloads.map(noteOf)), runtime);
      return style === 'each' ? voice.post(events, runtime) : tellInPlace(style, id, events, voice, runtime);
    },
    // Side by side, so that both answers fit into a set-up event; who we are is the more telling fault.
    test: async (runtime) => {
      const [identity, message] = await together([
        call('testSlackToken', '{}', runtime),
        call('postToSlack', slackTestBody(channel), runtime),
      ]);
      return identity.ok ? message : identity;
    },
    remedy: slackRemedy,
  };
}
