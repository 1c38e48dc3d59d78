import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Receiver } from '../../packages/fresh-platform/index';
import { dig, digRecord, digText } from '../../packages/fresh-platform/lib/dig';
import { DESTINATION_KINDS } from '../../src/settings/kinds';
import {
  APP_DIR,
  bodyOf,
  changed,
  createApp,
  EVERY_DESTINATION,
  eventsIn,
  healthy,
  outcomeIn,
  payloadWith,
  sentBy,
  summaryOf,
  textsOf,
  transitionsIn,
  WEBHOOK,
  hearing,
} from '../support/app';

const failingWebhook =
  (status: number, latency = 0): Receiver =>
  (request) =>
    request.template === 'postToWebhook' ? { status, latency } : healthy(request);
const DAYS = 24 * 3_600_000;

describe('the templates of requests', () => {
  const templates = Object.entries(
    JSON.parse(readFileSync(join(APP_DIR, 'config', 'requests.json'), 'utf8')) as Record<string, unknown>,
  );

  it('are each named for a kind of destination, and every kind has one', () => {
    const kindOf = (name: string) => DESTINATION_KINDS.find((kind) => name.toLowerCase().includes(kind)) ?? name;
    expect(new Set(templates.map(([name]) => kindOf(name)))).toEqual(new Set(DESTINATION_KINDS));
  });

  it('are each listed in the manifest', () => {
    const manifest: unknown = JSON.parse(readFileSync(join(APP_DIR, 'manifest.json'), 'utf8'));
    const listed = Object.keys(digRecord(manifest, 'modules', 'common', 'requests'));
    expect(new Set(templates.map(([name]) => name))).toEqual(new Set(listed));
  });

  it('are tried once by the platform: the outbox tries again', () => {
    const often = templates.filter(([, template]) => dig(template, 'options', 'maxAttempts') !== 1);
    expect(often.map(([name]) => name)).toEqual([]);
  });
});

describe('destinations', () => {
  it('are not delayed by one that hangs for 14 seconds', async () => {
    const { platform, requests } = createApp({ iparams: EVERY_DESTINATION, receiver: failingWebhook(200, 14_000) });
    const result = await platform.invoke('onConversationCreate', payloadWith());
    expect(requests.map(({ at }) => at - result.startedAt)).toEqual(DESTINATION_KINDS.map(() => 0));
    expect(dig(summaryOf(result), 'destinations', 'slack', 'ms')).toBe(0);
    expect(['webhook', 'slack', 'teams'].map((name) => outcomeIn(result, name))).toEqual([
      'delivered',
      'delivered',
      'delivered',
    ]);
  });

  it('are not told again because another one failed', async () => {
    const { platform, requests } = createApp({ iparams: EVERY_DESTINATION, receiver: failingWebhook(503) });
    const result = await platform.invoke('onConversationCreate', payloadWith());
    expect(['webhook', 'slack', 'teams'].map((name) => outcomeIn(result, name))).toEqual([
      'kept',
      'delivered',
      'delivered',
    ]);
    platform.setReceiver((request) => {
      requests.push(request);
      return healthy(request);
    });
    await platform.clock.advance(3_600_000);
    expect(sentBy('postToSlack', requests)).toHaveLength(1);
    expect(sentBy('postToTeams', requests)).toHaveLength(1);
    const [first, second, ...more] = sentBy('postToWebhook', requests);
    expect(more).toEqual([]);
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(bodyOf(second)).toEqual(bodyOf(first));
    expect([platform.entries(), platform.schedules()]).toEqual([[], []]);
  });

  it('that are gone for good are logged as undelivered and not tried again', async () => {
    const { platform, requests } = createApp({ iparams: WEBHOOK, receiver: failingWebhook(410) });
    const result = await platform.invoke('onConversationCreate', payloadWith());
    expect(outcomeIn(result, 'webhook')).toBe('undelivered');
    expect(
      result.logs.some(
        ({ level, text }) => level === 'error' && text.includes('undelivered') && text.includes('conversation.created'),
      ),
    ).toBe(true);
    await platform.clock.advance(3_600_000);
    expect(requests).toHaveLength(1);
  });

  it('are retried for three days, and then given up aloud', async () => {
    const { platform, requests } = createApp({ iparams: WEBHOOK, receiver: failingWebhook(500) });
    for (const at of [1, 2, 3]) await platform.invoke('onConversationUpdate', changed({ priority: [0, at] }));
    await platform.clock.advance(3.2 * DAYS);
    const lines = platform.invocations.flatMap(textsOf).filter((text) => text.includes('"undelivered"'));
    expect(lines).toHaveLength(3);
    expect(requests.length).toBeGreaterThan(20);
    expect([platform.entries(), platform.schedules()]).toEqual([[], []]);
  });

  it('get every event of a burst beyond all quotas, once the minute is over', async () => {
    const { platform, requests } = createApp({ iparams: WEBHOOK, receiver: failingWebhook(503) });
    await Promise.all(
      [...Array(120).keys()].map((index) =>
        platform.invoke('onConversationUpdate', changed({ priority: ['-', index] })),
      ),
    );
    const before = requests.length;
    platform.setReceiver((request) => {
      requests.push(request);
      return { status: 200 };
    });
    await platform.clock.advance(3 * 3_600_000);
    const told = requests
      .slice(before)
      .flatMap(eventsIn)
      .map((event) => dig(event, 'change', 'to'));
    expect(new Set(told).size).toBe(120);
    expect([platform.entries(), platform.schedules()]).toEqual([[], []]);
  });

  it('that an admin takes off have what was kept for them logged', async () => {
    const { platform } = createApp({ iparams: WEBHOOK, receiver: failingWebhook(503) });
    for (const at of [1, 2]) await platform.invoke('onConversationUpdate', changed({ priority: [0, at] }));
    platform.setIparams({});
    await platform.clock.advance(3_600_000);
    expect(
      platform.invocations.flatMap(textsOf).filter((text) => text.includes('the destination was taken off')),
    ).toHaveLength(2);
    expect(platform.entries()).toEqual([]);
  });

  it('are asked nothing when there is nothing to tell', async () => {
    const { platform, requests } = createApp({ iparams: EVERY_DESTINATION });
    const result = await platform.invoke('onConversationUpdate', changed({ do_not_auto_resolve: [false, true] }));
    expect(transitionsIn(result)).toEqual(['conversation.changed']);
    expect([requests, result.operations]).toEqual([[], []]);
  });

  it('are told the kinds of events that were chosen, and no others', async () => {
    const { platform, requests } = createApp({ iparams: hearing(WEBHOOK, ['Resolved', 'Unassigned']) });
    await platform.invoke(
      'onConversationUpdate',
      changed({ status: ['new', 'resolved'], assigned_agent_id: ['a', null], priority: [1, 2] }),
    );
    expect(eventsIn(requests[0]).map(({ type }) => type)).toEqual([
      'conversation.agent.unassigned',
      'conversation.resolved',
    ]);
  });
});

