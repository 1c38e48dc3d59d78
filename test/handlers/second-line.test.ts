/** The second line of the log, whole: what was found in a payload, what came of every destination and reminder, and what is wrong with the settings. */
import { createClock } from '../../packages/fresh-platform/index';
import type { Json } from '../../packages/fresh-platform/lib/dig';
import {
  changed,
  createApp,
  destination,
  hearing,
  joined,
  payloadWith,
  SECRET,
  summaryOf,
  textsOf,
} from '../support/app';

const START = Date.parse('2026-11-02T09:00:00.000Z');
const STATUSES: Readonly<Record<string, number>> = { well: 200, down: 503, gone: 410 };

const webhook = (id: string, more: Json = {}) =>
  destination('webhook', SECRET, { id, name: `The ${id}`, url: `https://${id}.example.com/`, ...more });
const ALL = {
  ...hearing(joined(...Object.keys(STATUSES).map((id) => webhook(id)))),
  unattended_minutes: 15,
  summary_at: '18:00',
};

function appWith(iparams: Json) {
  return createApp({
    clock: createClock(START),
    iparams,
    receiver: ({ host }) => ({ status: STATUSES[host.split('.')[0] ?? ''] ?? 200, latency: 70 }),
  });
}

test('of a new conversation it says all that came of it', async () => {
  const { platform } = appWith(ALL);
  const conversation = { assigned_agent_id: null, status: 'new' };
  const payload = payloadWith({ conversation, associations: { agent: {} } }, { timestamp: START });
  const result = await platform.invoke('onConversationCreate', payload);
  const down = { name: 'The down', status: 503, ms: 70, outcome: 'kept', reason: 'the receiver failed (503)' };
  const gone = {
    name: 'The gone',
    status: 410,
    ms: 70,
    outcome: 'undelivered',
    reason: 'the receiver is gone for good',
  };
  expect(summaryOf(result)).toEqual({
    event: 'onConversationCreate',
    conversation: 'conversation-1',
    transitions: ['conversation.created'],
    destinations: { well: { name: 'The well', status: 200, ms: 70, outcome: 'delivered' }, down, gone },
    unattended: 'watched',
    counted: 'counted',
  });
  expect(textsOf(result)).toHaveLength(3);
  expect(JSON.parse(textsOf(result)[2] ?? '')).toMatchObject({
    undelivered: { type: 'conversation.created' },
    destination: 'gone',
    name: 'The gone',
    reason: 'the receiver is gone for good',
  });
});

test('of an update it leaves out what there is nothing to say of', async () => {
  const { platform } = appWith({ ...joined(webhook('well')), time_zone: 'Nowhere' });
  const told = await platform.invoke('onConversationUpdate', changed({ status: ['new', 'resolved'], other: [1, 2] }));
  expect(summaryOf(told)).toEqual({
    event: 'onConversationUpdate',
    conversation: 'conversation-1',
    transitions: ['conversation.resolved', 'conversation.changed'],
    destinations: { well: { name: 'The well', status: 200, ms: 70, outcome: 'delivered' } },
    settings: ['Time zone must be a name like Europe/Berlin.'],
  });
  const untold = await platform.invoke('onConversationUpdate', changed({ other: [1, 2] }));
  expect(summaryOf(untold)).toEqual({
    event: 'onConversationUpdate',
    conversation: 'conversation-1',
    transitions: ['conversation.changed'],
    destinations: {},
    settings: ['Time zone must be a name like Europe/Berlin.'],
  });
});

test('of what is no conversation it says why nobody is told', async () => {
  const { platform } = appWith({});
  expect(summaryOf(await platform.invoke('onConversationCreate', { data: {} }))).toEqual({
    event: 'onConversationCreate',
    conversation: null,
    transitions: [],
    destinations: {},
    problem: 'The payload has no "data.conversation" object, so there is nothing to tell about.',
  });
});

test('of conversations that nobody picked up, and of a day, the schedules say what came of it', async () => {
  const { platform } = appWith({ ...hearing(joined(webhook('well'))), unattended_minutes: 15, summary_at: '18:00' });
  await platform.install({ ...hearing(joined(webhook('well'))), unattended_minutes: 15, summary_at: '18:00' });
  const conversation = { assigned_agent_id: null, status: 'new' };
  const payload = payloadWith({ conversation, associations: { agent: {} } }, { timestamp: START });
  await platform.invoke('onConversationCreate', payload);
  await platform.clock.advance(10 * 3_600_000);
  const well = { well: { name: 'The well', status: 200, ms: 70, outcome: 'delivered' } };
  const said = platform.invocations.filter(({ event }) => event === 'onScheduledEvent').flatMap(textsOf);
  expect(said.map((text) => JSON.parse(text) as Json)).toEqual([
    { event: 'onScheduledEvent', unattended: 'conversation-1', destinations: well, counted: 'counted' },
    { event: 'onScheduledEvent', unattended: 'conversation-1', destinations: well, counted: 'counted' },
    { event: 'onScheduledEvent', summary: '2026-11-02', destinations: well },
  ]);
});
