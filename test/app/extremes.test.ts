/** Payloads that are larger, deeper or odder than anybody writes, and what is left of them in log, events and messages. */
import { dig, digText, type Json } from '../../simulator/dig';
import { bodyOf, changed, createApp, EVERY_KIND, eventsIn, payloadWith, SLACK, textsOf, WEBHOOK } from '../support/app';
import { coverageOptions } from '../support/coverage';

const INCLUDE = { ...WEBHOOK, events: EVERY_KIND, personal_data: 'Include' };

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

describe('an event', () => {
  it('that would be too large to be kept is told with shorter texts', async () => {
    const long = 'ж'.repeat(2_000);
    const user = { id: 'user-1', first_name: long, email: long, phone: long };
    const associations = { user, agent: { id: 'agent-1', first_name: long }, group: { id: 'group-1', name: long }, channel: { id: 'channel-1', name: long } };
    const conversation = { messages: [{ message_parts: [{ text: { content: long } }] }] };
    const event = await eventOf('onConversationCreate', payloadWith({ actor: { type: 'user', ...user }, associations, conversation }));
    expect(digText(event, 'first_message')).toBe(`${'ж'.repeat(119)}…`);
    expect(digText(event, 'conversation', 'user', 'name')).toBe(`${'ж'.repeat(29)}…`);
    expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThanOrEqual(3_400);
  });

  it('whose quotes would make it too large to be kept is told with shorter texts too', async () => {
    const quotes = '"\\'.repeat(80);
    const conversation = { messages: [{ message_parts: [{ text: { content: quotes.repeat(5) } }] }] };
    const event = await eventOf('onConversationCreate', payloadWith({ actor: { type: 'user', first_name: quotes }, conversation }));
    expect(digText(event, 'first_message')).toHaveLength(120);
    expect(JSON.stringify(JSON.stringify(event)).length).toBeLessThanOrEqual(3_800);
  });

  it('tells a long list as the beginning of its JSON, and a short one as it is', async () => {
    const list = Array.from({ length: 200 }, (...[, index]) => index);
    const event = await eventOf('onConversationUpdate', changed({ cf_scores: [[1], list] }));
    expect(dig(event, 'change', 'from')).toEqual([1]);
    expect(dig(event, 'change', 'to')).toBe(`${JSON.stringify(list).slice(0, 299)}…`);
  });

  it('never ends a cut name in half a character', async () => {
    const event = await eventOf('onConversationUpdate', changed({ priority: ['Low', 'High'] }, { actor: { type: 'agent', id: 'agent-1', first_name: `${'x'.repeat(118)}🙂🙂` } }));
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
    const { platform, requests } = createApp({ iparams: { ...SLACK, events: EVERY_KIND } });
    const fields = Array.from({ length: 3 }, (...[, index]) => [`${'&'.repeat(900)}${index}`, [0, 1]] as const);
    await platform.invoke('onConversationUpdate', changed({ priority: ['Low', '&'.repeat(900)], ...Object.fromEntries(fields) }, { actor: { type: 'agent', id: 'agent-1', first_name: '&'.repeat(900) } }));
    const text = digText(bodyOf(requests[0]), 'blocks', 0, 'text', 'text') || digText(dig(bodyOf(requests[0]), 'blocks', 0), 'text', 'text');
    expect(text.length).toBeLessThanOrEqual(3_000);
    expect(JSON.stringify(bodyOf(requests[0]))).toContain('https://acme.freshchat.com/a/account-1/open/conversation/conversation-1');
  });
});

describe('a fault of our own', () => {
  const faults: [what: string, renderData: unknown, kind: string][] = [
    ['an error', undefined, 'TypeError'],
    ['something else', () => { throw 'whsec_of-a-test' as unknown; }, 'string'],
  ];

  it.each(faults)('that throws %s is logged by its kind, and its text is not', async (...[, renderData, kind]) => {
    const { sandboxGlobals = {}, ...options } = coverageOptions();
    const { platform } = createApp({ ...options, sandboxGlobals: { ...sandboxGlobals, renderData } });
    const result = await platform.install({});
    expect(textsOf(result)).toEqual([`Error in onAppInstall: the app failed with ${kind}. Please report it with the line above.`]);
  });
});
