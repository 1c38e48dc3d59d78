/** Sessions of the page for tests: one on a state file of its own, and what is asked of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deliveryView } from '../../dev/page/server/account/delivery-view';
import { conversationPage } from '../../dev/page/server/account/lists';
import type { ConversationPage } from '../../dev/page/server/api/conversations';
import type { DeliveryView } from '../../dev/page/server/api/deliveries';
import type { Told } from '../../dev/page/server/api/destinations';
import { relayStateOf, type RelayState } from '../../dev/page/server/api/state';
import { createRelay, type Relay, type RelayOptions } from '../../dev/page/server/relay';
import type { Simulated } from '../../packages/fresh-platform/page/server/api';
import type { Session } from '../../packages/fresh-platform/page/server/session';
import { startSession, type SessionOptions } from '../../packages/fresh-platform/page/server/start-session';
import { APP_DIR } from './app';

/** When an account's clock starts. */
export const NOW = Date.parse('2026-11-02T09:00:00.000Z');
export const MINUTE = 60_000;

export type TestSession = Session & Relay & { stateFile: string };

const folders: string[] = [];
const sessions: TestSession[] = [];

/** Ends what a test began; for `afterEach`. */
export async function endSessions(): Promise<void> {
  for (const session of sessions.splice(0)) await session.end();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
}

/** A folder that is gone after the test. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'session-'));
  folders.push(folder);
  return folder;
}

/** A session on a state file; on that of an earlier session it goes on where that one was. */
export async function begin({
  stateFile = join(newFolder(), 'state.json'),
  most,
  ...more
}: Partial<SessionOptions> & Pick<RelayOptions, 'most'> = {}): Promise<TestSession> {
  const relay = createRelay(most && { most });
  const session = await startSession({
    appDir: APP_DIR,
    variant: 'current',
    stateFile,
    now: NOW,
    targetUrl: '',
    hangMs: 30_000,
    plugins: [relay.plugin],
    onChange: () => undefined,
    ...more,
  });
  const begun = { ...session, ...relay, stateFile };
  sessions.push(begun);
  return begun;
}

/** Ends a session and begins another one on the same file. */
export async function restart(session: TestSession): Promise<TestSession> {
  await session.end();
  sessions.splice(sessions.indexOf(session), 1);
  return begin({ stateFile: session.stateFile });
}

/** What an event that was delivered came to. */
export interface Delivered extends Simulated {
  conversation: string;
  found: string[];
  told: Told[];
  deliveries: DeliveryView[];
}

const NOT_HELD = { conversation: '', types: [], told: [] };

/** Delivers an event of conversations. */
export async function simulate(session: TestSession, name: string, text: string): Promise<Delivered> {
  const { world } = session;
  const simulated = await session.simulate({ kind: 'event', module: 'chat_conversation', name }, text);
  const { invocation = 0 } = simulated.invocation ?? {};
  const { conversation, types, told } = world.steps.find((one) => one.invocation === invocation) ?? NOT_HELD;
  const own = world.deliveries.filter((delivery) => delivery.invocation === invocation);
  return {
    ...simulated,
    conversation,
    found: types,
    told,
    deliveries: own.map((delivery) => deliveryView(world, delivery)),
  };
}

/** Delivers a new conversation. */
export function deliver(session: TestSession): Promise<Delivered> {
  const step = session.steps().find(({ name }) => name === 'onConversationCreate');
  return simulate(session, 'onConversationCreate', JSON.stringify(step?.payload));
}

/** Plays a story to its end, and returns what its steps came to. */
export async function playStory(session: TestSession, name: string): Promise<NonNullable<Played>['result'][]> {
  const { player } = session;
  const results: NonNullable<Played>['result'][] = [];
  await player.open(session, name);
  for (let played = await player.next(session); played !== null; played = await player.next(session))
    results.push(played.result);
  return results;
}

type Played = Awaited<ReturnType<Relay['player']['next']>>;

/** What the page's state says of this app. */
export function relayOf(session: Session): RelayState {
  return relayStateOf(session.state());
}

/** Every delivery as the page shows it, the oldest first. */
export function deliveriesOf({ world }: Relay): DeliveryView[] {
  return world.deliveries.map((delivery) => deliveryView(world, delivery));
}

export function conversationsOf({ world }: Relay, text = ''): ConversationPage {
  return conversationPage(world, { text, state: '', destination: '', type: '', conversation: '', page: 1 });
}

/** Such as `webhook kept`. */
export function states(told: { destination: string; state: string }[]): string[] {
  return told.map(({ destination, state }) => `${destination} ${state}`);
}
