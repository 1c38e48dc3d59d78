/**
 * What product events are about, with the fields that the documentation and the vendor's recordings show of each; the values
 * are invented. Fields that a thing shares with all others (id, times) are not listed.
 */

type Json = Record<string, unknown>;

export const MARK = 'invented';

/** Where a customer's or colleague's address leads. */
export const mail = (who: string): string => `${who}@${MARK}.example.com`;

const TIME = '2026-01-01T00:00:00.000Z';
const UUID = '00000000-0000-4000-8000-000000000007';

const PERSON: Json = {
  name: `An ${MARK} person`,
  first_name: `An ${MARK}`,
  last_name: 'person',
  email: mail('person'),
  phone: '+15550100',
  mobile: null,
  job_title: null,
  language: 'en',
  time_zone: 'UTC',
  address: null,
  tags: [],
  custom_fields: {},
};

const named = (thing: string): Json => ({ name: `An ${MARK} ${thing}` });
const titled = (thing: string): Json => ({
  title: `An ${MARK} ${thing}`,
  description: `Words of an ${MARK} ${thing}.`,
});

const CALL: Json = {
  parent_call_id: null,
  phone_number: '+15550100',
  phone_number_id: 7,
  direction: 'incoming',
  assigned_agent_id: 1,
  participants: [{ id: 7, call_id: 7, caller_number: '+15550101', participant_type: 'Customer', call_status: 1 }],
};

const TICKET: Json = {
  subject: `An ${MARK} ticket`,
  description: `<div>Words of an ${MARK} ticket.</div>`,
  description_text: `Words of an ${MARK} ticket.`,
  status: 2,
  status_name: 'Open',
  priority: 1,
  priority_name: 'Low',
  source: 2,
  source_name: 'Portal',
  type: null,
  requester_id: 7,
  responder_id: 1,
  group_id: 1,
  company_id: null,
  product_id: null,
  due_by: TIME,
  fr_due_by: TIME,
  is_escalated: false,
  spam: false,
  cc_emails: [],
  to_emails: [mail('support')],
  attachments: [],
  tags: [],
  custom_fields: {},
};

/** By the name under `data`; `<module>.<name>` where modules differ. */
const THINGS: Readonly<Record<string, Json>> = {
  ticket: TICKET,
  'service_ticket.ticket': {
    ...TICKET,
    category: null,
    sub_category: null,
    item_category: null,
    department_id: null,
    department_name: null,
    group_name: `An ${MARK} group`,
    impact: 1,
    impact_name: 'Low',
    urgency: 1,
    urgency_name: 'Low',
    requester_name: `An ${MARK} person`,
    assets: [],
  },
  ticket_field: { name: 'cf_invented', label: `An ${MARK} field`, field_type: 'custom_text', required: false },
  time_entry: { agent_id: 1, ticket_id: 7, billable: true, note: `An ${MARK} note`, time_spent: '00:30' },
  conversation: {
    body: `<div>Words of an ${MARK} reply.</div>`,
    body_text: `Words of an ${MARK} reply.`,
    incoming: true,
    private: false,
    source: 0,
    ticket_id: 7,
    user_id: 7,
    from_email: mail('person'),
    to_emails: [mail('support')],
    cc_emails: [],
    bcc_emails: [],
    attachments: [],
  },
  'chat_conversation.conversation': {
    conversation_id: UUID,
    app_id: UUID,
    channel_id: UUID,
    user_id: UUID,
    assigned_agent_id: UUID,
    assigned_group_id: UUID,
    status: 'assigned',
    priority: 'Medium',
    source: 'WEBCHAT',
    created_time: TIME,
    updated_time: TIME,
    response_due_type: 'NO_RESPONSE_DUE',
    messages: [],
    properties: {},
  },
  message: {
    conversation_id: UUID,
    app_id: UUID,
    channel_id: UUID,
    actor_id: UUID,
    actor_type: 'user',
    message_type: 'normal',
    message_parts: [{ text: { content: `Words of an ${MARK} message.` } }],
    created_time: TIME,
  },
  agent_activity: { agent_id: UUID, activity: 'status_change', created_time: TIME },
  canned_response: { ...titled('canned response'), content: `Words of an ${MARK} canned response.`, folder_id: 7 },
  contact: { ...PERSON, display_name: `An ${MARK} person`, mobile_number: '+15550100', sales_accounts: [] },
  user: PERSON,
  agent: { ...PERSON, available: true, ticket_scope: 1, group_ids: [] },
  agent_status: { ...named('status'), agent_id: 1 },
  agent_availability: { agent_id: 1, available: true },
  user_agent_availability: { user_uuid: UUID, channel_preferences: {}, user_information: { name: `An ${MARK} agent` } },
  group: { ...named('group'), agent_ids: [1] },
  company: { ...named('company'), domains: [`${MARK}.example.com`], custom_fields: {}, note: null },
  deal: {
    ...named('deal'),
    amount: '1000.0',
    base_currency_amount: '1000.0',
    expected_close: '2026-02-01',
    closed_date: null,
    probability: 50,
    age: 0,
    deal_pipeline_id: 7,
    deal_stage_id: 7,
    owner_id: 1,
    sales_account_id: 7,
    tags: [],
    custom_field: {},
  },
  lead: { ...PERSON, company: named('company'), lead_stage_id: 7, owner_id: 1, custom_field: {} },
  sales_account: { ...named('account'), website: `https://${MARK}.example.com`, owner_id: 1, custom_field: {} },
  appointment: {
    ...titled('appointment'),
    from_date: TIME,
    end_date: TIME,
    is_allday: false,
    location: null,
    creator_id: 1,
    targetable_id: 7,
    targetable_type: 'Contact',
  },
  task: {
    ...titled('task'),
    due_date: TIME,
    completed_date: null,
    status: 0,
    owner_id: 1,
    targetable_id: 7,
    targetable_type: 'Contact',
  },
  product: { ...named('product'), category: null, is_active: true, pricing_type: 1, product_code: MARK },
  sales_activity: {
    ...titled('activity'),
    start_date: TIME,
    end_date: TIME,
    owner_id: 1,
    sales_activity_type_id: 7,
    targetable_id: 7,
    targetable_type: 'Contact',
  },
  phone_call: CALL,
  call: CALL,
};

const ANYTHING: Json = {
  name: `An ${MARK} thing`,
  title: `An ${MARK} thing`,
  description: 'Invented words.',
  status: 1,
};

/** The fields of what an event of a module is about. */
export function inventedThing(name: string, module: string): Json {
  const fields = THINGS[`${module}.${name}`] ?? THINGS[name] ?? ANYTHING;
  return { id: 7, ...fields, created_at: TIME, updated_at: TIME };
}

/** What stands beside it in `data`, by the name under `data`. */
export const BESIDE: Readonly<Record<string, Json>> = {
  ticket: { requester: { id: 7, ...PERSON } },
  message: { conversation: inventedThing('conversation', 'chat_conversation') },
};

/** Attributes that an update has changed: old and new, of fields that the thing has. */
export const CHANGED: Readonly<Record<string, Json>> = {
  ticket: { status: [2, 3], priority: [1, 2] },
  'chat_conversation.conversation': { status: ['new', 'assigned'], assigned_agent_id: [null, UUID] },
  deal: { deal_stage_id: [6, 7], amount: ['500.0', '1000.0'] },
  call: { assigned_agent_id: [null, 1] },
  task: { status: [1, 0] },
};
