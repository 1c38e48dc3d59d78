'use strict';
/** Direct delivery only: what a receiver does not take is logged and lost. */
exports.NOTHING_TOOK_IT = 'nothing is kept';
exports.keep = function (_to, events) {
  return Promise.resolve(events);
};
exports.giveUp = function ({ id: destination }, events) {
  for (const event of events) console.error(JSON.stringify({ undelivered: event, destination }));
};
