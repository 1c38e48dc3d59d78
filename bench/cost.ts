/**
 * `npm run bench`: what an invocation costs beside the documentation's one-line logger, in one run, as ratios. As on the
 * platform, every invocation has a fresh context and compiles server.js anew, the app's and the logger's alike.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPlatform, type OutgoingRequest, type Platform } from '../packages/fresh-platform/index';
import { readAppPackage } from '../packages/fresh-platform/app/app-package';
import { createSandbox } from '../packages/fresh-platform/sandbox/sandbox';
import { createLoader, createServerCode } from '../packages/fresh-platform/sandbox/server-code';
import { loadStories } from '../dev/stories/read';

const ROOT = join(__dirname, '..');
const ROUNDS = 60;
const WARM_UP = 20;
const WEBHOOK = {
  destinations: [{ id: 'webhook', kind: 'webhook', name: 'Webhook', url: 'https://hooks.example.com/relay' }],
  secrets: { webhook: `whsec_${Buffer.alloc(32, 7).toString('base64')}` },
};

/** The logger of the platform's documentation, for both events. */
const LOGGER = `exports = {${['Create', 'Update']
  .map(
    (event) =>
      `\n  onConversation${event}Callback: function (payload) {\n    console.log('Logging arguments from onConversation${event} event: ' + JSON.stringify(payload));\n  },`,
  )
  .join('')}\n};\n`;

function loggerApp(): string {
  const dir = mkdtempSync(join(tmpdir(), 'logger-'));
  mkdirSync(join(dir, 'server'));
  mkdirSync(join(dir, 'config'));
  writeFileSync(join(dir, 'server', 'server.js'), LOGGER);
  writeFileSync(join(dir, 'config', 'iparams.json'), '{}');
  writeFileSync(
    join(dir, 'manifest.json'),
    JSON.stringify({
      'platform-version': '3.0',
      modules: {
        common: {},
        chat_conversation: {
          events: Object.fromEntries(
            ['Create', 'Update'].map((event) => [
              `onConversation${event}`,
              { handler: `onConversation${event}Callback` },
            ]),
          ),
        },
      },
      engines: { node: '24.11.0', fdk: '10.1.2' },
    }),
  );
  return dir;
}

type Payload = Record<string, unknown>;

/** A resolving update of a story, filled up with messages to the wanted size. */
function payloadOf(bytes: number): Payload {
  const step = loadStories(['picked-up-and-resolved'])[0]?.steps.at(-1);
  if (step?.event !== 'onConversationUpdate')
    throw new Error(
      'The story picked-up-and-resolved does not end in the update that resolves, which is what is measured.',
    );
  const payload = structuredClone(step.payload) as { data: { conversation: { messages?: unknown[] } } };
  const messages = (payload.data.conversation.messages ??= []);
  const message = {
    id: '5f0c',
    actor_type: 'user',
    message_parts: [{ text: { content: 'Where is my order? It was due on Monday. '.repeat(4) } }],
    created_time: '2026-03-02T09:00:00.000Z',
  };
  while (JSON.stringify(payload).length + 320 < bytes) messages.push({ ...message, id: `5f0c-${messages.length}` });
  return payload;
}

function platformOf(appDir: string, iparams: Payload, requests: OutgoingRequest[]): Platform {
  return createPlatform({
    appDir,
    iparams,
    compiles: 'in every invocation',
    limits: { requestsPerMinute: 1e9 },
    receiver: (request) => {
      requests.push(request);
      return { status: 204 };
    },
  });
}

