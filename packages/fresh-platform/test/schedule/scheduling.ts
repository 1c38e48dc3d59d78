/** Calls of `$schedule` as texts, and an app that makes them. */
import { NOW } from '../support/apps';

export const MINUTE = 60_000;
export const at = (ms: number) => new Date(NOW + ms).toISOString();
export const create = (ms: number, name = 's') =>
  `$schedule.create({ name: '${name}', data: { n: 1 }, schedule_at: '${at(ms)}' })`;
export const repeat = "{ time_unit: 'minutes', frequency: 5 }";
export const recurring = (name = 'r') =>
  `$schedule.create({ name: '${name}', data: {}, schedule_at: '${at(5 * MINUTE)}', repeat: ${repeat} })`;

/** An app that schedules as told, and does `fired` when a schedule fires. */
export const scheduling = (body: string, fired: string) => ({
  server: `exports = { onConversationUpdate: async function () { ${body} }, onScheduledEvent: async function (payload) { ${fired} } };\n`,
});
