/**
 * The webhook as an AsyncAPI 3 document. The published schema stands in it whole, without the two keywords by which it names
 * itself: AsyncAPI's own schemas know all others.
 */
import { digRecord, type Json } from '../../../packages/fresh-platform/lib/dig';
import type { EventType } from '../../../src/events/event';

/** The document as an object. */
export function asyncApi(version: string, types: readonly EventType[], schema: Json): object {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Conversation Relay',
      version,
      description: `What a webhook of Conversation Relay is sent: signed deliveries by Standard Webhooks 1.0, at least once and unordered, each with events of these types: ${types.join(', ')}. Others may come.`,
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/json',
    servers: {
      receiver: {
        host: '{host}',
        protocol: 'https',
        description: 'The address that the admin entered.',
        variables: { host: { default: 'hooks.example.com' } },
      },
    },
    channels: {
      webhook: {
        address: '/',
        description: 'The path of that address.',
        messages: { delivery: { $ref: '#/components/messages/delivery' } },
      },
    },
    operations: {
      receiveDelivery: {
        action: 'receive',
        channel: { $ref: '#/channels/webhook' },
        summary: 'Verify it, store its events once by id, answer 2xx within 15 seconds.',
        messages: [{ $ref: '#/channels/webhook/messages/delivery' }],
      },
    },
    components: {
      messages: {
        delivery: {
          name: 'delivery',
          title: 'A delivery of one or more events',
          contentType: 'application/json',
          headers: {
            type: 'object',
            required: ['webhook-id', 'webhook-timestamp', 'webhook-signature'],
            properties: {
              'webhook-id': { type: 'string', description: 'Of the delivery.' },
              'webhook-timestamp': { type: 'string', description: 'When it was sent, in seconds.' },
              'webhook-signature': {
                type: 'string',
                description: 'v1, and the Base64 of an HMAC-SHA256; one per secret.',
              },
            },
          },
          payload: { $ref: '#/components/schemas/delivery' },
        },
      },
      schemas: schemasOf(schema),
    },
  };
}

/** The delivery and all that it is made of, by name. */
function schemasOf(schema: Json): Json {
  const own = Object.entries(schema).filter(([key]) => !['$schema', '$id', '$defs'].includes(key));
  const text = JSON.stringify({ delivery: Object.fromEntries(own), ...digRecord(schema, '$defs') });
  return JSON.parse(text.replace(/#\/\$defs\//g, '#/components/schemas/')) as Json;
}
