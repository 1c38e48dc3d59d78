"use strict";
/** One one-time schedule per failed event, tried again five minutes later. */
const { pack } = require('./kept');
exports.NOTHING_TOOK_IT = 'no schedule took it';
exports.keep = async function (to, events, runtime, notBefore) {
  const name = 'e' + runtime.now().toString(36) + Math.floor(runtime.random() * 1e9).toString(36);
  const at = new Date(runtime.now() + 315000).toISOString();
  try {
    await $schedule.create({ name, data: { item: pack({ to, events, at: runtime.now(), notBefore }) }, schedule_at: at });
    return [];
  } catch (rejection) {
    return rejection ? events : [];
  }
};
exports.giveUp = function (destination, events) {
  for (const event of events) console.error(JSON.stringify({ undelivered: event, destination }));
};
