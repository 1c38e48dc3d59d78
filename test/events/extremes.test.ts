/** Payloads that are larger, deeper or odder than anybody writes, and what is left of them in log, events and messages. */
import { dig, digText, type Json } from '../../packages/fresh-platform/lib/dig';
import { bodyOf, changed, createApp, eventsIn, payloadWith, SLACK, textsOf, WEBHOOK, hearing } from '../support/app';
import { coverageOptions } from '../support/coverage';

const INCLUDE = { ...hearing(WEBHOOK), personal_data: 'Include' };

async function eventOf(event: string, payload: Json): Promise<Json> {
  const { platform, requests } = createApp({ iparams: INCLUDE });
  await platform.invoke(event, payload);
  const [first = {}] = eventsIn(requests[0]);
  return first;
}

async function logged(payload: Json): Promise<string> {
  const { platform } = createApp();
  return textsOf(await platform.invoke('onConversationUpdate', payload))[0] ?? '';
}

/** A payload's data whose every text is the given one. */
function everywhere(text: string): Json {
  const thing = { id: text, first_name: text, last_name: text, name: text, email: text, phone: text };
  const conversation = {
    conversation_id: text,
    app_id: text,
    channel_id: text,
    user_id: text,
    assigned_agent_id: text,
    assigned_group_id: text,
    status: text,
    source: text,
    created_time: text,
    assigned_time: text,
    resolved_time: text,
    reopened_time: text,
  };
  const messages = [{ message_parts: [{ text: { content: text } }] }];
  return {
    actor: { type: text, sub_entity: text, ...thing },
    associations: { agent: thing, group: thing, channel: thing, user: thing },
    conversation: { ...conversation, messages },
  };
}

describe('an event', () => {
  it('that would be too large to be kept is told with shorter texts', async () => {
    const long = 'ж'.repeat(2_000);
    const user = { id: 'user-1', first_name: long, email: long, phone: long };
    const associations = {
      user,
      agent: { id: 'agent-1', first_name: long },
      group: { id: 'group-1', name: long },
      channel: { id: 'channel-1', name: long },
    };
    const conversation = { messages: [{ message_parts: [{ text: { content: long } }] }] };
    const event = await eventOf(
      'onConversationCreate',
      payloadWith({ actor: { type: 'user', ...user }, associations, conversation }),
    );
    expect(digText(event, 'first_message')).toBe(`${'ж'.repeat(119)}…`);
    expect(digText(event, 'conversation', 'user', 'name')).toBe(`${'ж'.repeat(29)}…`);
    expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThanOrEqual(3_400);
  });

  it('whose quotes would make it too large to be kept is told with shorter texts too', async () => {
    const quotes = '"\\'.repeat(80);
    const conversation = { messages: [{ message_parts: [{ text: { content: quotes.repeat(5) } }] }] };
    const event = await eventOf(
      'onConversationCreate',
      payloadWith({ actor: { type: 'user', first_name: quotes }, conversation }),
    );
    expect(digText(event, 'first_message')).toHaveLength(120);
    expect(JSON.stringify(JSON.stringify(event)).length).toBeLessThanOrEqual(3_800);
  });

  const wide: [what: string, text: string][] = [
    ['control characters', '\u0001'.repeat(300)],
    ['halves of characters', '\ud800'.repeat(300)],
    ['characters of three bytes', '見'.repeat(300)],
    ['quotes', '"'.repeat(300)],
  ];

  it.each(wide)('fits into a schedule even where every text is %s', async (...[, text]) => {
    const hostile = changed({ assigned_group_id: [text, `${text}x`], [text]: [text, [text]] }, everywhere(text), {
      region: text,
    });
    const { platform, requests } = createApp({ iparams: INCLUDE });
    await platform.invoke('onConversationUpdate', hostile);
    expect(eventsIn(requests[0])).toHaveLength(2);
    for (const event of eventsIn(requests[0]))
      expect(Buffer.byteLength(JSON.stringify(JSON.stringify(event)))).toBeLessThanOrEqual(3_800);
  });

  it('whose every character takes many bytes is told in texts of twelve, without figures and an address', async () => {
    const event = await eventOf('onConversationCreate', payloadWith(everywhere('\u0001'.repeat(300))));
    const twelve = `${'\u0001'.repeat(11)}…`;
    expect([digText(event, 'first_message'), digText(event, 'conversation', 'user', 'name')]).toEqual([twelve, twelve]);
    expect([dig(event, 'metrics'), dig(event, 'conversation', 'url')]).toEqual([{}, null]);
  });

  it('has no address of an account whose host is longer than a host can be', async () => {
    const host = `${'a'.repeat(300)}.freshchat.com`;
    const event = await eventOf(
      'onConversationCreate',
      payloadWith({}, { currentHost: { endpoint_urls: { freshchat: `https://${host}` } } }),
    );
    expect([dig(event, 'account', 'url'), dig(event, 'conversation', 'url')]).toEqual([null, null]);
  });

  it('tells what the customer wrote first, not a greeting or a picture before it', async () => {
    const text = (content: string): Json => ({ message_parts: [{ text: { content } }] });
    const messages = [
      { actor_type: 'bot', ...text('Welcome!') },
      { actor_type: 'user', message_parts: [{ image: { url: 'https://files.example.com/1' } }] },
      { actor_type: 'user', ...text('Help') },
    ];
    expect(
      digText(await eventOf('onConversationCreate', payloadWith({ conversation: { messages } })), 'first_message'),
    ).toBe('Help');
    expect(
      dig(
        await eventOf('onConversationCreate', payloadWith({ conversation: { messages: messages.slice(0, 2) } })),
        'first_message',
      ),
    ).toBeUndefined();
  });

  it('tells a long list as the beginning of its JSON, and a short one as it is', async () => {
    const list = Array.from({ length: 200 }, (...[, index]) => index);
    const event = await eventOf('onConversationUpdate', changed({ cf_scores: [[1], list] }));
    expect(dig(event, 'change', 'from')).toEqual([1]);
    expect(dig(event, 'change', 'to')).toBe(`${JSON.stringify(list).slice(0, 299)}…`);
  });

  it('never ends a cut name in half a character', async () => {
    const event = await eventOf(
      'onConversationUpdate',
      changed(
        { priority: ['Low', 'High'] },
        { actor: { type: 'agent', id: 'agent-1', first_name: `${'x'.repeat(118)}🙂🙂` } },
      ),
    );
    expect(digText(event, 'actor', 'name')).toBe(`${'x'.repeat(118)}…`);
  });
});

