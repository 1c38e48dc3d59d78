import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DESTINATIONS, type ConversationPage, type DeliveryView, type Mode } from '../../../../dev/page/server/api';
import { deliveryView } from '../../../../dev/page/server/account/delivery-view';
import { conversationPage } from '../../../../dev/page/server/account/lists';
import { samplePayload, samplesOf } from '../../../../dev/page/server/session/samples';
import { readSaved } from '../../../../dev/page/server/session/saved-state';
import { startSession, type Session } from '../../../../dev/page/server/session/session';
import { loadStories, storyNames } from '../../../../dev/stories/read';
import { APP_DIR } from '../../../support/app';
import { writeApp } from '../../../../packages/fresh-platform/test/support/apps';

const NOW = Date.parse('2026-11-02T09:00:00.000Z');
const MINUTE = 60_000;

const folders: string[] = [];
const sessions: Session[] = [];
afterEach(async () => {
  for (const session of sessions.splice(0)) await session.end();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'session-'));
  folders.push(folder);
  return folder;
}

/** A session on a state file; on that of an earlier session it goes on where that one was. */
async function begin(
  stateFile = join(newFolder(), 'state.json'),
  appDir = APP_DIR,
): Promise<Session & { stateFile: string }> {
  const session = await startSession({
    appDir,
    stateFile,
    saved: readSaved(stateFile).world,
    now: NOW,
    onChange: () => undefined,
  });
  sessions.push(session);
  return { ...session, stateFile };
}

/** Ends a session and begins another one on the same file. */
async function restart(session: Session & { stateFile: string }): Promise<Session & { stateFile: string }> {
  await session.end();
  sessions.splice(
    sessions.findIndex(({ world }) => world === session.world),
    1,
  );
  return begin(session.stateFile);
}

function sample(session: Session, event: string): string {
  return JSON.stringify(samplePayload(APP_DIR, event, session.world.platform.clock.now()));
}

/** Every delivery as the page shows it, the oldest first. */
function deliveriesOf({ world }: Session): DeliveryView[] {
  return world.deliveries.map((delivery) => deliveryView(world, delivery));
}

function conversationsOf({ world }: Session, text = ''): ConversationPage {
  return conversationPage(world, { text, state: '', destination: '', type: '', conversation: '', page: 1 });
}

function deliver(session: Session): ReturnType<Session['simulate']> {
  return session.simulate('onConversationCreate', sample(session, 'onConversationCreate'));
}

