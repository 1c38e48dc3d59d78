/** The days that summaries are about: each ends at the time of the summary, by the clock of the settings' time zone. */
import { DAY_MS } from '../lib/time';
import { isHeard, type Settings } from '../settings/read';
import { dateAt, nextTimeOfDay } from './hours';

/** Whether there is a summary at all. */
export function isSummed(settings: Settings): boolean {
  return settings.summaryAt !== null && isHeard('Daily summary', settings);
}

/** When the day ends in which a moment lies, epoch ms. */
export function endAfter(settings: Settings, moment: number): number {
  return nextTimeOfDay(settings.timeZone, settings.summaryAt ?? 0, moment);
}

/** Whether a day ends at a moment by the settings of now. */
export function isEnd(settings: Settings, moment: number): boolean {
  return endAfter(settings, moment - 1) === moment;
}

/** The local date that most of the day fell on, as `2026-03-29`. */
export function dateOf(settings: Settings, end: number): string {
  return dateAt(settings.timeZone, end - DAY_MS / 2);
}
