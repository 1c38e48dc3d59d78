/** The loads of the table. Times in ms since the beginning. */
import type { PlatformOptions, ReceiverAnswer } from '../../packages/fresh-platform/types';
import { SLACK, TEAMS, WEBHOOK, type Asked, type Load, type Wanted } from './load';
import type { Random } from './random';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const OK: ReceiverAnswer = { status: 200 };
const DOWN: ReceiverAnswer = { status: 503 };

/** Evenly, each within its own part of the minute. */
function steady(perMinute: number, minutes: number): (random: Random) => number[] {
  const gap = MINUTE / perMinute;
  return (random) =>
    Array.from({ length: perMinute * minutes }, (...[, index]) => Math.floor((index + random()) * gap));
}

const well = (): ReceiverAnswer => OK;
/** Well for half an hour, down, and well again. */
const BEFORE = 30 * MINUTE;

function outage(name: string, hours: number, perMinute: number, lastAfter: number): Load {
  const recoversAt = BEFORE + hours * HOUR;
  return {
    name,
    recoversAt,
    arrivals: steady(perMinute, recoversAt / MINUTE),
    answer: downUntil(recoversAt),
    wanted: { requests: 1.3, lastAfter },
  };
}

function downUntil(recoversAt: number): (asked: Asked) => ReceiverAnswer {
  return ({ at }) => (at >= BEFORE && at < recoversAt ? DOWN : OK);
}

const failing =
  (share: number) =>
  ({ random }: Asked): ReceiverAnswer =>
    random() < share ? DOWN : OK;

const OUTAGES: readonly Load[] = [
  {
    name: 'healthy, 45/min for 2 h',
    arrivals: steady(45, 120),
    answer: well,
    wanted: { requests: 1, store: 0, schedule: 0, repeats: 0 },
  },
  outage('down 1 h at 10/min', 1, 10, 30),
  outage('down 8 h at 3/min', 8, 3, 45),
  outage('down 24 h at 2/min', 24, 2, 60),
  outage('down 1 h at 40/min', 1, 40, 60),
  {
    name: '1,000 in a minute, twenty at a time',
    answer: well,
    wanted: { lastAfter: 45 },
    arrivals: () => Array.from({ length: 1_000 }, (...[, index]) => Math.floor(index / 20) * 1_200),
  },
  {
    name: '80/min for 6 h, healthy',
    arrivals: steady(80, 360),
    answer: well,
    wanted: { repeats: 0.01, waiting: 1_500 },
  },
  {
    name: 'one answer in three fails, 10/min for 3 h',
    arrivals: steady(10, 180),
    answer: failing(1 / 3),
    wanted: { repeats: 0.01 },
  },
  {
    name: 'one answer in two fails, 10/min for 3 h',
    arrivals: steady(10, 180),
    answer: failing(1 / 2),
    wanted: { repeats: 0.01, lastAfter: 120 },
  },
  {
    name: 'answers of 14 s, 10/min for 2 h 30 min, an hour of it down',
    arrivals: steady(10, 150),
    recoversAt: 90 * MINUTE,
    wanted: { repeats: 0.01 },
    answer: (asked) => ({ ...downUntil(90 * MINUTE)(asked), latency: 14_000 }),
  },
  { ...outage('5 % kills, down 2 h at 10/min', 2, 10, 60), kills: 0.05, wanted: {} },
  {
    name: 'three destinations, one down 24 h at 2/min',
    destinations: [WEBHOOK, SLACK, TEAMS],
    recoversAt: BEFORE + 24 * HOUR,
    arrivals: steady(2, 30 + 24 * 60),
    answer: (asked) => (asked.host === TEAMS ? downUntil(BEFORE + 24 * HOUR)(asked) : OK),
    wanted: {},
  },
];

/** More than the request quota for so long; `counted`: operations that the spent store quota refused count against it, too. */
function overload(perMinute: number, minutes: number, counted: boolean, wanted: Wanted): Load {
  const reading = counted ? 'refused operations count' : 'refused operations do not count';
  return {
    name: `${perMinute}/min for ${minutes} min, healthy, ${reading}`,
    arrivals: steady(perMinute, minutes),
    answer: well,
    platform: () => ({ ways: { refusedOperationsCount: counted } }),
    wanted,
  };
}

