"use strict";
const { unpack } = require('./kept');
const { keep, giveUp } = require('./outbox');
const { destinationsOf } = require('./destinations');
const { readSettings } = require('./settings');
exports.drain = async function (payload, runtime) {
  const item = unpack(payload.data.item);
  const destination = destinationsOf(readSettings(payload.iparams)).find(({ name }) => name === item.to);
  const outcome = await destination.deliver([item.events], runtime);
  if (!outcome.ok) giveUp(item.to, await keep(item.to, item.events, runtime, null), 'no schedule took it');
};
