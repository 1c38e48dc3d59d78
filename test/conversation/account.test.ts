/** What is read of a payload before anything is made of it: the account's address, who somebody is, what was written first. */
import { maskPayload } from '../../src/conversation/masking';
import { accountUrlOf, firstMessageOf, personName, readPayload } from '../../src/conversation/payload';

function urlOf(raw: object): string | null {
  const reading = readPayload({ data: { conversation: { conversation_id: 'c1' } }, ...raw });
  if ('problem' in reading) throw new Error(reading.problem);
  return accountUrlOf(reading.payload);
}

const at = (freshchat: unknown): object => ({ currentHost: { endpoint_urls: { freshchat } } });
const long = (length: number): string => `${'a.'.repeat((length - 3) / 2)}com`;

test.each<[raw: object, url: string | null]>([
  [at('https://ACME.freshchat.com/'), 'https://acme.freshchat.com'],
  [at('acme.freshchat.com'), 'https://acme.freshchat.com'],
  [{ domain: 'acme.freshchat.com' }, 'https://acme.freshchat.com'],
  [{ ...at(' '), domain: 'acme.freshchat.com' }, 'https://acme.freshchat.com'],
  [at(long(253)), `https://${long(253)}`],
  [at(`b${long(253)}`), null],
  [at('http://acme.freshchat.com'), null],
  [at('https://acme.freshchat.com/path'), null],
  [at('localhost'), null],
  [at(7), null],
  [{}, null],
])('the account of %j has the address %j', (raw, url) => {
  expect(urlOf(raw)).toBe(url);
});

test.each<[person: Record<string, unknown>, name: string | null]>([
  [{ first_name: ' Asha ', last_name: 'Rao', name: 'A' }, 'Asha Rao'],
  [{ first_name: 'Asha', last_name: '', name: 'A' }, 'Asha'],
  [{ first_name: null, last_name: 'Rao', name: 'A' }, 'Rao'],
  [{ name: 'A' }, 'A'],
  [{ name: 7 }, null],
  [{}, null],
])('%j is called %j', (person, name) => {
  expect(personName(person)).toBe(name);
});

test('what the customer wrote first is the first text that is theirs, or that is nobody else’s', () => {
  const message = (actor_type: unknown, ...texts: unknown[]): object => ({
    actor_type,
    message_parts: texts.map((content) => ({ text: { content } })),
  });
  expect([
    firstMessageOf([
      message('bot', 'Hello!'),
      message('agent', 'Yes?'),
      message('user', ' ', 'One', 'two'),
      message('user', 'x'),
    ]),
    firstMessageOf([message(undefined, 'none said')]),
    firstMessageOf([message(null, 'nobody'), message('user', 'later')]),
    firstMessageOf([{ message_parts: 'text' }, message('user', 7), 'text', null]),
    firstMessageOf([]),
    firstMessageOf('Hello!'),
  ]).toEqual(['One\ntwo', 'none said', 'nobody', null, null, null]);
});

test('figures of a conversation stay whole where they are figures, and nothing else does by that name or shape', () => {
  const logged = (conversation: object): unknown =>
    (maskPayload({ data: { conversation } }) as { data: { conversation: unknown } }).data.conversation;
  expect(logged({ statistics: { a_chrs: 447700900123, b: 0 }, others: { a_chrs: 447700900123, b: 5 } })).toEqual({
    statistics: { a_chrs: 447700900123, b: 0 },
    others: { a_chrs: '[left out]', b: 5 },
  });
  expect(logged({ statistics: { a_chrs: 5, note: 'Nadia' } })).toEqual({
    statistics: { a_chrs: 5, note: '[left out]' },
  });
  expect(logged({ statistics: { a_chrs: 5, of: { name: 'Nadia' } } })).toEqual({
    statistics: { a_chrs: 5, of: { name: '[left out]' } },
  });
  expect(logged({ statistics: 'Nadia', messages: 'Nadia', parts: ['Nadia', 5] })).toEqual({
    statistics: '[left out]',
    messages: '[left out]',
    parts: ['[left out]', 5],
  });
  expect(logged({ messages: [{}, {}] })).toEqual({ messages: '[2 messages left out]' });
});
