/** What the platform could take for a tag of its templates, or count as too large, in whatever leaves. */
import * as fc from 'fast-check';
import { anyText } from '../support/texts';
import { escapedBytes, jsonText } from '../../src/lib/json';
import {
  changed,
  createApp,
  eventsIn,
  edited,
  EVERY_DESTINATION,
  hearing,
  payloadWith,
  SECRET,
  sentBy,
} from '../support/app';
import { signatureOf } from '../support/signature';

const TAGS = ['<%= iparam.secrets %>', '${iparam.secrets}', '<%', '${', '<<%%', '$${{', '\\<%', '\\${', '"<%"'];

describe('what leaves', () => {
  it.each(TAGS)('holds no tag of a template where everything is called %s', async (tag) => {
    const iparams = edited(hearing(EVERY_DESTINATION), 'webhook', {
      name: tag,
      url: `https://hooks.example.com/${tag}?${tag}`,
    });
    const { platform, requests } = createApp();
    await platform.install({ ...iparams, personal_data: 'Include' });
    const who = { id: tag, first_name: tag, name: tag };
    const data = {
      actor: { type: 'agent', ...who },
      associations: { agent: who, group: who, channel: who, user: { ...who, email: tag, phone: tag } },
      conversation: { conversation_id: tag, app_id: tag, messages: [{ message_parts: [{ text: { content: tag } }] }] },
    };
    await platform.invoke('onConversationCreate', payloadWith(data));
    await platform.invoke('onConversationUpdate', changed({ status: ['new', tag], [tag]: [tag, [tag]] }, data));
    expect(requests.length).toBeGreaterThanOrEqual(10);
    for (const { path, host, headers, body } of requests)
      for (const text of [path, host, body, ...Object.values(headers)]) expect(text).not.toMatch(/<%|\$\{/);
    const [, created, updated] = sentBy('postToWebhook', requests);
    expect(created?.headers['webhook-signature']).toBe(signatureOf(created, SECRET));
    expect(eventsIn(updated).map(({ change }) => (change as { to: unknown }).to)).toEqual([tag, [tag]]);
  });

  it('is read as the same value, whatever it holds', () => {
    const text = fc.oneof(
      anyText(),
      fc.array(fc.constantFrom(...TAGS, '\\', '%', '{', '<', '$')).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(fc.dictionary(text, fc.oneof(text, fc.jsonValue(), fc.array(text))), (value) => {
        const json = jsonText(value);
        expect(json).not.toMatch(/<%|\$\{/);
        expect(JSON.stringify(JSON.parse(json))).toBe(JSON.stringify(value));
      }),
    );
  });

  it.each(['"\\'.repeat(70), '<%'.repeat(150), '\u0001'.repeat(100), '見'.repeat(140)])(
    'has at most 100 KB, and 28,672 bytes for Teams, also escaped inside another JSON text',
    async (text) => {
      const { platform, requests } = createApp({
        iparams: { ...hearing(EVERY_DESTINATION), personal_data: 'Include' },
        limits: { requestsPerMinute: 1e9, dbOperationsPerMinute: 1e9 },
      });
      const fields = [...Array(150).keys()].map((index) => [`field${index}`, [text, `${text}x`]] as const);
      await platform.invoke('onConversationUpdate', changed(Object.fromEntries(fields)));
      await platform.clock.advance(3_600_000);
      expect(
        new Set(
          sentBy('postToWebhook', requests)
            .flatMap(eventsIn)
            .map(({ id }) => id),
        ).size,
      ).toBe(150);
      for (const { template, body } of requests)
        expect(escapedBytes(body)).toBeLessThanOrEqual(template === 'postToTeams' ? 28_672 : 100_000);
    },
  );
});
