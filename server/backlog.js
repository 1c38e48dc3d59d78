"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.MOST_PAYLOADS = exports.BACKLOG_KEY = void 0;
exports.newLane = newLane;
exports.pageKey = pageKey;
exports.loadBacklog = loadBacklog;
exports.saveBacklog = saveBacklog;
const json_1 = require("./json");
exports.BACKLOG_KEY = 'outbox';
exports.MOST_PAYLOADS = 256;
function newLane() {
    return { head: 0, tail: 0, failingSince: 0, next: 0, limit: exports.MOST_PAYLOADS };
}
function pageKey(name, page) {
    return `page:${name}:${page}`;
}
/** The stored backlog, or a new one that starts at the given minute. */
async function loadBacklog(store, since) {
    const stored = await store.get(exports.BACKLOG_KEY);
    const backlog = stored === null ? undefined : (0, json_1.own)(stored, 'backlog');
    const fresh = { cursor: since, settled: [], first: '', slots: false, resting: false, lanes: {} };
    if (!(0, json_1.isObject)(backlog))
        return fresh;
    const known = { ...fresh, ...backlog };
    // At rest everything before was settled; only the driver's item must not be told twice.
    return known.resting ? { ...fresh, first: known.first, settled: known.settled } : known;
}
async function saveBacklog(store, backlog) {
    // The store turns empty strings into null.
    await store.set(exports.BACKLOG_KEY, { backlog: { ...backlog, first: backlog.first === '' ? '-' : backlog.first } });
}
