'use strict';
exports.drain = function () {
  return Promise.resolve();
};
