/** The three systems an admin may choose, each as one object that knows how to send it events and a test. */
import { REQUEST_BYTES, type RequestLimits } from './batches';
import { send, slackOutcome, type Outcome } from '../platform/requests';
import type { RelayEvent } from '../events/event';
import { utf8Bytes } from '../lib/json';
import { noteOf } from '../messages/notes';
import type { Runtime } from '../platform/runtime';
import type { Choice, Settings, SlackSettings, WebhookSettings } from '../settings/read';
import { SLACK_NOTES, slackBody, slackTestBody } from './slack/message';
import { TEAMS_BYTES, TEAMS_NOTES, teamsBody, teamsTestBody } from './teams/card';
import { eventsBody, signed, testBody } from './webhook/body';
import type { Address } from '../settings/addresses';

export const DESTINATION_NAMES = ['webhook', 'slack', 'teams'] as const;
export type DestinationName = (typeof DESTINATION_NAMES)[number];

export interface Destination extends RequestLimits {
  name: DestinationName;
  /** Sends the events of one or more payloads in one request. */
  deliver(payloads: readonly (readonly RelayEvent[])[], runtime: Runtime): Promise<Outcome>;
  /** Proves that the settings work, by a real message. */
  test(runtime: Runtime): Promise<Outcome>;
}

/** The destinations that are set and work, in the contract's order. */
export function destinationsOf(settings: Settings): Destination[] {
  return [on(settings.webhook, webhook), on(settings.slack, slack), on(settings.teams, teams)].filter(
    (destination) => destination !== null,
  );
}

function on<T>(choice: Choice<T>, make: (value: T) => Destination): Destination | null {
  return choice.state === 'on' ? make(choice.value) : null;
}

function webhook({ address, secrets }: WebhookSettings): Destination {
  const post = (body: string, about: readonly string[], runtime: Runtime): Promise<Outcome> => {
    const { id, timestamp, signature } = signed(body, about, secrets, runtime.now());
    return send('postToWebhook', { ...address, id, timestamp, signature }, body, runtime);
  };
  return {
    name: 'webhook',
    mostPayloads: 200,
    room: REQUEST_BYTES,
    bytesOf: (events) => utf8Bytes(JSON.stringify(events)),
    deliver: (payloads, runtime) => {
      const events = payloads.flat();
      return post(
        eventsBody(events),
        events.map(({ id }) => id),
        runtime,
      );
    },
    test: (runtime) =>
      post(testBody(runtime.now()), ['test', String(runtime.now()), String(runtime.random())], runtime),
  };
}

function slack({ token, channel }: SlackSettings): Destination {
  const post = async (body: string, runtime: Runtime): Promise<Outcome> =>
    slackOutcome(await send('postToSlack', { token }, body, runtime));
  return {
    name: 'slack',
    mostPayloads: SLACK_NOTES,
    room: REQUEST_BYTES,
    bytesOf: (events) => utf8Bytes(slackBody(channel, [noteOf(events)])),
    deliver: (payloads, runtime) => post(slackBody(channel, payloads.map(noteOf)), runtime),
    // Side by side, so that both answers fit into a set-up event; who we are is the more telling fault.
    test: async (runtime) => {
      const [identity, message] = await Promise.all([
        send('testSlackToken', { token }, '{}', runtime).then(slackOutcome),
        post(slackTestBody(channel), runtime),
      ]);
      return identity.ok ? message : identity;
    },
  };
}

function teams({ address }: { address: Address }): Destination {
  const post = (body: string, runtime: Runtime): Promise<Outcome> => send('postToTeams', { ...address }, body, runtime);
  return {
    name: 'teams',
    mostPayloads: TEAMS_NOTES,
    room: TEAMS_BYTES,
    bytesOf: (events) => utf8Bytes(teamsBody([noteOf(events)])),
    deliver: (payloads, runtime) => post(teamsBody(payloads.map(noteOf)), runtime),
    test: (runtime) => post(teamsTestBody(), runtime),
  };
}