/** What a later delivery of the same holds as well: its first event, or the moment that a channel's message names. */
function markOf({ ids: [id], body }: { ids: readonly string[]; body: string }): string {
  return id ?? /!date\^\d+|DATE\([^,]+/.exec(body)?.[0] ?? 'no moment';
}

function states(told: { destination: string; state: string }[]): string[] {
  return told.map(({ destination, state }) => `${destination} ${state}`);
}

function attemptsAt(destination: string, session: Session): string[] {
  return deliveriesOf(session)
    .filter((one) => one.destination === destination)
    .map(
      ({ status, problem, fate, isRetry }) =>
        `${isRetry ? 'again' : 'first'} ${status ?? 'nothing'} ${problem === null ? 'taken' : (fate?.state ?? 'lost')}`,
    );
}

describe('a session', () => {
  it('begins with the app installed, its three destinations at stand-ins', async () => {
    const session = await begin();
    const { installed, now, waiting, store, schedules } = session.state();
    expect({ installed, now, waiting, store, schedules }).toEqual({
      installed: true,
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
      event: 'onConversationCreate',
      outcome: 'completed',
      error: '',
      accepted: null,
      found: ['conversation.created'],
      at: NOW,
    });
    expect(states(result.told)).toEqual(['webhook delivered', 'slack delivered', 'teams delivered']);
    expect(result.logs.map(({ text }) => text.slice(0, 47))).toEqual([
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
    await expect(session.simulate('onConversationCreate', '{\n  "data": {,}\n}')).rejects.toMatchObject({
      message: 'The payload is no JSON at line 2, column 12: a name in double quotes or } is expected here.',
      place: { line: 2, column: 12 },
    });
    await expect(session.simulate('onConversationCreate', '[]')).rejects.toThrow(
      'The payload must be a JSON object: { … }.',
    );
    await expect(session.simulate('onNothing', '{}')).rejects.toThrow(
      'manifest.json declares no handler for onNothing.',
    );
    await expect(session.simulate('onConversationCreate', `{"data":"${'x'.repeat(256 * 1024)}"}`)).rejects.toThrow(
      /^The payload of onConversationCreate has \d+ bytes/,
    );
  });

  it('survives an outage: keeps, tries again, and tells which delivery brought what was kept', async () => {
    const session = await begin();
    session.setMode('all', 'down');
    const first = await deliver(session);
    const second = await deliver(session);
    expect(states(first.told)).toEqual(['webhook kept', 'slack kept', 'teams kept']);
    expect(first.told[0]?.reason).toBe('the receiver failed (503)');
    expect(session.state().waiting).toEqual({ webhook: 2, slack: 2, teams: 2 });
    expect(attemptsAt('webhook', session).slice(1)).toEqual(['first 503 kept', 'first 503 kept']);
    expect(conversationsOf(session).items.map(({ waiting }) => waiting)).toEqual([3, 3]);
    const next = session.state().schedules[0]?.at;
    expect(deliveriesOf(session).at(-1)?.fate).toEqual({ state: 'kept', nextAt: next });

    session.setMode('all', 'up');
    await session.advance(30 * MINUTE);
    const after = session.state();
    expect(after.waiting).toEqual({ webhook: 0, slack: 0, teams: 0 });
    expect(after.store).toEqual([]);
    for (const name of ['webhook', 'slack', 'teams'] as const) {
      const retries = deliveriesOf(session).filter(({ destination, isRetry }) => destination === name && isRetry);
      expect(retries.every(({ problem }) => problem === null)).toBe(true);
      expect(retries.reduce((sum, { caughtUp }) => sum + caughtUp, 0)).toBe(2);
      const failed = deliveriesOf(session).filter(
        ({ destination, problem }) => destination === name && problem !== null,
      );
      expect(failed.map(({ fate }) => fate)).toEqual(
        failed.map(() => ({
          state: 'retried',
          deliveredAt: expect.any(Number) as number,
          deliveredBy: expect.any(Number) as number,
        })),
      );
      for (const { fate } of failed) expect(retries.map(({ id }) => id)).toContain(fate?.deliveredBy);
    }
    expect(session.world.steps.map(({ conversation, told }) => [conversation, states(told)])).toEqual(
      [first, second].map(({ conversation }) => [conversation, ['webhook retried', 'slack retried', 'teams retried']]),
    );
  });

  it('counts as waiting only what waits: a driver may still hold an item that was delivered', async () => {
    const session = await begin();
    session.setMode('all', 'down');
    await deliver(session);
    const [driver] = session.state().schedules;
    const held = DESTINATIONS.find((name) => driver?.data.includes(`[1,\\\\"${name}\\\\"`) ?? false) ?? 'webhook';
    session.setMode(held, 'up');
    await session.advance(8 * MINUTE);
    expect(session.state().schedules[0]?.data).toBe(driver?.data);
    expect(session.state().waiting).toEqual({ webhook: 1, slack: 1, teams: 1, [held]: 0 });
  });

  it.each(['webhook', 'slack', 'teams'] as const)(
    'tells of every failed delivery at %s which later one brought what it held',
    async (name) => {
      const session = await begin();
      session.setMode(name, 'down');
      await session.open('handed-through-three-groups');
      for (let played = await session.next(); played !== null; played = await session.next());
      session.setMode(name, 'up');
      await session.advance(60 * MINUTE);
      const fates = new Map(deliveriesOf(session).map(({ id, fate }) => [id, fate]));
      const deliveries = session.world.deliveries.filter(({ destination }) => destination === name);
      const failed = deliveries.filter(
        ({ problem, body }) => problem !== null && !body.includes('could not be delivered earlier'),
      );
      expect(failed.some(({ isRetry }) => isRetry)).toBe(true);
      for (const delivery of failed) {
        const by = deliveries.find(({ id }) => id === fates.get(delivery.id)?.deliveredBy);
        expect([by?.problem, by?.body]).toEqual([null, expect.stringContaining(markOf(delivery))]);
      }
    },
  );

  it.each<[Mode, string, string, string]>([
    ['up', 'webhook delivered', '204', 'webhook delivered'],
    ['down', 'webhook kept', '503', 'webhook kept'],
    ['refusing', 'webhook kept', 'nothing', 'webhook kept'],
    ['slow', 'webhook delivered', '204', 'webhook delivered'],
    ['flaky', 'webhook kept', '500', 'webhook retried'],
    ['rate-limited', 'webhook kept', '429', 'webhook kept'],
    ['gone', 'webhook given up', '410', 'webhook given up'],
  ])('a receiver that is %s leads to: %s', async (mode, told, status, later) => {
    const session = await begin();
    session.setMode('webhook', mode);
    const result = await deliver(session);
    expect(states(result.told)).toEqual([told, 'slack delivered', 'teams delivered']);
    expect(attemptsAt('webhook', session).at(-1)).toMatch(new RegExp(`^first ${status} `));
    expect(result.ms).toBe(mode === 'slow' ? 14_000 : 0);
    await session.advance(20 * MINUTE);
    expect(states(session.world.steps[0]?.told ?? [])).toEqual([later, 'slack delivered', 'teams delivered']);
  });

  it('goes on after a restart where it was, with what waits, its schedules and its receivers', async () => {
    const before = await begin();
    before.setMode('webhook', 'down');
    await deliver(before);
    await before.advance(7 * MINUTE);
    const left = before.state();
    const after = await restart(before);
    expect(after.state()).toMatchObject(left);
    expect(left).toMatchObject({ waiting: { webhook: 1 }, receivers: { webhook: 'down' }, now: NOW + 7 * MINUTE });
    after.setMode('webhook', 'up');
    await after.advance(60 * MINUTE);
    expect(after.state().waiting.webhook).toBe(0);
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
    const session = await startSession({
      appDir: APP_DIR,
      stateFile: join(newFolder(), 'state.json'),
      saved: undefined,
      now: NOW,
      onChange: () => undefined,
      repeat,
    });
    sessions.push(session);
    session.setRunning(true);
    ticks[0]?.();
    // While one second is under way, another is not begun.
    ticks[0]?.();
    await session.advance(MINUTE);
    expect([session.state().now, session.state().running, stopped]).toEqual([NOW + MINUTE + 1_000, true, 0]);
    session.setRunning(false);
    expect([session.state().running, stopped]).toEqual([false, 1]);
  });

  it('keeps its state file to its owner', async () => {
    const { stateFile } = await begin();
    if (process.platform !== 'win32') expect(statSync(stateFile).mode & 0o077).toBe(0);
  });
});

describe('a story', () => {
  it('is told as of now, its pauses included, and of another conversation each time', async () => {
    const session = await begin();
    const opened = await session.open('picked-up-and-resolved');
    expect(opened).toMatchObject({ title: 'Picked up and resolved', done: 0, total: 4, pause: 0 });
    const found: (string[] | null)[] = [];
    for (let played = await session.next(); played !== null; played = await session.next())
      found.push(played.result.found);
    expect(found).toEqual([
      ['conversation.created'],
      ['conversation.group.assigned'],
      ['conversation.agent.assigned'],
      ['conversation.resolved'],
    ]);
    const recorded = loadStories(['picked-up-and-resolved'])[0]?.steps ?? [];
    expect(session.world.steps.map(({ at }) => at - NOW)).toEqual(
      recorded.map(({ at }) => at - (recorded[0]?.at ?? 0)),
    );
    const [first] = session.world.steps;
    expect(session.state().playing).toMatchObject({ done: 4, total: 4, conversation: first?.conversation });

    await session.open('picked-up-and-resolved');
    await session.next();
    expect(conversationsOf(session).items).toHaveLength(2);
    await session.close();
    expect(session.state().playing).toBeNull();
    await expect(session.next()).rejects.toThrow('No story is open: choose one first.');
    await expect(session.open('no-such-story')).rejects.toThrow(/^There is no story “no-such-story”/);
  });

  it.each(storyNames())('%s can be played, and everything in it is delivered and verified', async (name) => {
    const session = await begin();
    await session.open(name);
    for (let played = await session.next(); played !== null; played = await session.next())
      expect([played.result.outcome, played.result.error]).toEqual(['completed', '']);
    const { waiting } = session.state();
    expect(deliveriesOf(session).filter(({ problem }) => problem !== null)).toEqual([]);
    expect(waiting).toEqual({ webhook: 0, slack: 0, teams: 0 });
  });
});

describe('settings', () => {
  it('go to the settings page as they were posted; secrets as the platform gives them back, and nowhere else', async () => {
    const session = await begin();
    const { iparams } = session.world;
    expect(session.settings('value')).toMatchObject({ installed: true, configs: iparams });
    expect(session.settings('nothing').configs).toEqual({ ...iparams, secrets: undefined });
    expect(session.settings('mask').configs).toEqual({ ...iparams, secrets: '*'.repeat(24) });
    await deliver(session);
    const { webhook: secret, slack: token, teams: address } = iparams['secrets'] as Record<string, string>;
    const shown = JSON.stringify([
      session.settings('mask'),
      session.state(),
      deliveriesOf(session),
      session.world.deliveries,
    ]);
    for (const hidden of [secret ?? '-', token ?? '-', new URL(address ?? '').search])
      expect(shown).not.toContain(hidden);
  });

  it('are refused with the sentence the app renders; those of before stay', async () => {
    const session = await begin();
    const before = { ...session.world.iparams };
    const posted = (values: object): object => ({ __meta: { secure: ['secrets'] }, ...before, ...values });
    session.setMode('webhook', 'down');
    expect((await session.install(posted({}))).message).toBe('Orders: answered 503. Mend the receiver first.');
    session.setMode('webhook', 'up');
    expect((await session.install(posted({ time_zone: 'Nowhere' }))).accepted).toBe(false);
    expect(session.world.iparams).toEqual(before);
    await expect(session.install('no settings')).rejects.toThrow('The settings must be a JSON object: { … }.');
    expect((await session.install(posted({ time_zone: 'Europe/Berlin' }))).accepted).toBe(true);
    expect(session.world.iparams).toEqual({ ...before, time_zone: 'Europe/Berlin' });
  });

  it('are replaced by an edit without a word to the app, and survive a restart with what of them is secure', async () => {
    const session = await begin();
    const { logs } = session.world;
    const before = logs.length;
    await session.saveSettings({ __meta: { secure: ['secrets', 'time_zone'] }, time_zone: 'Europe/Berlin' });
    expect(logs).toHaveLength(before);
    expect(session.world.iparams).toEqual({ time_zone: 'Europe/Berlin' });
    const again = await restart(session);
    expect(again.settings('mask').configs).toEqual({ time_zone: '*'.repeat(24) });
  });

  it('are forgotten by uninstalling, with store and schedules; then the platform sends nothing until the next install', async () => {
    const session = await begin();
    session.setMode('webhook', 'down');
    await deliver(session);
    const { accepted } = await session.uninstall();
    const { installed, store, schedules, waiting } = session.state();
    expect({ accepted, installed, store, schedules, waiting }).toEqual({
      accepted: true,
      installed: false,
      store: [],
      schedules: [],
      waiting: { webhook: 0, slack: 0, teams: 0 },
    });
    expect(states(session.world.steps[0]?.told ?? [])[0]).toBe('webhook given up');
    await expect(deliver(session)).rejects.toThrow(
      'The app is not installed, so the platform sends it nothing: install it under Settings.',
    );
    expect(session.settings('value')).toMatchObject({ installed: false, configs: {} });
    await expect(session.saveSettings({})).rejects.toThrow('The app is not installed');
    expect((await session.simulate('onAppInstall', JSON.stringify({ iparams: {} }))).accepted).toBe(true);
    expect(states((await deliver(session)).told)).toEqual(['webhook not told', 'slack not told', 'teams not told']);
  });
});

describe('the app on the disk', () => {
  /** A copy of the app that can be broken. */
  function copyOfApp(): string {
    const folder = join(newFolder(), 'app');
    mkdirSync(folder);
    for (const part of ['config', 'server']) cpSync(join(APP_DIR, part), join(folder, part), { recursive: true });
    copyFileSync(join(APP_DIR, 'manifest.json'), join(folder, 'manifest.json'));
    cpSync(join(APP_DIR, 'node_modules', 'standardwebhooks'), join(folder, 'node_modules', 'standardwebhooks'), {
      recursive: true,
      dereference: true,
    });
    for (const name of ['@stablelib/base64', 'fast-sha256'])
      cpSync(join(APP_DIR, 'node_modules', name), join(folder, 'node_modules', name), {
        recursive: true,
        dereference: true,
      });
    return folder;
  }

  it('is read anew when it was built anew, broken or mended, without a restart', async () => {
    const appDir = copyOfApp();
    const server = join(appDir, 'server', 'server.js');
    const good = readFileSync(server, 'utf8');
    const session = await begin(undefined, appDir);
    expect((await deliver(session)).outcome).toBe('completed');

    writeFileSync(server, `${good}\nthis is no JavaScript\n`);
    await expect(deliver(session)).rejects.toThrow(/would be rejected:\n- server\/server\.js, line \d+, column \d+: /);
    expect(session.state().fault).toMatch(/would be rejected:\n- server\/server\.js, line \d+/);

    writeFileSync(join(appDir, 'config', 'requests.json'), '{ "postToWebhook": ');
    await expect(deliver(session)).rejects.toThrow(/would be rejected:\n- config\/requests\.json is not JSON: /);
    expect(session.state().fault).toMatch(/would be rejected:\n- config\/requests\.json is not JSON: /);

    copyFileSync(join(APP_DIR, 'config', 'requests.json'), join(appDir, 'config', 'requests.json'));
    writeFileSync(server, good);
    expect(states((await deliver(session)).told)).toEqual(['webhook delivered', 'slack delivered', 'teams delivered']);
    expect(session.state().fault).toBe('');
  });

  it('is not run when it breaks a rule', async () => {
    const appDir = copyOfApp();
    writeFileSync(join(appDir, 'manifest.json'), '{}');
    await expect(begin(undefined, appDir)).rejects.toThrow(
      /would be rejected:\n- manifest\.json: "platform-version" must be "3\.0"/,
    );
  });

  it('may declare no set-up events: then it is installed all the same', async () => {
    const appDir = writeApp({
      server:
        'exports = { onConversationUpdate: function () { console.log("here"); }, onScheduledEvent: function () {} };\n',
    });
    const session = await begin(undefined, appDir);
    expect(session.state().installed).toBe(true);
    expect((await session.simulate('onConversationUpdate', '{}')).logs.map(({ text }) => text)).toEqual(['here']);
    expect((await session.uninstall()).accepted).toBe(true);
  });

  it('says what happens in every step of every story', () => {
    const { stories } = samplesOf(APP_DIR);
    expect(stories.map(({ name }) => name)).toEqual(storyNames());
    expect(stories.flatMap(({ steps }) => steps).filter(({ what }) => what === '')).toEqual([]);
    expect(
      stories.find(({ name }) => name === 'picked-up-and-resolved')?.steps.map(({ what, after }) => [what, after > 0]),
    ).toEqual([
      [expect.stringMatching(/^Nadia Okafor writes “Good morning!/), false],
      ['the topic’s routing gives it to First line', true],
      ['Asha Raman takes it', true],
      ['Asha Raman resolves it (2 h 4 min after it began)', true],
    ]);
  });

  it('says which events can be simulated', () => {
    expect(samplesOf(APP_DIR).modules).toEqual([
      { name: 'chat_conversation', events: ['onConversationCreate', 'onConversationUpdate'] },
      { name: 'common', events: ['onAppInstall', 'onAppUninstall', 'onScheduledEvent'] },
    ]);
  });
});

describe('the state file', () => {
  it.each(['{ "seal": ', '{}', '[]', '{ "seal": "", "world": {} }'])(
    'that holds %s is left behind with a sentence, and the page starts afresh',
    (text) => {
      const file = join(newFolder(), 'state.json');
      writeFileSync(file, text);
      expect(readSaved(file)).toEqual({
        notice: expect.stringMatching(/state\.json is not what this page saved: the page starts afresh\.$/) as string,
      });
    },
  );

  it('that cannot be written is told in a sentence', async () => {
    await expect(begin(join(newFolder(), 'no', 'such', 'folder.json'))).rejects.toThrow(
      /folder\.json cannot be written \((?:Error: )?ENOENT.*\): start with --state FILE, in a folder you may write to\.$/,
    );
  });

  it('that somebody changed by hand is left behind too', async () => {
    const { stateFile } = await begin();
    expect(readSaved(stateFile)).toMatchObject({ world: { installed: true }, notice: '' });
    writeFileSync(stateFile, readFileSync(stateFile, 'utf8').replace('"installed":true', '"installed":false'));
    expect(readSaved(stateFile).world).toBeUndefined();
    expect(readSaved(join(newFolder(), 'none.json'))).toEqual({ notice: '' });
  });
});
