/** What leaves the account, and the log, where personal data is left out: attributes and shapes that this app does not know included. */
import type { OutgoingRequest } from '../../packages/fresh-platform/index';
import { dig, digText, type Json } from '../../packages/fresh-platform/lib/dig';
import {
  changed,
  createApp,
  EVERY_DESTINATION,
  eventsIn,
  healthy,
  payloadWith,
  textsOf,
  WEBHOOK,
  hearing,
  type Iparams,
} from '../support/app';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A change as the webhook tells it, and the whole first log line. */
async function cameOf(field: string, side: unknown): Promise<{ told: unknown; logged: string }> {
  const { platform, requests } = createApp({ iparams: hearing(WEBHOOK) });
  const result = await platform.invoke('onConversationUpdate', changed({ [field]: [null, side] }));
  return { told: dig(eventsIn(requests[0])[0], 'change', 'to'), logged: textsOf(result)[0] ?? '' };
}

describe('a changed attribute, personal data left out', () => {
  const personal: [field: string, side: unknown][] = [
    ['summary', 'refund'],
    ['last_reply', 'my pin is 4312'],
    ['topic', 'Nadia Okafor wants a refund for order 77'],
    ['contact', 'Nadia'],
    ['user_alias', 'nadia.okafor'],
    ['nickname', 'Nadia'],
    ['requester_full_name', 'Nadia'],
    ['topic', 'Nadia'],
    ['birth_month', 'May'],
    ['city', 'Leeds'],
    ['whatsapp_number', 447700900123],
    ['callback', '+44 7700 900123'],
    ['fallback', 447700900123],
    ['handle', 'nadia@example.com'],
    ['name', 'Nadia'],
    ['tags', ['Nadia']],
    ['cf_plan', 'gold'],
    ['free', 'x'.repeat(61)],
    ['status', 'a b'.padEnd(61, 'x')],
    ['line', '0171/5550101'],
    ['line', 'tel:+442079460123'],
    ['line', '020–7946–0123'],
    ['line', '０２０７９４６０１２３'],
    ['line', '٠٢٠٧٩٤٦٠١٢٣'],
    ['handle', 'nadia＠example.com'],
    ['alias', 'nadia.okafor'],
    ['lead_source', 'told me by Nadia'],
    ['merge_type', 'Nadia wants it'],
    ['callback_id', 'tel:+442079460123'],
    ['status', 'call 0171/5550101'],
  ];
  it.each(personal.map(([field, side]) => ({ field, side })))(
    'may be a person’s: $field, $side',
    async ({ field, side }) => {
      const { told, logged } = await cameOf(field, side);
      expect(told).toBe('[left out]');
      expect(logged).toContain(`"${field}":[null,"[left out]"]`);
    },
  );

  const platforms: [field: string, side: unknown][] = [
    ['is_spam', true],
    ['free', 'x'.repeat(60)],
    ['status', 'a b'.padEnd(60, 'x')],
    ['csat_rating', 5],
    ['source', 'WEBCHAT'],
    ['channel_mode', 'async'],
    ['priority', 'Very high'],
    ['priority', 12345678],
    ['assigned_agent_id', '1784767861644864376'],
    ['assigned_agent_id', 1784767861644],
    ['sla_policy_name', 'Premium customers'],
    ['merged_time', '2026-11-02T09:14:05.312Z'],
    ['status', 'waiting on internal team'],
  ];
  it.each(platforms.map(([field, side]) => ({ field, side })))(
    'is the platform’s own: $field, $side',
    async ({ field, side }) => {
      const { told, logged } = await cameOf(field, side);
      expect(told).toEqual(side);
      expect(logged).toContain(`"${field}":[null,${JSON.stringify(side)}]`);
    },
  );
});

