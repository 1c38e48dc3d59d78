/** Which destination is told which part of a payload. */
import * as fc from 'fast-check';
import { heardBy } from '../../src/destinations/hearing';
import type { ConversationEvent, RelayEvent } from '../../src/events/event';
import { KINDS, KIND_OF_TYPE, type Kind } from '../../src/settings/kinds';
import type { Filters } from '../../src/settings/destinations';
import { dig, type Json } from '../../packages/fresh-platform/lib/dig';
import {
  changed,
  createApp,
  destination,
  eventsIn,
  joined,
  SECRET,
  summaryOf,
  transitionsIn,
  type Iparams,
} from '../support/app';

/** A webhook of an id that hears every kind, unless the settings say otherwise. */
const listener = (id: string, settings: Json = {}): Iparams =>
  destination('webhook', SECRET, { id, name: id, url: `https://${id}.example.com/`, tell: KINDS, ...settings });

/** The event types each destination was told of an update, by its id; and what the log says was found. */
async function toldOf(listeners: Iparams[], payload: Json): Promise<{ told: Record<string, unknown>; found: unknown }> {
  const { platform, requests } = createApp({ iparams: joined(...listeners) });
  const result = await platform.invoke('onConversationUpdate', payload);
  const told = requests.map(({ host, ...rest }) => [
    host.replace('.example.com', ''),
    eventsIn({ host, ...rest }).map(({ type }) => String(type).replace('conversation.', '')),
  ]);
  expect(Object.keys(dig(summaryOf(result), 'destinations') as object).sort()).toEqual(told.map(([id]) => id).sort());
  return { told: Object.fromEntries(told) as Record<string, unknown>, found: transitionsIn(result) };
}

describe('a destination', () => {
  it('is told the kinds it hears, in one request, and costs none where it hears nothing', async () => {
    const { told } = await toldOf(
      [
        listener('all'),
        listener('ends', { tell: ['Resolved', 'Label or priority changed'] }),
        listener('none', { tell: [] }),
        listener('usual', { tell: undefined }),
      ],
      changed({ status: ['new', 'resolved'], priority: [1, 2], is_spam: [false, true] }),
    );
    expect(told).toEqual({
      all: ['resolved', 'priority.changed', 'changed'],
      ends: ['resolved', 'priority.changed'],
      usual: ['resolved', 'priority.changed'],
    });
  });

  it('is told of the sources and priorities it asks for, in any spelling, and of none that is not known', async () => {
    const listeners = [
      listener('chats', { sources: ['Web Chat'] }),
      listener('mails', { sources: ['email'] }),
      listener('high', { priorities: ['HIGH'] }),
    ];
    const resolved = changed(
      { status: ['new', 'resolved'] },
      { conversation: { source: 'WEB_CHAT', priority: 'High' } },
    );
    const unknown = changed({ status: ['new', 'resolved'] }, { conversation: { source: null, priority: null } });
    expect((await toldOf(listeners, resolved)).told).toEqual({ chats: ['resolved'], high: ['resolved'] });
    expect((await toldOf(listeners, unknown)).told).toEqual({});
  });

  it('that fails neither delays nor repeats what another one is told', async () => {
    const { platform, requests } = createApp({
      iparams: joined(listener('a'), listener('b')),
      receiver: ({ host }) => ({ status: host.startsWith('a') ? 503 : 200 }),
    });
    const result = await platform.invoke('onConversationUpdate', changed({ status: ['new', 'resolved'] }));
    expect(summaryOf(result)['destinations']).toMatchObject({
      a: { name: 'a', outcome: 'kept', status: 503 },
      b: { name: 'b', outcome: 'delivered', status: 200 },
    });
    await platform.clock.advance(10 * 60_000);
    expect(requests.filter(({ host }) => host.startsWith('b'))).toHaveLength(1);
  });
});

describe('two destinations of one kind that both fail', () => {
  it('wait each for itself: who is back is told what waits for it alone, each event once, while the other goes on waiting', async () => {
    const down = new Set(['a', 'b']);
    const { platform, requests } = createApp({
      iparams: { ...joined(listener('a'), listener('b', { tell: ['Resolved'] })), unattended_minutes: 0 },
      receiver: ({ host }) => ({ status: down.has(host.charAt(0)) ? 503 : 200 }),
    });
    await platform.invoke('onConversationUpdate', changed({ status: ['new', 'resolved'] }));
    await platform.invoke('onConversationUpdate', changed({ priority: [1, 2] }));
    await platform.clock.advance(30 * 60_000);
    const toldSince = async (host: string): Promise<string[]> => {
      const before = requests.length;
      await platform.clock.advance(60 * 60_000);
      return requests
        .slice(before)
        .filter((request) => request.host.startsWith(host))
        .flatMap((request) => eventsIn(request).map(({ type }) => String(type)))
        .sort();
    };
    down.delete('a');
    expect(await toldSince('a')).toEqual(['conversation.priority.changed', 'conversation.resolved', 'relay.trouble']);
    down.delete('b');
    expect(await toldSince('b')).toEqual(['conversation.resolved']);
  });
});