const OVERLOADS: readonly Load[] = [100, 150, 200].flatMap((perMinute) =>
  [true, false].map((counted) =>
    overload(perMinute, 60, counted, { repeats: 0.01, lastAfter: 60, waiting: perMinute * 10 }),
  ),
);

/** Everything at once that a platform may do to an app. */
function worst(random: Random): Partial<PlatformOptions> {
  return {
    variant: 'fdk6',
    hardships: {
      refuse: ({ name }) => (name !== 'request' && random() < 0.2 ? 503 : undefined),
      clockAhead: () => Math.floor((random() * 2 - 1) * 120_000),
      firings: () => oddFirings(random()),
      readsLate: () => Math.floor(random() * 2_000),
    },
  };
}

/** Late, missed, twice, or as it should be. */
export function oddFirings(chance: number): readonly number[] {
  if (chance < 0.05) return [];
  if (chance < 0.1) return [0, 400];
  return chance < 0.3 ? [Math.floor(chance * 200_000)] : [0];
}

const TWENTY = Array.from({ length: 20 }, (...[, index]) => `w${index + 1}.example.com`);

/** Five of twenty are down in turns, each for about five hours, and nobody is after that day. */
function isDownInTurn({ at, host }: Pick<Asked, 'at' | 'host'>): boolean {
  return at < 24 * HOUR && host === TWENTY[Math.floor(at / (4.8 * HOUR))];
}

/** Of 15,000, above the ceiling that docs/outbox.md derives: fifteen in a thousand. What is lost is logged. */
const LOST_ABOVE = 225;

const HARSH: readonly Load[] = [
  overload(300, 4, true, { repeats: 0.01, lastAfter: 60 }),
  overload(300, 4, false, { repeats: 0.01, lastAfter: 60 }),
  overload(250, 60, true, { repeats: 0.01, lastAfter: 60, lost: LOST_ABOVE }),
  overload(250, 60, false, { repeats: 0.01, lastAfter: 60, lost: LOST_ABOVE }),
  {
    ...outage('down 1 h at 10/min, 50 schedule operations a minute', 1, 10, 60),
    platform: () => ({ limits: { scheduleOperationsPerMinute: 50 } }),
  },
  {
    ...outage('down 2 h at 6/min, the ways of FDK 6.9, 2 % kills', 2, 6, 240),
    kills: 0.02,
    platform: () => ({ variant: 'fdk6' }),
    wanted: { lastAfter: 240 },
  },
  {
    ...outage('down 1 h at 6/min, clocks 120 s off, a fifth of operations refused, late reads and firings', 1, 6, 240),
    platform: worst,
    wanted: { lastAfter: 240 },
  },
  {
    name: 'twenty destinations, five of them down in turns for a day at 1/min',
    destinations: TWENTY,
    arrivals: steady(1, 24 * 60),
    answer: (asked) => (isDownInTurn(asked) ? DOWN : OK),
    isDown: isDownInTurn,
    wanted: { lastAfter: 60, slowest: 10 },
  },
];

export const LOADS: readonly Load[] = [...OUTAGES, ...OVERLOADS, ...HARSH];

/** How long each rate of the sweep is offered. */
export const SWEEP_MINUTES = 20;

/** From what direct delivery holds to three times that. */
export const SWEEP: readonly (Load & { perMinute: number })[] = [25, 50, 75, 100, 150].map((perMinute) => ({
  perMinute,
  name: `${perMinute}/min for ${SWEEP_MINUTES} min, healthy`,
  arrivals: steady(perMinute, SWEEP_MINUTES),
  answer: well,
}));

/** Where a chart is shaded: the minutes between which some receiver is down. */
export function outageOf({ recoversAt }: Load): [from: number, to: number] | null {
  return recoversAt === undefined ? null : [BEFORE / MINUTE, recoversAt / MINUTE];
}
