/** The days that summaries are about: each ends at the time of the summary, by the clock of the settings' time zone. */
import type { Settings } from '../settings/read';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../lib/time';
import { isHeard } from '../settings/read';
import { dateAt, nextTimeOfDay } from './hours';

/** Whether there is a summary at all. */
export function isSummed(settings: Settings): boolean {
  return settings.summaryAt !== null && isHeard('Daily summary', settings);
}

/** When the day ends in which a moment lies, epoch ms. */
export function endAfter(settings: Settings, moment: number): number {
  return nextTimeOfDay(settings.timeZone, settings.summaryAt ?? 0, moment);
}

/** When the day before ended. Days are 23 to 25 hours long. */
export function endBefore(settings: Settings, end: number): number {
  return endAfter(settings, end - DAY_MS - 12 * HOUR_MS);
}

/** Whether a day ends at a moment by the settings of now. */
export function isEnd(settings: Settings, moment: number): boolean {
  return endAfter(settings, moment - 1) === moment;
}

/** The local date that most of the day fell on, as `2026-03-29`. */
export function dateOf(settings: Settings, end: number): string {
  return dateAt(settings.timeZone, end - DAY_MS / 2);
}

/** Where what happens in the day is counted: no two days end in the same minute, whatever the settings were. */
export function dayKey(end: number): string {
  return `summary:${Math.round(end / MINUTE_MS)}`;
}