describe('the log', () => {
  it('leaves out what lies deeper than any payload, and phone numbers that come as numbers', async () => {
    const deep = JSON.parse(`${'{"a":'.repeat(60)}"bottom"${'}'.repeat(60)}`) as Json;
    const line = await logged(changed({}, { conversation: { phone: 12025550123, depth: deep } }));
    expect(line).toContain('"phone":"[left out]"');
    expect(line).not.toContain('bottom');
    expect(line).not.toContain('12025550123');
  });
});

describe('a message for Slack', () => {
  it('that its escapes make too long for a block is cut, and keeps its link', async () => {
    const { platform, requests } = createApp({ iparams: hearing(SLACK) });
    const fields = Array.from({ length: 3 }, (...[, index]) => [`${'&'.repeat(900)}${index}`, [0, 1]] as const);
    await platform.invoke(
      'onConversationUpdate',
      changed(
        { priority: ['Low', '&'.repeat(900)], ...Object.fromEntries(fields) },
        { actor: { type: 'agent', id: 'agent-1', first_name: '&'.repeat(900) } },
      ),
    );
    const text =
      digText(bodyOf(requests[0]), 'blocks', 0, 'text', 'text') ||
      digText(dig(bodyOf(requests[0]), 'blocks', 0), 'text', 'text');
    expect(text.length).toBeLessThanOrEqual(3_000);
    expect(JSON.stringify(bodyOf(requests[0]))).toContain(
      'https://acme.freshchat.com/a/account-1/open/conversation/conversation-1',
    );
  });
});

describe('a fault of our own', () => {
  const faults: [what: string, renderData: unknown, kind: string][] = [
    ['an error', undefined, 'TypeError'],
    [
      'something else',
      () => {
        throw 'whsec_of-a-test' as unknown;
      },
      'string',
    ],
  ];

  it.each(faults)('that throws %s is logged by its kind, and its text is not', async (...[, renderData, kind]) => {
    const { sandboxGlobals = {}, ...options } = coverageOptions();
    const { platform } = createApp({ ...options, sandboxGlobals: { ...sandboxGlobals, renderData } });
    const result = await platform.install({});
    expect(textsOf(result)).toEqual([
      `Error in onAppInstall: the app failed with ${kind}. Please report it with the line above.`,
    ]);
  });
});
