import { createClock } from '../../../packages/fresh-platform/index';
import type { Limits, OutgoingRequest, ReceiverAnswer } from '../../../packages/fresh-platform/types';
import type { Json } from '../../../packages/fresh-platform/lib/dig';
import { bodyOf, changed, createApp, edited, outcomeIn, payloadWith, sentBy, SLACK } from '../../support/app';

const MINUTE = 60_000;
const START = Date.parse('2026-11-02T09:00:00.000Z');
const CREATED = '2026-11-02T09:00:00.000Z';

/** A channel of a style, and a Slack that numbers its messages. */
function channelOf(style: string, settings: Json = {}, limits: Partial<Limits> = {}) {
  const gone = new Set<string>();
  const state = { isDown: false };
  let number = 0;
  const slack = (request: OutgoingRequest): ReceiverAnswer => {
    if (state.isDown) return { status: 503 };
    const { thread_ts: thread, ts } = bodyOf(request);
    if (gone.has(String(ts))) return { status: 200, body: '{"ok":false,"error":"message_not_found"}' };
    if (gone.has(String(thread))) return { status: 200, body: '{"ok":false,"error":"thread_not_found"}' };
    number += 1;
    return { status: 200, body: JSON.stringify({ ok: true, ts: `1000.${number}` }) };
  };
  const iparams = { ...edited(SLACK, 'slack', { style, ...settings }), unattended_minutes: 0 };
  const app = createApp({ clock: createClock(START), iparams, receiver: slack, limits });
  const { platform, requests } = app;
  const { clock } = platform;
  const conversation = (id: string, more: Json): Json => ({
    conversation_id: id,
    status: 'new',
    assigned_agent_id: null,
    created_time: CREATED,
    ...more,
  });
  const update = (id: string, changes: Json, more: Json, at = clock.now()) =>
    platform.invoke(
      'onConversationUpdate',
      changed(changes, { conversation: conversation(id, more) }, { timestamp: at }),
    );
  return {
    ...app,
    clock,
    gone,
    state,
    created: (id = 'c1', at = clock.now()) =>
      platform.invoke('onConversationCreate', payloadWith({ conversation: conversation(id, {}) }, { timestamp: at })),
    assigned: (id = 'c1', at?: number) =>
      update(id, { assigned_agent_id: [null, 'agent-1'] }, { assigned_agent_id: 'agent-1', status: 'assigned' }, at),
    resolved: (id = 'c1', at?: number) =>
      update(id, { status: ['assigned', 'resolved'] }, { assigned_agent_id: 'agent-1', status: 'resolved' }, at),
    reopened: (id = 'c1', at?: number) => update(id, { status: ['resolved', 'reopened'] }, { status: 'reopened' }, at),
    breached: (id = 'c1', at?: number) => update(id, { sla_breach: [false, true] }, {}, at),
    sent: (): Json[] => requests.map(bodyOf),
  };
}

const storeOperations = ({ operations }: { operations: { name: string }[] }): string[] =>
  operations.map(({ name }) => name).filter((name) => name.startsWith('db.'));

describe('a thread per conversation', () => {
  it('holds later messages under the first, at one read a message and one write for the first', async () => {
    const { created, assigned, resolved, sent, platform, clock } = channelOf('thread');
    expect(storeOperations(await created())).toEqual(['db.get', 'db.set']);
    await clock.advance(MINUTE);
    expect(storeOperations(await assigned())).toEqual(['db.get']);
    expect(storeOperations(await resolved())).toEqual(['db.get']);
    await created('c2');
    expect(sent().map(({ thread_ts: to }) => to)).toEqual([undefined, '1000.1', '1000.1', undefined]);
    expect(sent().some((body) => 'reply_broadcast' in body)).toBe(false);
    const days = ((platform.entries()[0]?.expiresAt ?? 0) - START) / (24 * 60 * MINUTE);
    expect(Math.round(days)).toBe(14);
  });

  it('shows only missed SLAs and reopenings in the channel as well', async () => {
    const { created, assigned, breached, resolved, reopened, sent } = channelOf('thread');
    for (const happens of [created, assigned, breached, resolved, reopened]) await happens();
    expect(sent().map(({ reply_broadcast: loud }) => loud)).toEqual([undefined, undefined, true, undefined, true]);
  });

  it('begins anew where Slack says that the first message is gone', async () => {
    const { created, assigned, resolved, gone, sent } = channelOf('thread');
    await created();
    gone.add('1000.1');
    expect(outcomeIn(await assigned(), 'slack')).toBe('delivered');
    await resolved();
    expect(sent().map(({ thread_ts: to }) => to)).toEqual([undefined, '1000.1', undefined, '1000.2']);
  });

  it('is a plain message where the store refuses, and nothing is lost', async () => {
    const { created, assigned, sent } = channelOf('thread', {}, { dbOperationsPerMinute: 2 });
    await created();
    expect(outcomeIn(await assigned(), 'slack')).toBe('delivered');
    expect(sent().map(({ thread_ts: to }) => to)).toEqual([undefined, undefined]);
  });

  it('leaves at most one message outside where two begin at once', async () => {
    const { created, assigned, resolved, sent, platform, clock } = channelOf('thread');
    await clock.until(
      Promise.all([
        platform.start('onConversationCreate', payloadWith({ conversation: { conversation_id: 'c1' } })),
        platform.start('onConversationCreate', payloadWith({ conversation: { conversation_id: 'c1' } })),
      ]),
    );
    await assigned();
    await resolved();
    await created('c2');
    const outside = sent().filter(({ thread_ts: to }) => to === undefined);
    expect(outside.length).toBeLessThanOrEqual(3);
    expect(
      new Set(
        sent()
          .slice(2, 4)
          .map(({ thread_ts: to }) => to),
      ).size,
    ).toBe(1);
  });
});