describe('filters', () => {
  const told = async (filters: Json, payload: Json = changed({ priority: [1, 'High'] })): Promise<boolean> =>
    'a' in (await toldOf([listener('a', filters)], payload)).told;

  it.each([
    [{ groups: [] }, true],
    [{ groups: ['tier 1'] }, true],
    [{ groups: ['GROUP-1'] }, true],
    [{ groups: ['Tier 2', ' Tier 1 '] }, true],
    [{ groups: ['Tier 2'] }, false],
    [{ topics: ['billing'] }, true],
    [{ topics: ['channel-1'] }, true],
    [{ topics: ['Bill'] }, false],
    [{ sources: ['webchat'] }, true],
    [{ sources: ['Web chat'] }, true],
    [{ sources: ['WHATSAPP'] }, false],
    [{ priorities: ['high'] }, true],
    [{ priorities: [1] }, false],
    [{ groups: ['Tier 1'], topics: ['Orders'] }, false],
    [{ groups: ['Tier 1'], topics: ['Billing'], sources: ['WEBCHAT'], priorities: ['HIGH'] }, true],
  ])('%j: told %j', async (filters, isTold) => {
    expect(await told(filters)).toBe(isTold);
  });

  it('hold a conversation in nobody’s group to be in none', async () => {
    const payload = changed(
      { priority: [1, 2] },
      { associations: { group: {} }, conversation: { assigned_group_id: null } },
    );
    expect(await told({ groups: ['Tier 1'] }, payload)).toBe(false);
    expect(await told({ groups: [] }, payload)).toBe(true);
  });

  it('tell a handover to both groups, by id and by name, and all else of that update with it', async () => {
    const payload = changed({ assigned_group_id: ['group-0', 'group-1'], priority: [1, 2] });
    const { told: heard } = await toldOf(
      [
        listener('from', { groups: ['group-0'] }),
        listener('to', { groups: ['group-1'] }),
        listener('named', { groups: ['tier 1'], tell: ['Label or priority changed'] }),
        listener('before', { groups: ['group-0'], tell: ['Label or priority changed'] }),
        listener('other', { groups: ['group-2'] }),
      ],
      payload,
    );
    expect(heard).toEqual({
      from: ['group.reassigned', 'priority.changed'],
      to: ['group.reassigned', 'priority.changed'],
      named: ['priority.changed'],
      before: ['priority.changed'],
    });
  });

  it('know a group by its name also where the event has no room for all of it', async () => {
    const name = `Second line of the ${'very '.repeat(40)}large customers`;
    const payload = changed({ priority: [1, 2] }, { associations: { group: { id: 'group-1', name } } });
    expect(await told({ groups: [name.toUpperCase()] }, payload)).toBe(true);
    expect(await told({ groups: [name.slice(1)] }, payload)).toBe(false);
    const called = (short: string): Json =>
      changed({ priority: [1, 2] }, { associations: { group: { id: 'group-1', name: short } } });
    expect(await told({ groups: ['S'] }, called('S…'))).toBe(true);
    expect(await told({ groups: ['S'] }, called('…'))).toBe(false);
    expect(await told({ groups: ['S', '…'] }, called('…'))).toBe(true);
  });

  it('fold ways of writing: letters of two forms, and marks that are put together or not', async () => {
    const of = (name: string): Json =>
      changed({ priority: [1, 2] }, { associations: { group: { id: 'group-1', name } } });
    expect(await told({ groups: ['STRASSE'] }, of('Straße'))).toBe(true);
    expect(await told({ groups: ['Cafe\u0301'] }, of('café'))).toBe(true);
  });
});

describe('an echo of an assignment', () => {
  const payload = changed({ assigned_agent_id: [null, 'agent-1'], status: ['new', 'assigned'] });

  it('is told to the destination that hears of the status alone, and not beside the assignment', async () => {
    const { told, found } = await toldOf(
      [
        listener('all'),
        listener('status', { tell: ['Status changed', 'Created'] }),
        listener('whom', { tell: ['Assigned'] }),
      ],
      payload,
    );
    expect(told).toEqual({ all: ['agent.assigned'], status: ['status.changed'], whom: ['agent.assigned'] });
    expect(found).toEqual(['conversation.agent.assigned', 'conversation.status.changed']);
  });

  it('is not named in the log where nobody is told of it', async () => {
    expect((await toldOf([listener('all')], payload)).found).toEqual(['conversation.agent.assigned']);
  });
});

describe('whatever is set', () => {
  const texts = fc.constantFrom('Tier 1', 'tier 1', 'group-1', 'Billing', 'WEBCHAT', 'High', 'x');
  const list = fc.array(texts, { maxLength: 2 });
  const filtersOf: fc.Arbitrary<Filters> = fc.record({ groups: list, topics: list, sources: list, priorities: list });
  const event = (type: RelayEvent['type']): RelayEvent =>
    ({
      type,
      conversation: {
        group: { id: 'group-1', name: 'Tier 1' },
        channel: { id: 'c', name: 'Billing' },
        source: 'WEBCHAT',
        priority: 'High',
      },
    }) as unknown as ConversationEvent;

  it('what is heard is a part of what was told, in its order, of kinds that are heard, whole or not at all', () => {
    const types = fc.array(fc.constantFrom(...[...KIND_OF_TYPE.keys()].filter((type) => type.startsWith('conv'))));
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...KINDS)), filtersOf, types, (kinds, filters, all) => {
        const tell: ReadonlySet<Kind> = new Set(kinds);
        const events = all.map((type) => event(type as RelayEvent['type']));
        const heard = heardBy({ tell, filters }, events);
        const wanted = events.filter(({ type }) => tell.has(KIND_OF_TYPE.get(type) ?? 'Other changes'));
        expect([[], wanted]).toContainEqual(heard);
        const none: Filters = { groups: [], topics: [], sources: [], priorities: [] };
        expect(heardBy({ tell, filters: none }, events)).toEqual(wanted);
      }),
    );
  });
});
