import {
  changed,
  createApp,
  EVERY_DESTINATION,
  SECRET,
  SLACK_TOKEN,
  payloadWith,
  sentBy,
  textsOf,
  hearing,
} from '../support/app';
import { tableIn } from '../support/markdown';

/** What a row of PRIVACY.md is about, as the payload or the settings below hold it. */
const HELD: Readonly<Record<string, readonly string[]>> = {
  "conversation's ID and address in Freshchat": ['conversation-4711', 'acme.freshchat.com'],
  'names of agents, bots, groups and channels': ['Asha', 'Sortbot', 'Second line', 'Repairs'],
  "customer's ID": ['user-4711'],
  "customer's name": ['Priya'],
  "customer's email and phone": ['priya@example.com', '+12025550123'],
  "customer's first message": ['Heliotrope'],
  "customer's other messages, as far as a payload has them": ['Marmalade'],
  "customer's properties, reference ID and picture": ['Quicksilver', 'REF-4711', 'portrait.png'],
  "agents' emails": ['asha@example.org'],
  'webhook secret, Slack token, Teams address': [SECRET, SLACK_TOKEN, 'sig=of-a-test'],
};

type Reach = 'always' | 'included' | 'never';

interface Row {
  what: string;
  webhook: string;
  chat: string;
  log: string;
}

const rows = (): Row[] =>
  tableIn('PRIVACY.md', 'what').map(({ what = '', webhook = '', log = '', 'Slack, Teams': chat = '' }) => ({
    what,
    webhook,
    chat,
    log,
  }));

const customer = {
  id: 'user-4711',
  first_name: 'Priya',
  last_name: 'Menon',
  email: 'priya@example.com',
  phone: '+12025550123',
  reference_id: 'REF-4711',
  avatar: { url: 'https://example.com/portrait.png' },
  properties: [{ name: 'plan', value: 'Quicksilver' }],
};
const associations = {
  user: customer,
  agent: { id: 'agent-1', first_name: 'Asha', last_name: 'Rao', email: 'asha@example.org' },
  group: { id: 'group-1', name: 'Second line' },
  channel: { id: 'channel-1', name: 'Repairs' },
};
const conversation = {
  conversation_id: 'conversation-4711',
  user_id: 'user-4711',
  messages: [
    { message_parts: [{ text: { content: 'Heliotrope' } }] },
    { message_parts: [{ text: { content: 'Marmalade' } }] },
  ],
};

interface Left {
  webhook: string;
  chat: string;
  log: string;
}

/** Everything that left by each way: a customer begins, a bot assigns, an agent resolves; delivered, and refused for good. */
async function leftWith(personalData: string): Promise<Left> {
  const left = { webhook: '', chat: '', log: '' };
  for (const status of [200, 410]) {
    const { platform, requests } = createApp({
      iparams: { ...hearing(EVERY_DESTINATION), personal_data: personalData },
      receiver: () => ({ status, body: '{"ok":true}' }),
    });
    const results = [
      await platform.invoke(
        'onConversationCreate',
        payloadWith({ actor: { type: 'user', ...customer }, associations, conversation }),
      ),
      await platform.invoke(
        'onConversationUpdate',
        changed(
          { assigned_agent_id: [null, 'agent-1'] },
          { actor: { type: 'bot', id: 'bot-1', first_name: 'Sortbot' }, associations, conversation },
        ),
      ),
      await platform.invoke(
        'onConversationUpdate',
        changed({ status: ['assigned', 'resolved'] }, { associations, conversation }),
      ),
    ];
    left.webhook += sentBy('postToWebhook', requests)
      .map(({ body }) => body)
      .join('\n');
    left.chat += [...sentBy('postToSlack', requests), ...sentBy('postToTeams', requests)]
      .map(({ body }) => body)
      .join('\n');
    left.log += results.flatMap(textsOf).join('\n');
  }
  return left;
}

function reachOf(texts: readonly string[], leftOut: string, included: string): Reach | 'in part' {
  const found = (where: string): number => texts.filter((text) => where.includes(text)).length;
  if (found(leftOut) === texts.length && found(included) === texts.length) return 'always';
  if (found(leftOut) > 0) return 'in part';
  return found(included) === texts.length ? 'included' : found(included) === 0 ? 'never' : 'in part';
}

describe('PRIVACY.md', () => {
  it('says of everything in its table where it really goes', async () => {
    const [leftOut, included] = [await leftWith('Leave out'), await leftWith('Include')];
    const reached = Object.entries(HELD).map(([what, texts]) => ({
      what,
      webhook: reachOf(texts, leftOut.webhook, included.webhook),
      chat: reachOf(texts, leftOut.chat, included.chat),
      log: reachOf(texts, leftOut.log, included.log),
    }));
    expect(rows()).toEqual(reached);
  });
});
