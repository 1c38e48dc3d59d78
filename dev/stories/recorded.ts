import { basename } from 'node:path';
import { CONVERSATION_EVENTS, isConversationEvent } from './event-types';
import { digText, isRecord, type Json } from '../../packages/fresh-platform/lib/dig';
import { friendlyPath, readJsonFile, UserError } from '../../packages/fresh-platform/lib/json-file';
import { byNearness } from '../../packages/fresh-platform/lib/nearness';
import type { Story } from './read';

/** A story of one step, from a file that holds one payload. Throws a UserError for a file or an event that is none. */
export function recordedStory(file: string, event?: string): Story {
  const recorded = readJsonFile(file);
  if (!isRecord(recorded)) throw new UserError(`${friendlyPath(file)} holds no payload: it must be a JSON object.`);
  if (Array.isArray(recorded['steps']))
    throw new UserError(
      `${friendlyPath(file)} is a whole story, not one payload: npm run simulate -- ${basename(file, '.json')} plays those of test_data/.`,
    );
  if (!isRecord(recorded['data']))
    throw new UserError(`${friendlyPath(file)} holds no payload: it has no "data" object.`);
  const name = event ?? digText(recorded, 'event');
  if (!isConversationEvent(name)) throw new UserError(noSuchEvent(name));
  const { timestamp } = recorded;
  const at = typeof timestamp === 'number' ? timestamp : Date.now();
  return {
    name: basename(file, '.json'),
    title: 'A recorded payload',
    teaches: `What the app makes of ${friendlyPath(file)}.`,
    account: accountOf(recorded),
    steps: [{ at, event: name, payload: withoutHost(recorded) }],
  };
}

function noSuchEvent(name: string): string {
  if (name === '') return `The payload names no event: give --event ${CONVERSATION_EVENTS.join(' or --event ')}.`;
  return `There is no event “${name}”; there are: ${byNearness(name, CONVERSATION_EVENTS).join(', ')}.`;
}

function accountOf(recorded: Json): Story['account'] {
  const domain = digText(recorded, 'domain');
  const url =
    digText(recorded, 'currentHost', 'endpoint_urls', 'freshchat') ||
    (domain === '' ? 'https://acme.freshchat.com' : `https://${domain}`);
  return { name: url.replace(/^https:\/\//, ''), url, region: digText(recorded, 'region') || 'US' };
}

/** What the platform adds is added when it is played; a recording's settings, and the secrets in them, stay out of it. */
function withoutHost(recorded: Json): Json {
  return Object.fromEntries(Object.entries(recorded).filter(([key]) => key !== 'currentHost' && key !== 'iparams'));
}
