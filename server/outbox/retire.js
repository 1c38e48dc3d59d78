"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.rest = rest;
exports.driveAgain = driveAgain;
exports.guardedSince = guardedSince;
exports.dropGuards = dropGuards;
/**
 * Coming to rest: the driver is taken off and the store emptied, under guards. A guard is a one-time schedule that drives
 * the same minutes again, should the turn die, or the store refuse, before it is through.
 */
const backlog_1 = require("./backlog");
const destination_1 = require("../destinations/destination");
const inbox_1 = require("./inbox/inbox");
const json_1 = require("../lib/json");
const keep_1 = require("./keep");
const slots_1 = require("./inbox/slots");
const store_1 = require("../platform/store");
const MINUTE = 60_000;
/** Two, because what fires once is gone, and its invocation may die as well. */
const GUARDS = ['relay-guard-1', 'relay-guard-2'];
/** To be called where nothing is left of what is closed. */
async function rest(backlog, { store, runtime }) {
    await dropGuards();
    if (!(await guard(backlog.cursor, runtime)))
        return;
    await (0, backlog_1.saveBacklog)(store, { ...backlog, resting: true });
    if (!(await (0, store_1.unschedule)(keep_1.DRIVER)))
        return;
    await deleteStrayPages(backlog, store);
    await store.delete(backlog_1.BACKLOG_KEY);
    // Somebody else may drive it already, and from a later minute: only the guards know of this one.
    if (await isFilledAgain(backlog, store, runtime))
        await (0, keep_1.drive)(backlog.cursor + 1, {}, runtime);
    else
        await dropGuards();
}
/** Not much more than five minutes ahead, and a minute later where that was too early by the platform's clock. */
async function guard(since, runtime) {
    const at = runtime.now() + 5 * MINUTE + 20_000;
    const set = await Promise.all(GUARDS.map((name, index) => guardAt(name, since, at + index * MINUTE)));
    return set.every((isSet) => isSet);
}
async function guardAt(name, since, at) {
    const data = { since, guard: true };
    return (await (0, store_1.schedule)({ name, data, at })) || (0, store_1.schedule)({ name, data, at: at + MINUTE });
}
/** What a guard does that fires: sets itself up again first, until a turn takes it off. */
async function driveAgain(since, runtime) {
    await guard(since, runtime);
    await (0, keep_1.drive)(since + 1, {}, runtime);
}
/** The first minute the pending guards know of, in epoch minutes; null where there is none. */
async function guardedSince() {
    const pending = (await Promise.all(GUARDS.map(store_1.scheduled))).filter((data) => data !== null);
    return pending.length === 0 ? null : Math.min(...pending.map((data) => Number((0, json_1.own)(data, 'since'))));
}
async function dropGuards() {
    await Promise.all(GUARDS.map(store_1.unschedule));
}
/** A page whose commit was refused stands behind the last one, and its items were settled from where they were. */
async function deleteStrayPages(backlog, store) {
    for (const name of destination_1.DESTINATION_NAMES) {
        const lane = backlog.lanes[name];
        if (lane !== undefined)
            await deletePagesFrom(lane.tail, name, store);
    }
}
/** From the last on: a death half-way leaves none that could not be found. */
async function deletePagesFrom(first, name, store) {
    let end = first;
    while ((await store.get((0, backlog_1.pageKey)(name, end))) !== null)
        end += 1;
    for (let page = end - 1; page >= first; page -= 1)
        await store.delete((0, backlog_1.pageKey)(name, page));
}
/** Somebody may have kept something after the minutes were read, and found the driver still there. */
async function isFilledAgain({ cursor }, store, runtime) {
    const minutes = (0, inbox_1.minutesFrom)(cursor, (0, keep_1.minuteOf)(runtime.now()) + 2);
    const boxes = await Promise.all(minutes.map((minute) => store.get((0, keep_1.boxKey)(minute))));
    const slots = await Promise.all([...new Set(minutes.map(slots_1.slotMinute))].map(slots_1.isAnySlotTaken));
    return slots.includes(true) || boxes.some((box) => box !== null);
}
