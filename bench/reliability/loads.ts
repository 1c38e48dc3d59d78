/** The loads of the table. Times in ms since the beginning. */
import type { ReceiverAnswer } from '../../simulator/types';
import { SLACK, TEAMS, WEBHOOK, type Asked, type Load } from './load';
import type { Random } from './random';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const OK: ReceiverAnswer = { status: 200 };
const DOWN: ReceiverAnswer = { status: 503 };

/** Evenly, each within its own part of the minute. */
function steady(perMinute: number, minutes: number): (random: Random) => number[] {
  const gap = MINUTE / perMinute;
  return (random) => Array.from({ length: perMinute * minutes }, (...[, index]) => Math.floor((index + random()) * gap));
}

const well = (): ReceiverAnswer => OK;
/** Well for half an hour, down, and well again. */
const BEFORE = 30 * MINUTE;

function outage(name: string, hours: number, perMinute: number): Load {
  const recoversAt = BEFORE + hours * HOUR;
  return { name, recoversAt, arrivals: steady(perMinute, recoversAt / MINUTE), answer: downUntil(recoversAt) };
}

function downUntil(recoversAt: number): (asked: Asked) => ReceiverAnswer {
  return ({ at }) => (at >= BEFORE && at < recoversAt ? DOWN : OK);
}

const failing = (share: number) => ({ random }: Asked): ReceiverAnswer => (random() < share ? DOWN : OK);

export const LOADS: readonly Load[] = [
  { name: 'healthy, 45/min for 2 h', arrivals: steady(45, 120), answer: well },
  outage('down 1 h at 10/min', 1, 10),
  outage('down 8 h at 3/min', 8, 3),
  outage('down 24 h at 2/min', 24, 2),
  outage('down 1 h at 40/min', 1, 40),
  { name: '1,000 in a minute, twenty at a time', arrivals: () => Array.from({ length: 1_000 }, (...[, index]) => Math.floor(index / 20) * 1_200), answer: well },
  { name: '80/min for 6 h, healthy', arrivals: steady(80, 360), answer: well },
  { name: 'one answer in three fails, 10/min for 3 h', arrivals: steady(10, 180), answer: failing(1 / 3) },
  { name: 'one answer in two fails, 10/min for 3 h', arrivals: steady(10, 180), answer: failing(1 / 2) },
  { name: 'answers of 14 s, 10/min for 2 h, an hour down', arrivals: steady(10, 150), recoversAt: 90 * MINUTE, answer: (asked) => ({ ...downUntil(90 * MINUTE)(asked), latency: 14_000 }) },
  { ...outage('5 % kills, down 2 h at 10/min', 2, 10), kills: 0.05 },
  {
    name: 'three destinations, one down 24 h at 2/min', destinations: [WEBHOOK, SLACK, TEAMS], recoversAt: BEFORE + 24 * HOUR, arrivals: steady(2, 30 + 24 * 60),
    answer: (asked) => (asked.host === TEAMS ? downUntil(BEFORE + 24 * HOUR)(asked) : OK),
  },
];
