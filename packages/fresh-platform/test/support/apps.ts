/** Small apps, written to a folder of their own, each to show one rule of the platform. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  createClock,
  createPlatform,
  type InvocationResult,
  type OutgoingRequest,
  type Platform,
  type PlatformOptions,
  type ReceiverAnswer,
} from '../../index';

export const NOW = Date.parse('2026-11-02T09:00:00.000Z');
const COMMON_EVENTS = ['onAppInstall', 'onAppUninstall', 'onScheduledEvent'];

export interface AppParts {
  /** Text of server/server.js. */
  server: string;
  /** Further files, by path. */
  files?: Record<string, string>;
  iparams?: Record<string, unknown>;
  /** Merged over a template that sends to receiver.example.com. */
  schema?: Record<string, unknown>;
  options?: Record<string, unknown>;
  /** Handlers by event; each event's handler bears the event's name unless said otherwise. */
  handlers?: Record<string, string>;
  manifest?: Record<string, unknown>;
}

const folders: string[] = [];

/** Removes what `writeApp` wrote; for `afterAll`. */
export function removeApps(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
}

/** Writes the app and returns its folder. Its one request template is `send`. */
export function writeApp(parts: AppParts): string {
  const dir = mkdtempSync(join(tmpdir(), 'app-'));
  folders.push(dir);
  const files = { ...appFiles(parts), ...parts.files };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
  }
  return dir;
}

function appFiles({
  server,
  iparams = {},
  schema = {},
  options = {},
  handlers,
  manifest,
}: AppParts): Record<string, string> {
  const events = Object.entries(
    handlers ?? { onConversationUpdate: 'onConversationUpdate', onScheduledEvent: 'onScheduledEvent' },
  );
  const eventsOf = (isCommon: boolean): object =>
    Object.fromEntries(
      events
        .filter(([event]) => COMMON_EVENTS.includes(event) === isCommon)
        .map(([event, handler]) => [event, { handler }]),
    );
  const common = eventsOf(true);
  return {
    'manifest.json': JSON.stringify({
      'platform-version': '3.0',
      modules: {
        common: { requests: { send: {} }, ...(Object.keys(common).length > 0 && { events: common }) },
        chat_conversation: { events: eventsOf(false) },
      },
      engines: { node: '24.11.0', fdk: '10.1.2' },
      ...manifest,
    }),
    'config/iparams.json': JSON.stringify(iparams),
    'config/requests.json': JSON.stringify({
      send: { schema: { method: 'POST', host: 'receiver.example.com', path: '/in', ...schema }, options },
    }),
    'server/server.js': server,
  };
}

/** server.js whose update handler runs `body`, an async function's inside, with `payload` in scope. */
export function handling(body: string): string {
  return `exports = {\n  onConversationUpdate: async function (payload) {\n${body}\n  },\n  onScheduledEvent: async function () {}\n};\n`;
}

/** A platform at 09:00 with an app on it; the receiver answers 200. */
export function platformWith(parts: AppParts, options: Partial<PlatformOptions> = {}): Platform {
  return createPlatform({
    appDir: writeApp(parts),
    clock: createClock(NOW),
    receiver: () => ({ status: 200, body: 'ok' }),
    ...options,
  });
}

/** Runs `body` as the update handler of a new app. */
export function run(
  body: string,
  options: Partial<PlatformOptions> = {},
  parts: Partial<AppParts> = {},
): Promise<InvocationResult> {
  return platformWith({ server: handling(body), ...parts }, options).invoke('onConversationUpdate', { data: {} });
}

/** What `expression`, which may await, comes to inside an app: `{ is }`, or `{ rejects }` with what it threw. As JSON carries it. */
export async function evaluate(
  expression: string,
  options: Partial<PlatformOptions> = {},
  parts: Partial<AppParts> = {},
): Promise<unknown> {
  const { logs, outcome, error } = await run(answering(expression), options, parts);
  if (outcome !== 'completed' || !logs[0]) throw new Error(error ?? `The app ${outcome} and logged nothing.`);
  return JSON.parse(logs[0].text) as unknown;
}

/** The inside of a handler that logs what an expression comes to. */
export function answering(expression: string): string {
  return `let seen; try { seen = { is: await (${expression}) }; } catch (thrown) { seen = { rejects: thrown }; }\nconsole.log(JSON.stringify(seen));`;
}

/** A receiver that keeps what it gets and gives its answers in turn, the last one for ever. */
export function recording(...answers: ReceiverAnswer[]): {
  sent: OutgoingRequest[];
  receiver: (request: OutgoingRequest) => ReceiverAnswer;
} {
  const sent: OutgoingRequest[] = [];
  return {
    sent,
    receiver: (request) => {
      sent.push(request);
      return answers[Math.min(sent.length, answers.length) - 1] ?? { status: 200, body: 'ok' };
    },
  };
}