describe('a message to a channel', () => {
  const hostile = [
    '<!channel>',
    '@everyone',
    '*bold*',
    '[x](https://evil.example)',
    '<%= iparam.secrets %>',
    '\u202ereversed',
    '{{macro}}',
    ':fire: :+1:',
    '> quoted',
    'x'.repeat(10_000),
  ];

  it.each(hostile.map((name) => ({ name, title: name.slice(0, 30) })))(
    'is not forged by a name such as $title',
    async ({ name }) => {
      const { platform, requests } = createApp({ iparams: hearing(EVERY_DESTINATION) });
      const associations = {
        group: { id: 'group-1', name },
        channel: { id: 'channel-1', name },
        agent: { id: 'agent-1', first_name: name },
      };
      await platform.invoke(
        'onConversationUpdate',
        changed(
          { status: ['new', name], assigned_group_id: [null, 'group-1'], [name]: [1, 2] },
          { associations, actor: { type: 'agent', id: 'x', first_name: name } },
        ),
      );
      const slack = bodyOf(sentBy('postToSlack', requests)[0]);
      const section = digText(slack, 'blocks', 0, 'text', 'text');
      const text = digText(slack, 'text');
      expect(section.length).toBeLessThanOrEqual(3000);
      for (const said of [section, text]) {
        expect(said.replace(/<https:\/\/[^<>|]*\|Open conversation>/, '')).not.toMatch(
          /[<>]|@everyone|\*bold\*|\]\(|\{\{|:\w|:\+|^&gt;|[\u202a-\u202e]/,
        );
      }
      const card = dig(bodyOf(sentBy('postToTeams', requests)[0]), 'attachments', 0, 'content');
      expect(dig(card, 'type')).toBe('AdaptiveCard');
      expect(dig(card, 'body', 0, 'type')).toBe('RichTextBlock');
      expect(digText(card, 'body', 0, 'inlines', 0, 'text').length).toBeLessThan(3000);
    },
  );

  it('has a word for a name of which nothing can be shown, and for a blank value', async () => {
    const { platform, requests } = createApp({ iparams: EVERY_DESTINATION });
    const associations = { channel: { id: 'channel-1', name: '\u200b\u200b' } };
    await platform.invoke(
      'onConversationUpdate',
      changed({ priority: ['High', ' '] }, { associations, actor: { type: 'agent', id: 'x', first_name: '\u2060' } }),
    );
    expect(digText(bodyOf(sentBy('postToSlack', requests)[0]), 'text')).toMatch(
      /^🔺 … cleared the priority of conversation #conv in …\. It is with an agent\.$/,
    );
  });

  it('says what happened, where, and how long it took', async () => {
    const { platform, requests } = createApp({ iparams: EVERY_DESTINATION });
    await platform.invoke('onConversationUpdate', changed({ status: ['assigned', 'resolved'] }));
    expect(digText(bodyOf(sentBy('postToSlack', requests)[0]), 'text').replace(/\u00a0/g, ' ')).toBe(
      '✅ Asha Rao of Tier 1 resolved conversation #conv in Billing. It took 2 h 5 min.',
    );
  });
});
