/**
 * `npm run soak -- --seed N --minutes M`: one random history after the other, each on a platform at its worst, for so many real
 * minutes (5 by default), from a seed on. First events, outages, overloads, refusals, deaths, clocks that are off, firings that are late,
 * missed or doubled; then the receiver is well, and nothing may be lost, given up or left behind. Prints a line a history; the first that
 * fails ends it with exit code 1 and its seed.
 */
import { parseArgs } from 'node:util';
import type { Hardships, PlatformOptions, ReceiverAnswer } from '../packages/fresh-platform/types';
import { ROOT, run, type Asked, type Load, type Result } from './reliability/load';
import { oddFirings } from './reliability/loads';
import { createRandom, type Random } from './reliability/random';

const MINUTE = 60_000;

/** A load by a seed alone. */
function loadOf(seed: number): Load {
  const random = createRandom(seed);
  const between = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1));
  const perMinute = [2, 5, 10, 30, 80][between(0, 4)] ?? 2;
  const minutes = Math.max(5, Math.floor(between(100, 400) / perMinute));
  const downFrom = between(0, minutes) * MINUTE;
  const recoversAt = Math.max(downFrom + between(0, 90) * MINUTE, minutes * MINUTE);
  const flaky = random() < 0.3 ? random() * 0.5 : 0;
  const answer = ({ at, random: chance }: Asked): ReceiverAnswer =>
    at < recoversAt && (at >= downFrom || chance() < flaky) ? { status: 503 } : { status: 200 };
  return {
    name: `${perMinute}/min for ${minutes} min, down from minute ${downFrom / MINUTE} to ${recoversAt / MINUTE}`,
    arrivals: (chance) =>
      Array.from({ length: perMinute * minutes }, (...[, index]) =>
        Math.floor(((index + chance()) * MINUTE) / perMinute),
      ),
    answer,
    recoversAt,
    kills: random() < 0.5 ? random() * 0.03 : 0,
    platform: (chance) => platformOf(seed, chance),
  };
}

function platformOf(seed: number, random: Random): Partial<PlatformOptions> {
  const refused = (seed % 5) * 0.05;
  const skew = (seed % 3) * 60_000;
  const hardships: Hardships = {
    refuse: ({ name }) => (name !== 'request' && random() < refused ? 503 : undefined),
    clockAhead: () => Math.floor((random() * 2 - 1) * skew),
    readsLate: () => (seed % 2 === 0 ? Math.floor(random() * 2_000) : 0),
    firings: () => (seed % 3 === 1 ? oddFirings(random()) : [0]),
  };
  return { variant: seed % 5 < 2 ? 'fdk6' : 'current', ways: { refusedOperationsCount: seed % 7 < 4 }, hardships };
}

/** What is wrong with a history, as sentences. */
function faultsOf({ tally, keysLeft, schedulesLeft, failed }: Result): string[] {
  return [
    tally.lost() > 0 && `${tally.lost()} events were lost.`,
    tally.falselyGivenUp() > 0 && `${tally.falselyGivenUp()} events were logged as undelivered although delivered.`,
    keysLeft.length > 0 && `Keys are left: ${keysLeft.slice(0, 5).join(', ')}.`,
    schedulesLeft > 0 && `${schedulesLeft} schedules are left.`,
    failed.length > 0 && `Invocations failed: ${failed.slice(0, 3).join(' ')}`,
  ].filter((fault) => fault !== false);
}

async function soak(first: number, minutes: number): Promise<void> {
  const end = performance.now() + minutes * MINUTE;
  for (let seed = first; performance.now() < end; seed += 1) {
    const load = loadOf(seed);
    const result = await run({ name: 'the outbox', appDir: ROOT }, load, seed);
    const faults = faultsOf(result);
    console.log(
      `seed ${seed}: ${load.name}: ${result.events} events, ${result.tally.repeats} repeats, ${result.died} deaths`,
    );
    if (faults.length === 0) continue;
    console.error(`${faults.join(' ')}\nnpm run soak -- --seed ${seed} --minutes 0.01 repeats it.`);
    process.exitCode = 1;
    return;
  }
}

const { values } = parseArgs({ options: { seed: { type: 'string' }, minutes: { type: 'string' } } });
void soak(Number(values.seed ?? 1), Number(values.minutes ?? 5));
