import { statSync } from 'node:fs';
import {
  begin,
  conversationsOf,
  deliver,
  deliveriesOf,
  endSessions,
  MINUTE,
  NOW,
  relayOf,
  restart,
  simulate,
  states,
} from '../../../../support/page-session';

afterEach(endSessions);

describe('a session', () => {
  it('begins with the app installed, its three destinations at stand-ins', async () => {
    const session = await begin();
    const { isInstalled, now, store, schedules } = session.state();
    const { waiting } = relayOf(session);
    expect({ isInstalled, now, waiting, store, schedules }).toEqual({
      isInstalled: true,
      now: NOW,
      waiting: { webhook: 0, slack: 0, teams: 0 },
      store: [],
      schedules: [],
    });
    expect(deliveriesOf(session).map(({ event, status, verified }) => [event, status, verified])).toEqual([
      ['onAppInstall', 204, true],
      ['onAppInstall', 200, null],
      ['onAppInstall', 200, null],
      ['onAppInstall', 202, null],
    ]);
  });

  it('delivers an event, and tells what the app found, told and logged', async () => {
    const session = await begin();
    const result = await deliver(session);
    expect(result).toMatchObject({
      invocation: { event: 'onConversationCreate', outcome: 'completed', startedAt: NOW },
      problem: '',
      found: ['conversation.created'],
      remarks: [
        { label: 'Found', text: 'conversation.created' },
        { label: 'Webhook', badge: { text: 'delivered', tone: 'green' }, text: '204, signature verified' },
        { label: 'Slack', badge: { text: 'delivered', tone: 'green' }, text: '200' },
        { label: 'Microsoft Teams', badge: { text: 'delivered', tone: 'green' }, text: '202' },
      ],
    });
    expect(states(result.told)).toEqual(['webhook delivered', 'slack delivered', 'teams delivered']);
    expect(result.invocation?.logs.map(({ text }) => text.slice(0, 47))).toEqual([
      'Logging arguments from onConversationCreate eve',
      expect.stringMatching(/^\{"event":"onConversationCreate"/),
    ]);
    expect(result.deliveries.map(({ destination, types, verified }) => [destination, types, verified])).toEqual([
      ['webhook', ['conversation.created'], true],
      ['slack', [], null],
      ['teams', [], null],
    ]);
    expect(conversationsOf(session).items).toMatchObject([
      { id: result.conversation, title: 'Nadia Okafor', status: 'new', steps: 1, waiting: 0 },
    ]);
  });

  it('says where a payload is no JSON, or no object', async () => {
    const session = await begin();
    await expect(simulate(session, 'onConversationCreate', '{\n  "data": {,}\n}')).rejects.toMatchObject({
      message: 'The payload is no JSON at line 2, column 12: a name in double quotes or } is expected here.',
      place: { line: 2, column: 12 },
    });
    await expect(simulate(session, 'onConversationCreate', '[]')).rejects.toThrow(
      'The payload must be a JSON object: { … }.',
    );
    await expect(simulate(session, 'onNothing', '{}')).rejects.toThrow(
      'The app has no onNothing to simulate under chat_conversation.',
    );
    expect((await simulate(session, 'onConversationCreate', `{"data":"${'x'.repeat(256 * 1024)}"}`)).problem).toMatch(
      /^The payload of onConversationCreate has \d+ bytes/,
    );
  });

  it('goes on after a restart where it was, with what waits, its schedules and its receivers', async () => {
    const before = await begin();
    before.switchTo('webhook', 'failing');
    await deliver(before);
    await before.advance(7 * MINUTE);
    const left = before.state();
    const after = await restart(before);
    expect(after.state()).toMatchObject(left);
    expect(left).toMatchObject({
      plugins: { relay: { waiting: { webhook: 1 } } },
      receivers: [{ name: 'webhook', answering: 'failing' }, { answering: 'rules' }, { answering: 'rules' }],
      now: NOW + 7 * MINUTE,
    });
    after.switchTo('webhook', 'rules');
    await after.advance(60 * MINUTE);
    expect(relayOf(after).waiting.webhook).toBe(0);
    expect(states(after.world.steps[0]?.told ?? [])[0]).toBe('webhook retried');
    expect(deliveriesOf(after).filter(({ verified }) => verified === false)).toEqual([]);
  });

  it('lets the clock run along with real time, until it is told to stop', async () => {
    const ticks: (() => void)[] = [];
    let stopped = 0;
    const repeat = (act: () => void): (() => void) => {
      ticks.push(act);
      return () => (stopped += 1);
    };
    const session = await begin({ repeat });
    session.setRunning(true);
    ticks[0]?.();
    // While one second is under way, another is not begun.
    ticks[0]?.();
    await session.advance(MINUTE);
    expect([session.state().now, session.state().isRunning, stopped]).toEqual([NOW + MINUTE + 1_000, true, 0]);
    session.setRunning(false);
    expect([session.state().isRunning, stopped]).toEqual([false, 1]);
  });

  it('keeps its state file to its owner', async () => {
    const { stateFile } = await begin();
    if (process.platform !== 'win32') expect(statSync(stateFile).mode & 0o077).toBe(0);
  });
});
