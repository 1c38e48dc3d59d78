/** What the page asks of the app's own server functions, and how it says that a call failed. */
import { isList, isObject, own, type JsonObject } from '../lib/json';

/** The platform's own script declares it, before this one runs. */
declare const app: { initialized: () => Promise<Client> };

interface Client {
  request: { invoke: (name: string, data: JsonObject) => Promise<{ response: unknown }> };
}

/** What a test came to; `message` says what to mend. */
export interface TestAnswer {
  ok: boolean;
  message: string;
}

/** How a destination fares, once the app is installed. Times are ISO texts or epoch ms. */
export interface DestinationState {
  id: string;
  name: string;
  kind: string;
  state: 'working' | 'failing' | 'off';
  since: unknown;
  reason: string;
  waiting: number;
  next: unknown;
}

/** Calls a function of server/server.js. Rejects with an Error whose message is a sentence for an admin. */
async function call(name: string, data: JsonObject = {}): Promise<JsonObject> {
  try {
    const client = await app.initialized();
    const { response } = await client.request.invoke(name, data);
    const answer: unknown = typeof response === 'string' ? JSON.parse(response) : response;
    return isObject(answer) ? answer : {};
  } catch (error) {
    throw new Error(sentenceOfFailure(error), { cause: error });
  }
}

/** The platform rejects with `{ status, message }`, by way of an Error or as a plain object. */
function sentenceOfFailure(error: unknown): string {
  const status = isObject(error) ? own(error, 'status') : undefined;
  if (status === 429) return 'The app is asked too often just now. Wait a minute, then try again.';
  if (status === 504) return 'The app took too long to answer. Try again.';
  const message = isObject(error) ? own(error, 'message') : undefined;
  return typeof message === 'string' && message !== ''
    ? `The app could not answer: ${message}`
    : 'The app could not be reached. Check your connection, then try again.';
}

/** Sends a real test message, by the code that delivers. */
export async function testDestination(
  destination: JsonObject,
  secret: string,
  personalData: boolean,
): Promise<TestAnswer> {
  const answer = await call('testDestination', {
    destination,
    secret,
    personal_data: personalData ? 'Include' : 'Leave out',
  });
  return answerOf(answer);
}

function answerOf(answer: JsonObject): TestAnswer {
  const message = own(answer, 'message');
  const ok = own(answer, 'ok') === true;
  return {
    ok,
    message: typeof message === 'string' && message !== '' ? message : ok ? 'It worked.' : 'It did not work.',
  };
}

export interface Channel {
  id: string;
  name: string;
}

/** The channels that a Slack token can list. Rejects with a sentence where it cannot. */
export async function slackChannels(secret: string): Promise<Channel[]> {
  const answer = await call('listSlackChannels', { secret });
  if (own(answer, 'ok') === false) throw new Error(answerOf(answer).message);
  const channels = own(answer, 'channels');
  return (isList(channels) ? channels : []).filter(isObject).map((channel) => ({
    id: String(own(channel, 'id')),
    name: String(own(channel, 'name')),
  }));
}

export async function destinationStates(): Promise<DestinationState[]> {
  const states = own(await call('status'), 'destinations');
  return (isList(states) ? states : []).filter(isObject).map((entry) => ({
    id: String(own(entry, 'id')),
    name: String(own(entry, 'name')),
    kind: String(own(entry, 'kind')),
    state: stateIn(own(entry, 'state')),
    since: own(entry, 'since'),
    reason: typeof entry['reason'] === 'string' ? entry['reason'] : '',
    waiting: Number(own(entry, 'waiting') ?? 0),
    next: own(entry, 'next'),
  }));
}

function stateIn(value: unknown): DestinationState['state'] {
  return value === 'failing' || value === 'off' ? value : 'working';
}

export async function retryNow(id: string): Promise<TestAnswer> {
  return answerOf(await call('retryNow', { id }));
}

/** Tells the app what is about to be saved, secrets aside: no event of the platform does, and the daily summary has a schedule. */
export async function settingsSaved(settings: JsonObject): Promise<void> {
  await call('settingsSaved', { settings });
}
