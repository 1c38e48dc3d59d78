import { leakIn } from '../../validate/play/logs';
import { privateTexts } from '../../validate/play/personal';
import type { Json } from '../../lib/dig';

const DATA: Json = {
  actor: {
    type: 'user',
    first_name: 'Zoë',
    last_name: 'O’Hara',
    email: 'zoe.ohara@example.com',
    phone: '+44 20 7946 0123',
  },
  associations: {
    agent: { first_name: 'Asha', email: 'asha@example.com' },
    user: {
      first_name: 'Zoë',
      last_name: 'O’Hara',
      properties: [
        { name: 'plan', value: 'Heliotrope' },
        { name: 'city', value: 'Billing' },
        { name: 'vip', value: true },
      ],
    },
    group: { name: 'Billing' },
  },
  conversation: {
    messages: [
      {
        message_parts: [
          { text: { content: 'The "oak" bookcase\nhas not arrived, and nobody answers the telephone.' } },
        ],
      },
    ],
  },
  changes: { model_changes: { user_email: ['zoe.ohara@example.com', null] } },
};

const personal = privateTexts([
  { name: 'one', isStory: true, steps: [{ at: 0, event: 'onConversationCreate', payload: { data: DATA } }] },
]);

function found(line: string): string | undefined {
  return leakIn(line, { secrets: [['token', 'xoxb-0123']], personal })?.sentence;
}

describe('a log line', () => {
  const leaks: [line: string, sentence: string][] = [
    ['{"email":"zoe.ohara@example.com"}', "This log line holds the customer's email."],
    ['Call +442079460123 back', "This log line holds the customer's phone number."],
    ['Call (+44) 20-7946-0123 back', "This log line holds the customer's phone number."],
    ['hello zoë', "This log line holds the customer's first name."],
    ['{"name":"Zo\\u00eb"}', "This log line holds the customer's first name."],
    ['plan: HELIOTROPE', "This log line holds a value of the customer's properties."],
    [
      JSON.stringify({ first: 'The "oak" bookcase\nhas not arrived, and nobody' }),
      'This log line holds what the customer wrote.',
    ],
    [JSON.stringify(JSON.stringify({ all: DATA['conversation'] })), 'This log line holds what the customer wrote.'],
    ['with xoxb-0123', 'This log line holds the value of token, which is secure.'],
    ['{"iparams":{"a":1}}', 'This log line holds the installation parameters.'],
    ['{"app_settings": {"key":"a"}}', 'This log line holds what the developer keeps for all customers.'],
    ["{ iparams: { a: 'b' } }", 'This log line holds the installation parameters.'],
  ];

  it.each(leaks)('such as %s is caught', (line, sentence) => {
    expect(found(line)).toBe(sentence);
  });

  const harmless = [
    'Asha of Billing (asha@example.com)',
    'Zoëlle',
    '{"vip":true}',
    '{"iparams":{}}',
    'no iparams',
    'The oak is tall',
    'xoxb-0124',
  ];

  it.each(harmless)('such as %s is not', (line) => {
    expect(found(line)).toBeUndefined();
  });
});