describe('the log, personal data left out', () => {
  const logOf = async (payload: unknown): Promise<string> => {
    const { platform } = createApp();
    const [line = ''] = textsOf(await platform.invoke('onConversationUpdate', payload as Json));
    return line;
  };

  it('has no free text, whatever its key says', async () => {
    const conversation = {
      conversation_id: 'c1',
      status: 'waiting on customer',
      ext_entity_meta: {
        lead_source: 'Nadia told me',
        note_type: 'Okafor',
        visit_source: 'nadia.okafor',
        entry_type: 'WALK_IN',
        ticket_id: 'T-4711',
        contact_type: 'Größe',
        case_id: 'tel:+4420',
      },
      campaign_source: 'spring sale of Nadia',
      summary: 447700900123,
      conversation_internal_id: 447700900124,
      'nadia@example.com': true,
      '0171/5550101': 1,
      resolution_due_breached: false,
      created_time: '2026-11-02T14:44:05.312+05:30',
    };
    const line = await logOf(payloadWith({ conversation, associations: { channel: { name: 'Nadia＠example.com' } } }));
    expect(line).not.toMatch(/Nadia|nadia|Okafor|Größe|0171|tel:|447700900123/);
    expect(line).toContain('"conversation_internal_id":447700900124');
    expect(line).toContain('"status":"waiting on customer"');
    expect(line).toContain('"created_time":"2026-11-02T14:44:05.312+05:30"');
    expect(line).toContain('"entry_type":"WALK_IN","ticket_id":"T-4711"');
  });

  it('has neither settings nor the developer’s', async () => {
    const payload = { ...payloadWith(), iparams: { secrets: { a: 'hush' } }, app_settings: { key: 'hush' } };
    expect(await logOf(payload)).not.toContain('hush');
  });

  it('turns no line around: marks of direction stand escaped', async () => {
    const line = await logOf(payloadWith({ associations: { group: { id: 'g', name: '\u202eTier 1\u2066 \u061cA' } } }));
    expect(line).toContain('"name":"\\u202eTier 1\\u2066 \\u061cA"');
  });

  it('is masked at every depth, and cut where it is too deep', async () => {
    let nested: unknown = { first_name: 'Nadia', phone: '+442079460123', id: 'deepest' };
    for (let level = 0; level < 36; level += 1) nested = { part: level % 2 === 0 ? [nested] : nested };
    const shallow = await logOf(payloadWith({ nested }));
    expect(shallow).not.toMatch(/Nadia|2079/);
    for (let level = 0; level < 30; level += 1) nested = { part: nested };
    const deep = await logOf(payloadWith({ nested }));
    expect(deep).not.toMatch(/Nadia|2079|deepest/);
    expect(deep).toContain('"part":"[left out]"');
  });

  it('has no name of an association that came later, and no long number of a customer', async () => {
    const { platform } = createApp();
    const associations = {
      contact: { first_name: 'Nadia', last_name: 'Okafor', national_id: 'QQ123456C' },
      users: [{ first_name: 'Nadia' }],
      user: {
        id: 7,
        first_name: 447700912345,
        whatsapp: 447700900123,
        orders: 5,
        created_time: 1793610847312,
        properties: [447700900999],
      },
      agent: { id: 8, first_name: 'Asha' },
    };
    const [line = ''] = textsOf(await platform.invoke('onConversationUpdate', changed({}, { associations })));
    expect(line).not.toMatch(/Nadia|Okafor|QQ123456C|4477009/);
    expect(line).toContain('"orders":5,"created_time":1793610847312');
    expect(line).toContain('"first_name":"Asha"');
  });
});

describe('what was kept with personal data, when an admin leaves it out', () => {
  const PERSONAL = /Priya|Menon|priya@example\.com|12025550123|My invoice is wrong/;
  const kept = async (iparams: Iparams): Promise<ReturnType<typeof createApp>> => {
    const app = createApp({
      iparams: { ...hearing(iparams), personal_data: 'Include' },
      receiver: () => ({ status: 503 }),
    });
    const actor = { type: 'user', id: 'user-1', first_name: 'Priya', last_name: 'Menon' };
    // The second goes to the store, where the first went into the driver.
    for (const at of [0, 1])
      await app.platform.invoke('onConversationCreate', payloadWith({ actor }, { timestamp: 1793610847312 + at }));
    await app.platform.invoke('onConversationUpdate', changed({ topic: ['My invoice is wrong.', 'x'] }, { actor }));
    await app.platform.clock.advance(20 * MINUTE);
    return app;
  };

  /** What the webhook was sent of conversations; how long an outage lasted decides whether news of it comes as well. */
  const ofConversations = (requests: readonly OutgoingRequest[]): unknown[] =>
    requests
      .filter(({ template }) => template === 'postToWebhook')
      .flatMap(eventsIn)
      .filter((event) => digText(event, 'type').startsWith('conversation.'));

  it('is told without it, under the same ids', async () => {
    const { platform, requests } = await kept(EVERY_DESTINATION);
    const ids = new Set(ofConversations(requests).map((event) => digText(event, 'id')));
    const before = requests.length;
    expect(JSON.stringify(requests)).toMatch(PERSONAL);
    platform.setIparams({ ...hearing(EVERY_DESTINATION), personal_data: 'Leave out' });
    platform.setReceiver((request) => {
      requests.push(request);
      return healthy(request);
    });
    await platform.clock.advance(3 * HOUR);
    const later = requests.slice(before);
    expect(JSON.stringify(later)).not.toMatch(PERSONAL);
    const events = ofConversations(later);
    expect(new Set(events.map((event) => digText(event, 'id')))).toEqual(ids);
    expect(dig(events[0], 'conversation', 'user')).toEqual({ id: 'user-1' });
    expect(new Set(later.map(({ template }) => template)).size).toBe(3);
    expect([platform.entries(), platform.schedules()]).toEqual([[], []]);
  });

  it('is logged without it where it is given up', async () => {
    const { platform } = await kept(WEBHOOK);
    platform.setIparams({ personal_data: 'Leave out' });
    await platform.clock.advance(3 * HOUR);
    const errors = platform.invocations
      .filter(({ event }) => event === 'onScheduledEvent')
      .flatMap(textsOf)
      .filter((text) => text.includes('undelivered'));
    expect(errors).toHaveLength(3);
    expect(errors.join('\n')).not.toMatch(PERSONAL);
  });
});
