/** What the events tell of a payload: labels, service levels, who holds it after the change, names. */
import fc from 'fast-check';
import { changed, MOMENT, payloadWith } from '../support/app';
import { eventFrom, eventsFrom } from '../support/events';
import { deliverySchema } from '../support/schema';

const labels = {
  label_category: { id: 'cat-2', name: 'Warranty' },
  label_subcategory: { id: 'sub-2', name: 'Cracked glass' },
};

describe('a label', () => {
  it('is one event with both halves by id, and by name in the conversation', () => {
    const event = eventFrom(
      changed(
        { label_subcategory_id: ['sub-1', 'sub-2'], label_category_id: [null, 'cat-2'] },
        { associations: labels },
      ),
    );
    expect(event.type).toBe('conversation.label.changed');
    expect(event.change).toEqual({
      field: 'label',
      from: { category: null, subcategory: 'sub-1' },
      to: { category: 'cat-2', subcategory: 'sub-2' },
    });
    expect(event.conversation.labels).toEqual({ category: 'Warranty', subcategory: 'Cracked glass' });
  });

  it('keeps the half that stays as the conversation names it', () => {
    const conversation = { label_category_id: 'cat-2', label_subcategory_id: 'sub-2' };
    const { change } = eventFrom(changed({ label_subcategory_id: [null, 'sub-2'] }, { conversation }));
    expect(change?.from).toEqual({ category: 'cat-2', subcategory: null });
    expect(change?.to).toEqual({ category: 'cat-2', subcategory: 'sub-2' });
  });

  it('that was taken off has no name, even where the payload still holds one', () => {
    const event = eventFrom(changed({ label_category_id: ['cat-2', null] }, { associations: labels }));
    expect(event.conversation.labels.category).toBeNull();
  });
});

describe('a missed service level', () => {
  const cases: [field: string, due: unknown, sla: string | null][] = [
    ['sla_breach', 'FIRST_RESPONSE_DUE', 'first response'],
    ['sla_breach', 'RESPONSE_DUE', 'next response'],
    ['sla_breach', 'NO_RESPONSE_DUE', null],
    ['sla_breach', undefined, null],
    ['sla_breach', 'constructor', null],
    ['resolution_sla_breach', 'FIRST_RESPONSE_DUE', 'resolution'],
  ];

  it.each(cases)('of %s while %s is told as %s, with its policy', (field, due, sla) => {
    const conversation = { response_due_type: due, sla_policy_name: 'Gold' };
    expect(eventFrom(changed({ [field]: [false, true] }, { conversation }))).toMatchObject({ sla, policy: 'Gold' });
  });

  it('stands beside no other change', () => {
    const event = eventFrom(changed({ priority: ['Low', 'High'] }));
    expect(event).not.toHaveProperty('sla');
    expect(event).not.toHaveProperty('policy');
  });
});

describe('the conversation after the change', () => {
  it('is with nobody where the changes say so, though the payload still names the old ones', () => {
    const events = eventsFrom(
      changed({
        assigned_agent_id: ['agent-1', null],
        assigned_group_id: ['group-1', null],
        status: ['assigned', 'new'],
      }),
    );
    expect(events.map(({ type }) => type)).toEqual(['conversation.group.unassigned', 'conversation.agent.unassigned']);
    expect(events[0]?.conversation).toMatchObject({ agent: null, group: null, status: 'new' });
    expect(events.map(({ change }) => change?.from_name)).toEqual(['Tier 1', 'Asha Rao']);
  });

  it('has the new side of group, priority and labels, with the names that are known for them', () => {
    const { conversation } = eventsFrom(
      changed(
        {
          assigned_group_id: ['group-1', 'group-2'],
          priority: ['Low', 'Urgent'],
          label_category_id: ['cat-1', 'cat-2'],
        },
        { associations: { group: { id: 'group-1', name: 'Tier 1' }, label_category: { id: 'cat-1', name: 'Old' } } },
      ),
    )[0] ?? { conversation: null };
    expect(conversation).toMatchObject({
      group: { id: 'group-2', name: null },
      priority: 'Urgent',
      labels: { category: null, subcategory: null },
    });
  });

  it('names an agent who took it over by who acted', () => {
    const actor = { type: 'agent', id: 'agent-2', first_name: 'Ines', last_name: 'Duarte' };
    const event = eventFrom(changed({ assigned_agent_id: ['agent-1', 'agent-2'] }, { actor }));
    expect(event.change).toMatchObject({ from_name: 'Asha Rao', to_name: 'Ines Duarte' });
    expect(event.conversation.agent).toEqual({ id: 'agent-2', name: 'Ines Duarte' });
  });

  it('has a priority that stands among the properties', () => {
    expect(
      eventFrom(changed({ other: [1, 2] }, { conversation: { properties: { priority: 'High' } } })).conversation
        .priority,
    ).toBe('High');
  });

  it.each([
    ['7FD0d722-8b74', '#7fd0'],
    ['--a-b', '#ab'],
    [901234, '#9012'],
  ])('of id %s is called %s', (id, ref) => {
    expect(
      eventFrom(payloadWith({ conversation: { conversation_id: id } }), 'onConversationCreate').conversation.ref,
    ).toBe(ref);
  });

  it('of a suite account is linked by its internal id where the payload has it', () => {
    const suite = { currentHost: { endpoint_urls: { freshchat: 'https://lumen.myfreshworks.com' } } };
    const url = (internal: Record<string, unknown>): string | null =>
      eventFrom(payloadWith({ conversation: internal }, suite), 'onConversationCreate').conversation.url;
    const path = 'https://lumen.myfreshworks.com/crm/messaging/a/account-1/inbox/open/0/conversation';
    expect(url({ conversation_internal_id: 830_017 })).toBe(`${path}/830017`);
    expect(url({})).toBe(`${path}/conversation-1`);
  });

  it('tells through what somebody acted', () => {
    const actor = { type: 'agent', id: 'agent-1', actor_source: 'API' };
    expect(eventFrom(changed({ other: [1, 2] }, { actor })).actor.source).toBe('API');
  });
});

describe('every event', () => {
  const id = fc.oneof(fc.constantFrom(null, '', 'agent-1', 'group-1', 7), fc.string());
  const tuple = fc.oneof(fc.tuple(id, id), fc.anything());
  const fields = [
    'status',
    'assigned_agent_id',
    'assigned_group_id',
    'label_category_id',
    'sla_breach',
    'priority',
    'created_time',
    'cf_a',
  ];
  const changes = fc.dictionary(fc.constantFrom(...fields), tuple);

  it('has the published shape and the same id again, whatever the changes hold', () => {
    const validate = deliverySchema();
    fc.assert(
      fc.property(changes, fc.boolean(), (modelChanges, personalData) => {
        const payload = JSON.parse(JSON.stringify(changed(modelChanges))) as Record<string, unknown>;
        const events = eventsFrom(payload, 'onConversationUpdate', personalData);
        validate({
          type: 'conversation.events',
          timestamp: new Date(MOMENT).toISOString(),
          data: { events: JSON.parse(JSON.stringify(events)) as unknown },
        });
        expect(events.length === 0 || validate.errors === null ? null : validate.errors).toBeNull();
        expect(eventsFrom(payload, 'onConversationUpdate', personalData)).toEqual(events);
        expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
      }),
    );
  });
});
