/** One load through one design, as a row of the table and a line of a chart. */
import { designOf, type DesignName } from './designs';
import { run, type Load, type Result, type Wanted } from './load';
import { LOADS, SWEEP } from './loads';

/** What a worker is asked to measure. */
export interface Job {
  load: string;
  design: DesignName;
}

/** A moment of a run; `waiting` counts (event, destination) pairs that were offered and not delivered yet. */
export interface Point {
  minute: number;
  waiting: number;
}

export interface Row extends Job {
  events: number;
  delivered: number;
  /** (event, destination) pairs nobody received, those logged as undelivered included. */
  lost: number;
  repeats: number;
  /** Logged as undelivered, and delivered. */
  falselyGivenUp: number;
  /** Per event. */
  requests: number;
  store: number;
  schedule: number;
  refused: number;
  mostSchedules: number;
  /** Minutes after recovery. */
  lastAfter: number;
  /** Seconds from an event to its delivery, to destinations that were not down when it happened, in a load where others were. */
  slowest?: number;
  /** Deliveries still to come, at the worst minute. */
  mostWaiting: number;
  keysLeft: number;
  points: Point[];
  /** A sentence for everything wanted that was not reached; the outbox alone is held to it. */
  missed: string[];
}

const MOST_POINTS = 400;

export async function measure({ load: name, design }: Job): Promise<Row> {
  const load = [...LOADS, ...SWEEP].find((known) => known.name === name);
  if (load === undefined) throw new Error(`There is no load "${name}".`);
  const result = await run(designOf(design), load);
  const row = rowOf(result, load, design);
  return { ...row, missed: design === 'outbox' ? missedBy(row, load, result) : [] };
}

function rowOf({ tally, ...result }: Result, load: Load, design: DesignName): Omit<Row, 'missed'> {
  const hosts = load.destinations?.length ?? 1;
  const step = Math.ceil(result.samples.length / MOST_POINTS);
  return {
    load: load.name,
    design,
    events: result.events,
    delivered: tally.delivered(),
    lost: tally.lost(),
    repeats: tally.repeats,
    falselyGivenUp: tally.falselyGivenUp(),
    requests: tally.requests / result.events,
    store: tally.store / result.events,
    schedule: tally.schedule / result.events,
    refused: tally.refused,
    mostSchedules: result.mostSchedules,
    lastAfter: result.lastAfter,
    ...(load.isDown === undefined ? {} : { slowest: tally.slowest / 1000 }),
    keysLeft: result.keysLeft.length,
    mostWaiting: Math.max(...result.samples.map(({ offered, delivered }) => offered * hosts - delivered)),
    points: result.samples
      .filter((...[, index]) => index % step === 0 || index === result.samples.length - 1)
      .map(({ minute, offered, delivered }) => ({ minute, waiting: offered * hosts - delivered })),
  };
}

function missedBy(
  row: Omit<Row, 'missed'>,
  { wanted, destinations = [''] }: Load,
  { failed, schedulesLeft }: Result,
): string[] {
  if (wanted === undefined) return [];
  const limits: [what: string, is: number, most: number | undefined][] = [
    ['lost', row.lost, wanted.lost ?? 0],
    ['logged as undelivered although delivered', row.falselyGivenUp, 0],
    ['keys left', row.keysLeft, 0],
    ['schedules left', schedulesLeft, 0],
    ['failed invocations', failed.length, 0],
    ['minutes to the last delivery', row.lastAfter, wanted.lastAfter],
    ['requests an event and destination', row.requests / destinations.length, wanted.requests],
    ['store operations an event', row.store, wanted.store],
    ['schedule operations an event', row.schedule, wanted.schedule],
    ['seconds to a destination that was not down', row.slowest ?? 0, wanted.slowest],
    ['deliveries waiting at once', row.mostWaiting, wanted.waiting],
    ['repeats a delivery', row.repeats / row.delivered, wanted.repeats],
  ];
  return limits.flatMap(([what, is, most]) =>
    most === undefined || is <= most ? [] : [`${row.load}: ${is} ${what}, and at most ${most} wanted.`],
  );
}

/** The wanted figures in words. */
export function wish({ requests, store, schedule, slowest, lastAfter, repeats, waiting, lost = 0 }: Wanted): string {
  const limits: [most: number | undefined, words: (most: number) => string][] = [
    [lastAfter, (most) => `last delivery within ${most} min`],
    [requests, (most) => `at most ${most} requests an event`],
    [store, (most) => `at most ${most} store operations an event`],
    [schedule, (most) => `at most ${most} schedule operations an event`],
    [slowest, (most) => `at most ${most} s to a destination that is not down`],
    [waiting, (most) => `at most ${most.toLocaleString('en')} waiting at once`],
    [repeats, (most) => `at most ${most * 100} % repeats`],
  ];
  return [
    lost === 0 ? 'nothing lost' : `at most ${lost} lost`,
    'nothing left in the store',
    ...limits.flatMap(([most, words]) => (most === undefined ? [] : [words(most)])),
  ].join(', ');
}
