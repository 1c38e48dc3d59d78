"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.isDue = isDue;
exports.mayStart = mayStart;
exports.itemsOf = itemsOf;
exports.pageOf = pageOf;
exports.withoutExpired = withoutExpired;
exports.drainPages = drainPages;
exports.deliver = deliver;
/** Delivering what is kept for one destination, page by page, oldest first, in batches that grow while they are taken. */
const batch_1 = require("./batch");
const backlog_1 = require("./backlog");
const json_1 = require("./json");
const kept_1 = require("./kept");
const outbox_1 = require("./outbox");
const MINUTE = 60_000;
const KEPT_FOR_MS = 3 * 24 * 60 * MINUTE;
/** A request may take 15 s of the 20 an invocation has. */
const LAST_START_MS = 4_000;
const WAIT = { least: 5 * MINUTE, most: 20 * MINUTE, ofOutage: 1 / 6 };
/** The driver comes every five minutes: what is due at half of that is due. */
const TOLERANCE_MS = 2.5 * MINUTE;
const MOST_REJECTIONS = 3;
function isDue({ lane }, now) {
    return lane.next <= now + TOLERANCE_MS;
}
function mayStart({ runtime, startedAt, store }) {
    return runtime.now() - startedAt <= LAST_START_MS && store.left >= 4;
}
/** A page is an object from item ids to packed items. */
function itemsOf(page) {
    if (!(0, json_1.isObject)(page))
        return [];
    return Object.keys(page)
        .map((key) => (0, kept_1.unpack)(oneOf((0, json_1.own)(page, key))))
        .filter((kept) => kept !== null)
        .sort((a, b) => a.at - b.at);
}
/** An item appended twice stands twice in its array. */
function oneOf(value) {
    return Array.isArray(value) ? value[0] : value;
}
function pageOf(items) {
    return Object.fromEntries(items.map((kept) => [(0, kept_1.keptId)(kept), (0, kept_1.pack)(kept) ?? '']));
}
/** Gives up aloud what is older than three days; returns the rest. */
function withoutExpired(items, now) {
    for (const { to, at, events } of items)
        if (at + KEPT_FOR_MS <= now)
            (0, outbox_1.giveUp)(to, events, 'it could not be delivered for three days');
    return items.filter(({ at }) => at + KEPT_FOR_MS > now);
}
/** Delivers the lane's pages as far as this drain's time, its operations and the receiver allow. */
async function drainPages(work, drain) {
    const { lane, name } = work;
    while (lane.head < lane.tail && !work.stopped && isDue(work, drain.runtime.now()) && mayStart(drain)) {
        const key = (0, backlog_1.pageKey)(name, lane.head);
        const stored = await drain.store.get(key);
        const items = itemsOf(stored);
        const rest = await deliver(work, withoutExpired(items, drain.runtime.now()), drain, (left) => rewrite(drain.store, key, left));
        if (rest.length > 0)
            return;
        if (items.length === 0 && stored !== null)
            await drain.store.delete(key);
        lane.head += 1;
    }
}
/** Written after every request, so that a death repeats no more than one. */
async function rewrite(store, key, left) {
    if (left.length === 0)
        await store.delete(key);
    else
        await store.set(key, pageOf(left));
}
/**
 * Delivers items in order and returns those that remain. `taken` is told what is left after each request that took
 * something; an item refused on its own goes to the end, so that it holds up no other.
 */
async function deliver(work, items, drain, taken) {
    let left = [...items];
    while (left.length > 0 && !work.stopped && work.destination !== null && (left.length === items.length || mayStart(drain))) {
        const batch = nextBatch(work, work.destination, left);
        const outcome = await work.destination.deliver(batch.map(({ events }) => events), drain.runtime);
        const rest = left.slice(batch.length);
        left = outcome.ok ? rest : refused(work, outcome, batch, rest, drain);
        if (outcome.ok)
            succeeded(work, batch);
        if (left.length < items.length)
            await taken(left);
    }
    return left;
}
function nextBatch({ lane }, destination, items) {
    const within = items.slice(0, lane.limit);
    const [first = []] = (0, batch_1.batchesOf)(within.map(({ events }) => events), destination);
    return within.slice(0, Math.max(1, first.length));
}
function succeeded(work, batch) {
    const { lane } = work;
    work.delivered += batch.reduce((sum, { events }) => sum + events.length, 0);
    work.rejections = 0;
    Object.assign(lane, { failingSince: 0, next: 0, limit: Math.min(backlog_1.MOST_PAYLOADS, lane.limit * 4) });
}
/** What remains after a refusal, in the order in which it is tried next. */
function refused(work, failure, batch, rest, drain) {
    if (failure.status === 410) {
        for (const { to, events } of [...batch, ...rest])
            (0, outbox_1.giveUp)(to, events, failure.reason);
        return [];
    }
    if (failure.status === 429) {
        work.stopped = true;
        work.busy = failure.notBefore === null;
        work.lane.next = failure.notBefore === null ? 0 : failure.notBefore + TOLERANCE_MS;
        return [...batch, ...rest];
    }
    const wasAlone = batch.length === 1;
    work.lane.limit = Math.max(1, Math.floor(work.lane.limit === backlog_1.MOST_PAYLOADS ? batch.length / 4 : work.lane.limit / 4));
    work.rejections += wasAlone ? 1 : 0;
    if (!isRejection(failure) || work.rejections >= MOST_REJECTIONS)
        backOff(work, failure, drain.runtime);
    return wasAlone ? [...rest, ...batch] : [...batch, ...rest];
}
/** The receiver speaks and refuses what it was sent, rather than whoever sends it: a smaller batch may pass. */
function isRejection({ status }) {
    return status >= 400 && status < 500 && ![401, 403, 404, 407, 408, 425].includes(status);
}
/** Waits grow with the outage, from five minutes to twenty, jittered by a fifth; a receiver's own wish counts more. */
function backOff(work, { notBefore }, runtime) {
    const { lane } = work;
    const now = runtime.now();
    work.stopped = true;
    if (lane.failingSince === 0)
        lane.failingSince = now;
    const wait = Math.min(WAIT.most, Math.max(WAIT.least, (now - lane.failingSince) * WAIT.ofOutage)) * (0.8 + 0.4 * runtime.random());
    lane.next = notBefore === null ? now + wait : Math.max(now + wait, notBefore + TOLERANCE_MS);
}
