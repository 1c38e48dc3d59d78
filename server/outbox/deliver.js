"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.RESERVED_OPERATIONS = exports.TOLERANCE_MS = void 0;
exports.workOf = workOf;
exports.maySend = maySend;
exports.drainPages = drainPages;
exports.hasPages = hasPages;
exports.waitWithRefused = waitWithRefused;
exports.deliver = deliver;
/** Delivering what is kept for one destination, oldest first, in batches that grow while they are taken. */
const batches_1 = require("../destinations/batches");
const backlog_1 = require("./backlog");
const item_1 = require("./item");
const keep_1 = require("./keep");
const pages_1 = require("./pages");
const MINUTE = 60_000;
/** A request may take 15 s of the 20 an invocation has. */
const LAST_START_MS = 4_000;
const WAIT = { least: 5 * MINUTE, most: 20 * MINUTE, ofOutage: 1 / 6 };
/** The driver comes every five minutes: what is due within half of that is due. */
exports.TOLERANCE_MS = 2.5 * MINUTE;
/** Refused one by one, three in a row: it is not the items. */
const MOST_REJECTIONS = 3;
/** What a turn needs besides its pages: boxes, the backlog, the lease. */
exports.RESERVED_OPERATIONS = 10;
function workOf(name, lane, destination) {
    return { name, lane, destination, delivered: 0, stopped: false, busy: false, gone: false, rejections: 0, refused: new Set(), inTheWay: [], failures: lane.failingSince === 0 ? 0 : 1 };
}
/** Whether something may be sent now: the receiver's turn has come, and there is time for an answer. */
function maySend({ lane, stopped }, { runtime, startedAt }) {
    const now = runtime.now();
    return !stopped && lane.next <= now + exports.TOLERANCE_MS && now - startedAt <= LAST_START_MS;
}
/** Delivers the lane's pages as far as this turn's time, its operations and the receiver allow. */
async function drainPages(work, turn) {
    const { lane } = work;
    let left = [];
    while (left.length === 0 && mayDrain(work, turn)) {
        left = await drainPage(work, turn);
        if (left.length === 0)
            lane.head += 1;
    }
    // Of the others it is enough that they were refused before: a turn may end before it has tried them all.
    const isInTheWay = lane.head + 1 < lane.tail && left.some((kept) => isRefused(work, kept)) && left.every(({ refusals }) => refusals > 0);
    work.inTheWay = isInTheWay ? left : [];
}
function mayDrain(work, turn) {
    return hasPages(work.lane) && maySend(work, turn) && turn.store.left > exports.RESERVED_OPERATIONS;
}
function hasPages({ head, tail }) {
    return head < tail;
}
/** Returns what is left of the lane's first page. */
async function drainPage(work, turn) {
    const key = (0, backlog_1.pageKey)(work.name, work.lane.head);
    const page = await turn.store.get(key);
    const stored = (0, pages_1.itemsOf)(page).map((kept) => (0, item_1.allowed)(kept, turn.personalData));
    const items = (0, pages_1.withoutExpired)(stored, turn.runtime.now());
    const write = (left) => (left.length === 0 ? turn.store.delete(key) : turn.store.set(key, (0, pages_1.pageOf)(left)));
    // What is given up is forgotten at once, so that it is given up once.
    if (page !== null && (items.length === 0 || items.length < stored.length))
        await write(items);
    return deliver(work, items, turn, write);
}
/** Where there is nothing but what is refused on its own, it need not be tried in every turn. */
function waitWithRefused(work, { runtime }) {
    if (work.refused.size > 0 && work.delivered === 0 && !work.stopped)
        backOff(work, null, runtime);
}
function isRefused({ refused }, kept) {
    return refused.has((0, item_1.keptId)(kept));
}
/**
 * Delivers items in order and returns those that remain. `taken` is told what is left after each request that settled
 * something, so that a death repeats one request at most. An item refused on its own goes behind the others, and waits
 * for another turn.
 */
