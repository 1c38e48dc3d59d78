"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.MOST_PAYLOADS = exports.BACKLOG_KEY = void 0;
exports.newLane = newLane;
exports.pageKey = pageKey;
exports.loadBacklog = loadBacklog;
exports.saveBacklog = saveBacklog;
const json_1 = require("../lib/json");
exports.BACKLOG_KEY = 'outbox';
exports.MOST_PAYLOADS = 256;
function newLane() {
    return { head: 0, tail: 0, failingSince: 0, next: 0, limit: exports.MOST_PAYLOADS };
}
function pageKey(name, page) {
    return `page:${name}:${page}`;
}
/** A backlog so many minutes behind its driver's first was left over by one that is gone: nothing of it is in boxes any more. */
const LONGEST_LAG = 3 * 60;
/** The stored backlog, or a new one that starts at the given minute; null where there is neither. */
async function loadBacklog(store, since) {
    const stored = (0, json_1.own)((0, json_1.objectOf)(await store.get(exports.BACKLOG_KEY)), 'backlog');
    const known = (0, json_1.isObject)(stored) ? stored : null;
    if (since === null)
        return known === null || known.resting ? null : known;
    if (known === null)
        return { cursor: since, settled: [], first: '-', resting: false, lanes: {} };
    // At rest everything before was settled: only the driver's item must not be told twice, and no page's number used again.
    return { ...known, resting: false, cursor: since - known.cursor > LONGEST_LAG ? since : known.cursor };
}
async function saveBacklog(store, backlog) {
    await store.set(exports.BACKLOG_KEY, { backlog });
}
