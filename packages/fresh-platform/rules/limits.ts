/**
 * The platform's limits per installation, and the sliding minute in which it counts. Documented by the vendor, save where a
 * comment says otherwise.
 */

import type { Limits } from '../types';

const KB = 1024;
const MB = 1024 * KB;
const MINUTE_MS = 60_000;

export const DEFAULT_LIMITS: Limits = {
  requestsPerMinute: 50,
  requestBodyBytes: 100 * KB,
  responseBytes: 6 * MB,
  requestTimeoutMs: 15_000,
  dbOperationsPerMinute: 50,
  dbKeyCharacters: 60,
  dbEntryBytes: 40 * KB,
  oneTimeSchedules: 1_000,
  recurringSchedules: 1,
  scheduleDataBytes: 4 * KB,
  scheduleNameCharacters: 30,
  scheduleOperationsPerMinute: Infinity,
  payloadBytes: 256 * KB,
  runTimeMs: 20_000,
  setUpMs: 10_000,
  functionCallsPerMinute: 50,
  functionPayloadBytes: 100 * KB,
  externalEventsPerMinute: 250,
  externalEventBytes: 100 * KB,
  jobMs: 120_000,
};

/** Whoever is granted more time for requests is granted this much for a run. */
const RAISED_RUN_TIME_MS = 40_000;

/** The platform's limits, with those that were raised for an app. */
export function limitsWith(raised: Partial<Limits> = {}): Limits {
  const isSlow = (raised.requestTimeoutMs ?? 0) > DEFAULT_LIMITS.requestTimeoutMs;
  return { ...DEFAULT_LIMITS, ...(isSlow && { runTimeMs: RAISED_RUN_TIME_MS }), ...raised };
}

/** What `renderData({ message })` of a set-up event may say, in characters. */
export const SET_UP_MESSAGE_CHARACTERS = 60;

/** Counts what happened in the 60 s before a moment. */
export interface SlidingMinute {
  add(now: number): void;
  count(now: number): number;
  /** When they happened, epoch ms, oldest first. */
  times(now: number): number[];
}

/** `counted` are moments to start with, oldest first. */
export function createSlidingMinute(counted: readonly number[] = []): SlidingMinute {
  const times: number[] = [...counted];
  const forget = (now: number): void => {
    const kept = times.findIndex((time) => time > now - MINUTE_MS);
    times.splice(0, kept < 0 ? times.length : kept);
  };
  return {
    add: (now) => {
      times.push(now);
    },
    count: (now) => {
      forget(now);
      return times.length;
    },
    times: (now) => {
      forget(now);
      return [...times];
    },
  };
}