async function deliver(work, items, turn, taken) {
    const { destination } = work;
    let written = items;
    let left = items;
    // Those refused in this turn stand at the end.
    while (left.some((kept) => !isRefused(work, kept)) && maySend(work, turn)) {
        left = destination === null ? unsent(work, left, turn) : await deliverBatch(work, destination, left, turn);
        if (left.length < written.length)
            await taken((written = left));
    }
    if (left !== written)
        await taken(left);
    return left;
}
/** A destination whose settings do not work is waited for like one that does not answer. */
function unsent(work, items, { runtime }) {
    backOff(work, null, runtime);
    return items;
}
async function deliverBatch(work, destination, items, { runtime }) {
    if (work.gone)
        return abandoned(items);
    const batch = nextBatch(work, destination, items);
    const rest = items.slice(batch.length);
    const outcome = await destination.deliver(batch.map(({ events }) => events), runtime);
    if (outcome.ok)
        succeeded(work, batch);
    return outcome.ok ? rest : refused(work, outcome, batch, items, runtime);
}
function nextBatch(work, destination, items) {
    const within = items.filter((kept) => !isRefused(work, kept)).slice(0, work.lane.limit);
    const first = (0, batches_1.batchesOf)(within.map(({ events }) => events), destination).slice(0, 1).flat();
    return within.slice(0, first.length);
}
function succeeded(work, batch) {
    work.delivered += batch.reduce((sum, { events }) => sum + events.length, 0);
    Object.assign(work, { rejections: 0, failures: 0 });
    Object.assign(work.lane, { failingSince: 0, next: 0, limit: Math.min(backlog_1.MOST_PAYLOADS, work.lane.limit * 4) });
}
function abandoned(items) {
    for (const { to, events } of items)
        (0, keep_1.giveUp)(to, events, 'the receiver is gone for good');
    return [];
}
/** What remains after a refusal, in the order in which it is tried next. */
function refused(work, failure, batch, items, runtime) {
    if (failure.status === 410) {
        work.gone = true;
        return abandoned(items);
    }
    if (failure.status === 429) {
        paused(work, failure);
        return items;
    }
    failed(work, failure, batch.length, runtime);
    return batch.length === 1 ? putBehind(work, batch, items.slice(1)) : items;
}
/** What was refused on its own, and what was to follow. */
function putBehind({ refused: ids }, alone, rest) {
    for (const kept of alone)
        ids.add((0, item_1.keptId)(kept));
    return [...rest, ...alone.map((kept) => ({ ...kept, refusals: kept.refusals + 1 }))];
}
function paused(work, { notBefore }) {
    work.stopped = true;
    work.busy = notBefore === null;
    work.lane.next = notBefore === null ? 0 : notBefore + exports.TOLERANCE_MS;
}
/** One failure between successes is tried again at once with a smaller batch; two in a row, or one in an outage, end the turn. */
function failed(work, failure, size, runtime) {
    work.lane.limit = Math.max(1, Math.floor(size / 2));
    if (isRejection(failure)) {
        work.rejections += size === 1 ? 1 : 0;
    }
    else {
        work.failures += 1;
    }
    if (work.rejections >= MOST_REJECTIONS || work.failures > 1 || failure.notBefore !== null)
        backOff(work, failure.notBefore, runtime);
}
/** The receiver speaks and refuses what it was sent, rather than who sends it: a smaller batch may pass. */
function isRejection({ status }) {
    return status >= 400 && status < 500 && ![401, 403, 404, 407, 408, 425].includes(status);
}
/** Waits grow with the outage, from five minutes to twenty, jittered by a fifth; a receiver's own wish counts more. */
function backOff(work, notBefore, runtime) {
    const { lane } = work;
    const now = runtime.now();
    work.stopped = true;
    if (lane.failingSince === 0)
        lane.failingSince = now;
    const wait = Math.min(WAIT.most, Math.max(WAIT.least, (now - lane.failingSince) * WAIT.ofOutage)) * (0.8 + 0.4 * runtime.random());
    lane.next = Math.max(now + wait, notBefore === null ? 0 : notBefore + exports.TOLERANCE_MS);
}
