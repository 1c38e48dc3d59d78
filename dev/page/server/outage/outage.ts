/** A shift that meets an outage, once with the app and once with a design that keeps nothing. */
import { mkdtempSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { layOutOne } from '../../../../bench/reliability/designs';
import { loadStories, type Step } from '../../../stories/read';
import { timelineOf, whatHappensIn } from '../../../stories/timeline';
import { startSession } from '../../../../packages/fresh-platform/page/server/start-session';
import type { Destination } from '../api/destinations';
import type { OutageMoment, OutageRun, OutageTold } from '../api/outage';
import { conversationIn, type HistoryStep } from '../account/history';
import { titleOf } from '../account/pictures';
import type { World } from '../account/holdings';
import { createRelay } from '../relay';
import { retold } from '../story/retell';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A Monday morning. */
const START = Date.parse('2026-11-02T08:00:00.000Z');
/** The receiver breaks an hour after the shift has begun. */
const BREAKS_AFTER_MS = HOUR_MS;
/** After the outage the app has this long to bring what it kept. */
const AFTER_MS = 90 * MINUTE_MS;
/** A story begins every so often; those that take longer than the shift are left out. */
const BEGINS_EVERY_MS = 17 * MINUTE_MS;

export interface OutageAsked {
  destination: Destination;
  hours: number;
}

interface ShiftStep extends Step {
  what: string;
  who: string;
}

/** Plays the same shift with both designs. `appDir` is the app, and the folder of the project. */
export async function playOutage(appDir: string, asked: OutageAsked): Promise<OutageRun> {
  const end = START + BREAKS_AFTER_MS + asked.hours * HOUR_MS + AFTER_MS;
  const shift = shiftUntil(end - AFTER_MS);
  const naiveDir = naiveFolder(appDir);
  try {
    await layOutOne('direct', naiveDir);
    const ours = await play(appDir, shift, asked, end);
    const naive = await play(naiveDir, shift, asked, end);
    return {
      destination: asked.destination,
      hours: asked.hours,
      from: START,
      to: end,
      breaks: START + BREAKS_AFTER_MS,
      mends: START + BREAKS_AFTER_MS + asked.hours * HOUR_MS,
      moments: shift.map((step, index) => momentOf(step, ours.steps[index], naive.steps[index], asked.destination)),
    };
  } finally {
    rmSync(naiveDir, { recursive: true, force: true });
  }
}

/** Below the project, from where the packages of its server code are found. */
function naiveFolder(appDir: string): string {
  const folder = join(appDir, 'build');
  mkdirSync(folder, { recursive: true });
  return mkdtempSync(join(folder, 'naive-'));
}

/** All stories that fit, again and again, each conversation another one, in the order of their steps. */
function shiftUntil(end: number): ShiftStep[] {
  const stories = loadStories().filter(({ steps }) => (steps.at(-1)?.at ?? 0) - (steps[0]?.at ?? 0) < 2 * HOUR_MS);
  const steps: ShiftStep[] = [];
  const known = new Set<string>();
  for (let begin = START, index = 0; begin < end; begin += BEGINS_EVERY_MS, index += 1) {
    const story = stories[index % stories.length];
    if (story === undefined) break;
    const told = retold(story, begin, (id) => known.has(id));
    const conversation = conversationIn(told[0]?.payload ?? {});
    known.add(conversation);
    const timeline = timelineOf({ ...story, steps: told });
    for (const step of told.filter(({ at }) => at < end))
      steps.push({ ...step, what: whatHappensIn(step, timeline), who: titleOf(conversation, told) });
  }
  return steps.sort((a, b) => a.at - b.at);
}

async function play(appDir: string, shift: readonly Step[], asked: OutageAsked, end: number): Promise<World> {
  const { plugin, world } = createRelay();
  const session = await startSession({
    appDir,
    variant: 'current',
    now: START,
    targetUrl: '',
    plugins: [plugin],
    onChange: () => undefined,
  });
  const { platform } = session.account;
  const { clock } = platform;
  const breaks = START + BREAKS_AFTER_MS;
  const turns = [
    { at: breaks, answering: 'failing' as const },
    { at: breaks + asked.hours * HOUR_MS, answering: 'rules' as const },
  ];
  const turnUntil = async (at: number): Promise<void> => {
    while ((turns[0]?.at ?? Infinity) <= at) {
      const turn = turns.shift();
      if (turn === undefined) return;
      await clock.advanceTo(Math.max(turn.at, clock.now()));
      session.switchTo(asked.destination, turn.answering);
    }
  };
  for (const { at, event, payload } of shift) {
    await turnUntil(at);
    await clock.advanceTo(Math.max(at, clock.now()));
    await platform.invoke(event, payload);
  }
  await turnUntil(end);
  await clock.advanceTo(end);
  return world;
}

function momentOf(
  step: ShiftStep,
  ours: HistoryStep | undefined,
  naive: HistoryStep | undefined,
  destination: Destination,
): OutageMoment {
  return {
    at: step.at,
    what: step.what,
    who: step.who,
    ours: toldIn(ours, destination),
    naive: toldIn(naive, destination),
  };
}

function toldIn(step: HistoryStep | undefined, destination: Destination): OutageTold {
  const told = step?.told.find((one) => one.destination === destination && one.state !== 'not told');
  if (step === undefined || told === undefined) return { state: 'nothing to tell', at: null };
  const at = told.state === 'delivered' ? step.at : told.deliveredAt;
  return at === undefined ? { state: told.state === 'kept' ? 'kept' : 'lost', at: null } : { state: 'told', at };
}