describe('a card per conversation', () => {
  it('is one message that is kept current', async () => {
    const { created, assigned, resolved, requests, clock } = channelOf('card');
    await created();
    await clock.advance(5 * MINUTE);
    expect(storeOperations(await assigned())).toEqual(['db.get']);
    await clock.advance(10 * MINUTE);
    expect(storeOperations(await resolved())).toEqual(['db.get']);
    expect(sentBy('postToSlack', requests)).toHaveLength(1);
    const updates = sentBy('updateSlackMessage', requests).map(bodyOf);
    expect(updates.map(({ ts }) => ts)).toEqual(['1000.1', '1000.1']);
    expect(JSON.stringify(updates[0])).toContain('Asha Rao');
    expect(JSON.stringify(updates[1])).toContain('Resolved');
  });

  it.each([
    ['within seconds', 1_000],
    ['within minutes', 5 * MINUTE],
  ])('is never set back by what comes out of order %s', async (...[, apart]) => {
    const { created, assigned, resolved, requests, clock } = channelOf('card');
    await created();
    await clock.advance(2 * apart);
    await resolved();
    await assigned('c1', START + apart);
    const updates = sentBy('updateSlackMessage', requests);
    expect(updates).toHaveLength(1);
    expect(updates[0]?.body).toContain('Resolved');
    expect(bodyOf(sentBy('postToSlack', requests)[1])['thread_ts']).toBe('1000.1');
  });

  it('is kept current by what comes later, though it would sort first within one moment', async () => {
    const { breached, assigned, requests, clock } = channelOf('card');
    await breached();
    await clock.advance(5 * MINUTE);
    await assigned();
    expect(requests.map(({ template }) => template)).toEqual(['postToSlack', 'updateSlackMessage']);
  });

  it('begins anew where Slack says that it is gone', async () => {
    const { created, assigned, resolved, gone, requests } = channelOf('card');
    await created();
    gone.add('1000.1');
    await assigned();
    await resolved();
    expect(sentBy('postToSlack', requests)).toHaveLength(2);
    expect(bodyOf(sentBy('updateSlackMessage', requests)[1])['ts']).toBe('1000.2');
  });
});

describe.each(['thread', 'card'])('after an outage, a channel with a %s per conversation', (style) => {
  it('is told the backlog in one message in the channel, and goes on from where each conversation stands', async () => {
    const { created, assigned, reopened, state, clock, requests } = channelOf(style);
    await created('c1');
    state.isDown = true;
    const ids = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'];
    for (const id of ids) {
      await clock.advance(2 * MINUTE);
      expect(outcomeIn(await assigned(id), 'slack')).toBe('kept');
    }
    await clock.advance(20 * MINUTE);
    state.isDown = false;
    requests.length = 0;
    await clock.advance(60 * MINUTE);
    const backlog = requests.map(bodyOf);
    const [catchUp, ...more] = backlog.filter(({ text }) => String(text).startsWith('Catching up'));
    expect(more).toEqual([]);
    expect(catchUp?.['thread_ts']).toBeUndefined();
    // What was tried alone, while Slack was down or to see whether it is back, may come alone, too.
    expect(catchUp?.['text']).toMatch(/^Catching up: [4-6] updates/);
    const told = JSON.stringify(backlog);
    expect(ids.filter((id) => !told.includes(`conversation #${id}`))).toEqual([]);
    await reopened('c1');
    await created('d1');
    await clock.advance(2 * MINUTE);
    await assigned('d1');
    const place = style === 'thread' ? 'thread_ts' : 'ts';
    const places = requests.slice(backlog.length).map((request) => bodyOf(request)[place]);
    expect(places).toEqual(['1000.1', undefined, `1000.${1 + backlog.length + 2}`]);
  });
});

test('a mention is written in messages of missed SLAs and of nobody’s conversations only', async () => {
  const { created, breached, assigned, sent } = channelOf('each', { mention: 'S0123' });
  for (const happens of [created, breached, assigned]) await happens();
  expect(sent().map(({ text }) => String(text).includes('<!subteam^S0123>'))).toEqual([false, true, false]);
});
