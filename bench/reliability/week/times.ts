/** When the week is. */
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** A Monday. */
export const START = Date.parse('2026-11-02T00:00:00.000Z');
export const DOWN = { from: START + 2 * DAY, to: START + 3 * DAY };
