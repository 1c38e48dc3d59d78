import { dig, digList, digText, isRecord, type Json } from '../../packages/fresh-platform/lib/dig';
import { loadStories, type Story } from '../../dev/stories/read';
import { DESTINATION_KINDS } from '../../src/settings/kinds';
import {
  EVERY_DESTINATION,
  eventsIn,
  play,
  sentBy,
  textsOf,
  transitionsIn,
  WEBHOOK,
  type PlayedStep,
  hearing,
  SLACK_CHANNEL,
} from '../support/app';

const stories = loadStories();

const REQUESTS = DESTINATION_KINDS.map(
  (kind) => `request postTo${kind.charAt(0).toUpperCase()}${kind.slice(1)}`,
).sort();

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Names, email, phone and property values of a customer. */
function dataOfPerson(person: unknown): string[] {
  const plain = ['first_name', 'last_name', 'email', 'phone'].map((key) => digText(person, key));
  return [...plain, ...digList(person, 'properties').flatMap((property) => textsIn(dig(property, 'value')))];
}

/** What stands in a payload about the customer, and what the customer wrote. */
function personalDataIn(payload: Json): string[] {
  const actor = dig(payload, 'data', 'actor');
  const written = digList(payload, 'data', 'conversation', 'messages').flatMap((message) =>
    digList(message, 'message_parts').map((part) => digText(part, 'text', 'content')),
  );
  const properties = textsIn(dig(payload, 'data', 'conversation', 'properties'));
  const found = [
    ...dataOfPerson(dig(payload, 'data', 'associations', 'user')),
    ...(digText(actor, 'type') === 'user' ? dataOfPerson(actor) : []),
    ...written,
  ];
  return [...found, ...properties.filter((text) => text.includes('@'))].filter((text) => text.length > 3);
}

function staffNamesIn(payload: Json): string[] {
  const agent = dig(payload, 'data', 'associations', 'agent');
  const actor = dig(payload, 'data', 'actor');
  return [agent, digText(actor, 'type') === 'user' ? {} : actor].flatMap((person) => [
    digText(person, 'first_name'),
    digText(person, 'last_name'),
  ]);
}

function personalDataOf({ steps }: Story): string[] {
  // What the account itself says is no secret of a customer's, also where a property says the same.
  const staff = new Set([
    'true',
    'false',
    ...steps.flatMap(({ payload }) => [
      ...staffNamesIn(payload),
      digText(payload, 'data', 'conversation', 'sla_policy_name').split(':')[0] ?? '',
    ]),
  ]);
  return [...new Set(steps.flatMap(({ payload }) => personalDataIn(payload)))].filter((text) => !staff.has(text));
}

function deliveredEvents(played: PlayedStep[]): Json[] {
  return played.flatMap(({ requests }) => sentBy('postToWebhook', requests).flatMap(eventsIn));
}

describe.each(stories)('the story $name', (story) => {
  it('gives in every step the transitions it should', async () => {
    for (const { step, result } of await play(story)) {
      expect(result.outcome).toBe('completed');
      expect(transitionsIn(result)).toEqual(step.expect);
    }
  });

  it('is logged as it came, without iparams and without a personal datum', async () => {
    const personal = personalDataOf(story);
    expect(personal.length).toBeGreaterThan(0);
    for (const { step, result } of await play(story, EVERY_DESTINATION)) {
      const [first = '', ...more] = textsOf(result);
      const opening = `Logging arguments from ${step.event} event: `;
      expect(first.startsWith(opening)).toBe(true);
      const logged: unknown = JSON.parse(first.slice(opening.length));
      expect(isRecord(logged) && Object.hasOwn(logged, 'iparams')).toBe(false);
      expect(dig(logged, 'data', 'conversation', 'conversation_id')).toBe(
        dig(step.payload, 'data', 'conversation', 'conversation_id'),
      );
      expect(dig(logged, 'timestamp')).toBe(step.payload['timestamp']);
      expect(more).toHaveLength(1);
      for (const text of textsOf(result)) {
        expect(text).not.toMatch(/[\n\r\u2028\u2029]/);
        expect(
          personal.filter((datum) => text.includes(datum) || text.includes(JSON.stringify(datum).slice(1, -1))),
        ).toEqual([]);
        const secrets = [...Object.values(EVERY_DESTINATION.secrets), SLACK_CHANNEL];
        expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
      }
    }
  });

  it('is logged the same where personal data is included', async () => {
    const firstLines = async (personal_data: string): Promise<unknown[]> =>
      (await play(story, { ...EVERY_DESTINATION, personal_data })).map(({ result }) => textsOf(result)[0]);
    expect(await firstLines('Include')).toEqual(await firstLines('Leave out'));
  });

  it('sends no personal datum unless told to, and no event above two kilobytes', async () => {
    const personal = personalDataOf(story);
    const played = await play(story, hearing(EVERY_DESTINATION));
    for (const { body } of played.flatMap(({ requests }) => requests))
      expect(personal.filter((datum) => body.includes(JSON.stringify(datum).slice(1, -1)))).toEqual([]);
    for (const event of deliveredEvents(played))
      expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThanOrEqual(2048);
  });

  it('takes one request per destination and payload, and no storage', async () => {
    // Waits have an operation of their own: test/reminders/unattended.test.ts counts it.
    const iparams = { ...hearing(EVERY_DESTINATION), unattended_minutes: 0 };
    for (const { result, step } of await play(story, iparams)) {
      const names = result.operations.map(({ name, target }) => `${name} ${target}`).sort();
      expect(names).toEqual((step.expect ?? []).length === 0 ? [] : REQUESTS);
    }
  });
});

describe('the events of all stories', () => {
  it('have ids of their own, and the same ones only where the platform repeats itself', async () => {
    const payloadsById = new Map<unknown, Set<string>>();
    const idsInOnePayload: unknown[][] = [];
    for (const story of stories) {
      for (const { step, requests } of await play(story, hearing(WEBHOOK))) {
        const ids = sentBy('postToWebhook', requests)
          .flatMap(eventsIn)
          .map(({ id }) => id);
        idsInOnePayload.push(ids);
        for (const id of ids)
          payloadsById.set(id, (payloadsById.get(id) ?? new Set()).add(JSON.stringify(step.payload)));
      }
    }
    for (const ids of idsInOnePayload) expect(new Set(ids).size).toBe(ids.length);
    for (const payloads of payloadsById.values()) expect(payloads.size).toBe(1);
    expect(payloadsById.size).toBeGreaterThan(60);
  });
});
