/** Sessions of the page for tests: one on a state file of its own, and what is asked of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConversationPage, DeliveryView } from '../../dev/page/server/api';
import { deliveryView } from '../../dev/page/server/account/delivery-view';
import { conversationPage } from '../../dev/page/server/account/lists';
import { samplePayload } from '../../dev/page/server/session/samples';
import { readSaved } from '../../dev/page/server/session/saved-state';
import { startSession, type Session, type SessionOptions } from '../../dev/page/server/session/session';
import { APP_DIR } from './app';

/** When an account's clock starts. */
export const NOW = Date.parse('2026-11-02T09:00:00.000Z');
export const MINUTE = 60_000;

export type TestSession = Session & { stateFile: string };

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
  ...more
}: Partial<SessionOptions> = {}): Promise<TestSession> {
  const saved = readSaved(stateFile).world;
  const options = { appDir: APP_DIR, stateFile, saved, now: NOW, onChange: () => undefined, ...more };
  const session = { ...(await startSession(options)), stateFile };
  sessions.push(session);
  return session;
}

/** Ends a session and begins another one on the same file. */
export async function restart(session: TestSession): Promise<TestSession> {
  await session.end();
  sessions.splice(sessions.indexOf(session), 1);
  return begin({ stateFile: session.stateFile });
}

function sample(session: Session, event: string): string {
  return JSON.stringify(samplePayload(APP_DIR, event, session.world.platform.clock.now()));
}

/** Delivers a new conversation. */
export function deliver(session: Session): ReturnType<Session['simulate']> {
  return session.simulate('onConversationCreate', sample(session, 'onConversationCreate'));
}

/** Every delivery as the page shows it, the oldest first. */
export function deliveriesOf({ world }: Session): DeliveryView[] {
  return world.deliveries.map((delivery) => deliveryView(world, delivery));
}

export function conversationsOf({ world }: Session, text = ''): ConversationPage {
  return conversationPage(world, { text, state: '', destination: '', type: '', conversation: '', page: 1 });
}

/** Such as `webhook kept`. */
export function states(told: { destination: string; state: string }[]): string[] {
  return told.map(({ destination, state }) => `${destination} ${state}`);
}
