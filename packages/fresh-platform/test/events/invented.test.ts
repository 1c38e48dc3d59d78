import { inventedPayload, inventedSettings } from '../../events/invented';
import { digRecord } from '../../lib/dig';
import { eventsOfModule, PRODUCT_MODULES } from '../../rules/products';

const every = PRODUCT_MODULES.flatMap((module) =>
  (eventsOfModule(module) ?? []).map((event): [string, string] => [module, event]),
);

describe('an invented payload', () => {
  it.each(every)('is about what the event is about, and says that it is invented: %s.%s', (module, event) => {
    const payload = inventedPayload(event, module);
    const data = digRecord(payload, 'data');
    const [, name = ''] = /^on(.+?)(?:Create|Update|Delete)$/.exec(event) ?? [];
    const thing = name.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();
    expect(digRecord(data, thing)).toMatchObject({ id: 7 });
    expect(JSON.stringify(data)).toContain('invented');
    expect('changes' in data).toBe(event.endsWith('Update'));
    for (const field of Object.keys(digRecord(data, 'changes', 'model_changes')))
      expect(Object.keys(digRecord(data, thing))).toContain(field);
    expect(payload['event']).toBe(event);
  });

  it('differs where modules of the same event differ', () => {
    const conversation = (module: string) =>
      digRecord(inventedPayload('onConversationCreate', module), 'data', 'conversation');
    expect(Object.keys(conversation('chat_conversation'))).toContain('conversation_id');
    expect(Object.keys(conversation('support_ticket'))).toContain('body_text');
    expect(digRecord(inventedPayload('onTicketCreate', 'support_ticket'), 'data', 'requester')).toHaveProperty('email');
  });

  it('exists for an event that nobody knows yet', () => {
    expect(inventedPayload('onCometCreate', 'astronomy')).toMatchObject({ data: { comet: { id: 7 } } });
  });
});

it('invented settings are what the form’s fields take', () => {
  expect(
    inventedSettings({
      host: { type: 'text' },
      count: { type: 'number' },
      kind: { type: 'dropdown', options: ['a', 'b'] },
      kinds: { type: 'multiselect', options: ['a', 'b'] },
      given: { type: 'text', default_value: 'x' },
      'Api Key': { type: 'text', secure: true },
    }),
  ).toEqual({
    host: 'invented.example.com',
    count: 7,
    kind: 'a',
    kinds: ['a'],
    given: 'x',
    'Api Key': 'invented-api-key',
  });
});