/** Real ms of one invocation: a fresh context, compiling, evaluating and running together. */
async function once(platform: Platform, payload: Payload): Promise<number> {
  const start = performance.now();
  await platform.invoke('onConversationUpdate', payload);
  const ms = performance.now() - start;
  // Thousands of logs in memory would be measured with it.
  platform.invocations.length = 0;
  return ms;
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Real ms to make a fresh context, compile server.js and evaluate it there. */
function loaderOf(appDir: string): () => number {
  const app = readAppPackage(appDir);
  const code = createServerCode(app, { compiles: 'in every invocation' });
  return () => {
    const start = performance.now();
    const { context } = createSandbox({
      now: () => 0,
      later: () => undefined,
      random: undefined,
      onRefused: () => undefined,
      globals: {},
      log: () => undefined,
      cwd: appDir,
    });
    const loader = createLoader(code, app, context);
    Object.defineProperty(context, 'require', { value: loader.require });
    loader.loadServer();
    return performance.now() - start;
  };
}

/**
 * Interleaved, so that whatever else the machine does falls on all alike; each round begins with another one, and every other
 * goes backwards, because what one leaves behind is cleared away in the time of the next.
 */
async function compare(measures: readonly (() => number | Promise<number>)[]): Promise<number[]> {
  const times: number[][] = measures.map(() => []);
  for (let round = 0; round < ROUNDS + WARM_UP; round += 1) {
    for (const index of orderOf(round, measures.length)) {
      const ms = (await measures[index]?.()) ?? Number.NaN;
      if (round >= WARM_UP) times[index]?.push(ms);
    }
  }
  return times.map(median);
}

function orderOf(round: number, size: number): number[] {
  const order = Array.from({ length: size }, (...[, place]) => (place + round) % size);
  return round % 2 === 0 ? order : order.reverse();
}

/** What was measured of one thing: real ms of the logger, of the app, and of the app with the webhook where that was measured. */
interface Cost {
  name: string;
  ms: number[];
}

const PROCESSES = 3;
/** The argument by which this script measures once, and prints the costs as JSON. */
const IN_THIS_PROCESS = '--in-this-process';

async function main(): Promise<void> {
  if (process.argv.includes(IN_THIS_PROCESS)) {
    console.log(JSON.stringify(await costs()));
    return;
  }
  console.log(
    `Medians of ${ROUNDS} in each of ${PROCESSES} processes, one after the other; the median process, and the ratios from the lowest to the highest. Node ${process.versions.node}\n`,
  );
  const processes = Array.from({ length: PROCESSES }, costsOfProcess);
  console.log('                            logger ms   relay ms   ratio                relay + webhook ms   ratio');
  for (const [row, { name }] of (processes[0] ?? []).entries())
    console.log(
      lineOf(
        name,
        processes.map((measured) => measured[row]?.ms ?? []),
      ),
    );
  await deliveries();
}

/** A process of its own: how its memory happens to be laid out makes a difference that no number of rounds evens out. */
function costsOfProcess(): Cost[] {
  const { stdout, status } = spawnSync(process.execPath, [...process.execArgv, __filename, IN_THIS_PROCESS], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error('A process that should measure ended early; what it said stands above.');
  return JSON.parse(stdout) as Cost[];
}

function lineOf(name: string, measured: readonly number[][]): string {
  const column = (place: number): number => median(measured.map((ms) => ms[place] ?? Number.NaN));
  const ratios = (place: number): string => {
    const all = measured.map((ms) => (ms[place] ?? Number.NaN) / (ms[0] ?? Number.NaN));
    return `${median(all).toFixed(2)} (${Math.min(...all).toFixed(2)}–${Math.max(...all).toFixed(2)})`;
  };
  const webhook = measured[0]?.[2] === undefined ? '' : `   ${column(2).toFixed(3).padStart(18)}   ${ratios(2)}`;
  return `${name.padEnd(26)} ${column(0).toFixed(3).padStart(10)} ${column(1).toFixed(3).padStart(10)}   ${ratios(1).padEnd(18)}${webhook}`;
}

async function costs(): Promise<Cost[]> {
  const logger = loggerApp();
  try {
    const load = { name: 'context, compile, evaluate', ms: await compare([loaderOf(logger), loaderOf(ROOT)]) };
    return [load, await costOf(4, logger), await costOf(200, logger)];
  } finally {
    rmSync(logger, { recursive: true, force: true });
  }
}

/** Of a whole event of so many KB. */
async function costOf(kilobytes: number, logger: string): Promise<Cost> {
  const payload = payloadOf(kilobytes * 1024);
  const platforms = [platformOf(logger, {}, []), platformOf(ROOT, {}, []), platformOf(ROOT, WEBHOOK, [])];
  return {
    name: `an event of ${kilobytes} KB`,
    ms: await compare(platforms.map((platform) => () => once(platform, payload))),
  };
}

/** Requests and store operations an event, and bytes of an event by type, over all stories. */
async function deliveries(): Promise<void> {
  const requests: OutgoingRequest[] = [];
  const platform = platformOf(ROOT, WEBHOOK, requests);
  let payloads = 0;
  for (const story of loadStories([])) {
    for (const step of story.steps) {
      await platform.invoke(step.event, step.payload);
      payloads += 1;
    }
  }
  const operations = platform.invocations
    .flatMap((invocation) => invocation.operations)
    .filter(({ name }) => name !== 'request').length;
  const events = requests.flatMap(
    ({ body }) => (JSON.parse(body) as { data: { events: { type: string }[] } }).data.events,
  );
  console.log(
    `\n${payloads} payloads of the stories: ${requests.length} requests, ${events.length} events, ${operations} store and schedule operations\n`,
  );
  console.log('bytes an event                    count   median   largest');
  for (const type of [...new Set(events.map((event) => event.type))].sort()) {
    const bytes = events
      .filter((event) => event.type === type)
      .map((event) => Buffer.byteLength(JSON.stringify(event)));
    console.log(
      `${type.padEnd(33)} ${String(bytes.length).padStart(5)} ${String(median(bytes)).padStart(8)} ${String(Math.max(...bytes)).padStart(9)}`,
    );
  }
}

void main();
