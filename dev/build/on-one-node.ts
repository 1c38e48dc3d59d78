/**
 * Everything `npm run simulate` checks, and one outage, on whichever Node runs this: bundled for Node 18 by dev/build/nodes.ts,
 * because the tooling itself needs a newer one. Prints one line of JSON, an `OnOneNode`.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { createClock, createPlatform, type Platform } from '../../packages/fresh-platform/index';
import { recordedStandIns, type Delivery } from '../stories/deliveries';
import { messageOf } from '../../packages/fresh-platform/lib/thrown';
import { simulate, type PlayedStory } from '../stories/play';
import { loadStories, type Story } from '../stories/read';
import { summarize, type Summary } from '../stories/summary';
import { toStandIns, type Wiring } from '../stories/wiring';
import type { Runtime } from '../../src/platform/runtime';

export interface OnOneNode {
  /** Without the `v`. */
  node: string;
  summary: Summary;
  /** Events that were kept while every receiver was down, and told when they were back. */
  survived: number;
  /** A sentence each; none where everything is as it should be. */
  problems: string[];
}

const APP = join(__dirname, '..', '..');
const MINUTE = 60_000;
const OUTAGE_MINUTES = 30;
/** The longest wait between two tries is 20 minutes; then the driver takes itself off. */
const AFTER_MINUTES = 120;
/** Whose events meet the outage. */
const MET = 'handed-through-three-groups';

async function main(): Promise<OnOneNode> {
  const played: PlayedStory[] = [];
  for (const story of loadStories()) played.push(await simulate(story));
  const summary = summarize(played);
  const [met] = loadStories([MET]);
  const outage =
    met === undefined ? { survived: 0, problems: [`There is no story ${MET}.`] } : await surviveOutage(met);
  return {
    node: process.versions.node,
    summary,
    survived: outage.survived,
    problems: [...played.flatMap(problemsOf), ...outage.problems, ...(await timerProblems())],
  };
}

const PATIENCE_MS = 5_000;

/** In the platform package the language's timer follows virtual time; an install needs the engine's own as well. */
async function timerProblems(): Promise<string[]> {
  const runtime = realRuntime();
  return await new Promise((resolve) => {
    // It also keeps the process alive, which the language's timer does not.
    const patience = setTimeout(resolve, PATIENCE_MS, ['The timer of server/server.js never fires.']);
    void runtime.after(1).then(() => {
      clearTimeout(patience);
      resolve([]);
    });
  });
}

/** The app's own clock and chance, by the engine that runs this. */
function realRuntime(): Runtime {
  const file = join(APP, 'server', 'server.js');
  const load = compileFunction(`${readFileSync(file, 'utf8')}\nreturn realRuntime;`, ['exports', 'require']) as (
    exports: object,
    require: NodeJS.Require,
  ) => Runtime;
  return load({}, createRequire(file));
}

function problemsOf({ story, steps, kept }: PlayedStory): string[] {
  const said = steps.flatMap(({ problems }, index) =>
    problems.map((problem) => `${story.name}, step ${index + 1}: ${problem}`),
  );
  return kept === 0 ? said : [...said, `${story.name}: the app still keeps ${kept} entries in its store.`];
}

/** A story told while every destination answers 503: it must be kept, and told to all of them once they are back. */
async function surviveOutage({ steps, account }: Story): Promise<{ survived: number; problems: string[] }> {
  const clock = createClock(steps[0]?.at);
  const back = clock.now() + OUTAGE_MINUTES * MINUTE;
  const wiring = toStandIns();
  const { receiver, deliveries } = recordedStandIns(wiring.secrets, () => clock.now());
  const platform = createPlatform({
    appDir: APP,
    iparams: wiring.iparams,
    freshchatUrl: account.url,
    region: account.region,
    clock,
    receiver: (request) => (clock.now() < back ? { status: 503 } : receiver(request)),
  });
  for (const { event, payload } of steps) {
    await platform.invoke(event, payload);
    await clock.advance(MINUTE);
  }
  const isKept = platform.entries().length + platform.schedules().length > 0;
  await clock.advance((OUTAGE_MINUTES + AFTER_MINUTES) * MINUTE);
  const expected = steps.flatMap(({ expect = [] }) => expect);
  return {
    survived: expected.length,
    problems: [
      ...(isKept ? [] : ['The outage: nothing was kept.']),
      ...lostOf(expected, deliveries, wiring),
      ...leftOf(platform),
    ],
  };
}

function lostOf(expected: readonly string[], deliveries: readonly Delivery[], { destinations }: Wiring): string[] {
  const told = deliveries.flatMap(({ types }) => types);
  const same = [...told].sort().join() === [...expected].sort().join();
  const silent = destinations.filter(
    (name) => !deliveries.some(({ destination, problem }) => destination === name && problem === null),
  );
  return [
    ...deliveries.flatMap(({ destination, problem }) =>
      problem === null ? [] : [`The outage: ${destination}: ${problem}`],
    ),
    ...silent.map((name) => `The outage: ${name} was told nothing afterwards.`),
    ...(same
      ? []
      : [
          `The outage: the webhook should be told ${expected.join(', ')}; it was told ${told.join(', ') || 'nothing'}.`,
        ]),
  ];
}

/** At rest an app keeps nothing and has nothing scheduled; until then every invocation ends well and logs no error. */
function leftOf(platform: Platform): string[] {
  const failed = platform.invocations.filter(({ outcome }) => outcome !== 'completed');
  const errors = platform.invocations.flatMap(({ logs }) => logs).filter(({ level }) => level === 'error');
  const left = platform.entries().length + platform.schedules().length;
  return [
    ...failed.map(({ event, outcome, error }) => `The outage: ${event} ${outcome}: ${error ?? 'it does not say why'}`),
    ...errors.map(({ text }) => `The outage: the app logged an error: ${text}`),
    ...(left === 0 ? [] : [`The outage: ${left} keys and schedules are left when it is over.`]),
  ];
}

main().then(
  (result) => {
    process.stdout.write(`${JSON.stringify(result)}\n`);
    process.exitCode = result.problems.length === 0 ? 0 : 1;
  },
  (error: unknown) => {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exitCode = 1;
  },
);
