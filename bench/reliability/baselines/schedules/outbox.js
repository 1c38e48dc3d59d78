'use strict';
/** One one-time schedule per failed event, tried again after some five minutes, ten, twenty …, three hours at most. */
const { pack } = require('./kept');
const FIRST_WAIT = 5;
const LONGEST_WAIT = 180;
const keepAgain = async function (kept, minutes, runtime) {
  const waited = Math.min(minutes, LONGEST_WAIT);
  const name = 'e' + runtime.now().toString(36) + Math.floor(runtime.random() * 1e9).toString(36);
  const at = new Date(runtime.now() + (waited * (1 + runtime.random() / 2) + 0.25) * 60000).toISOString();
  try {
    await $schedule.create({ name, data: { item: pack(kept), waited }, schedule_at: at });
    return [];
  } catch (rejection) {
    return rejection ? kept.events : [];
  }
};
exports.NOTHING_TOOK_IT = 'no schedule took it';
exports.keepAgain = keepAgain;
exports.keep = function (to, events, runtime, notBefore) {
  return keepAgain({ to, events, at: runtime.now(), notBefore }, FIRST_WAIT, runtime);
};
exports.giveUp = function ({ id: destination }, events) {
  for (const event of events) console.error(JSON.stringify({ undelivered: event, destination }));
};
