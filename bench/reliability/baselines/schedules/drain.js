'use strict';
const { unpack } = require('./kept');
const { keepAgain, giveUp } = require('./outbox');
const { destinationsOf } = require('./destinations');
const { readSettings } = require('./settings');
exports.drain = async function (payload, runtime) {
  const { item, waited } = payload.data;
  const kept = unpack(item);
  const destination = destinationsOf(readSettings(payload.iparams)).find(({ id }) => id === kept.to);
  const outcome = await destination.deliver([kept.events], runtime);
  if (!outcome.ok) giveUp({ id: kept.to }, await keepAgain(kept, waited * 2, runtime), 'no schedule took it');
};
