"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.drain = drain;
/**
 * One turn of the outbox, fired by the driver every five minutes while something is kept. The order of the steps is what
 * makes a death between any two of them harmless; docs/outbox.md says why each stands where it does.
 */
const backlog_1 = require("./backlog");
const destinations_1 = require("./destinations");
const fresh_1 = require("./fresh");
const json_1 = require("./json");
const kept_1 = require("./kept");
const lane_1 = require("./lane");
const outbox_1 = require("./outbox");
const pages_1 = require("./pages");
const settings_1 = require("./settings");
const slots_1 = require("./slots");
const store_1 = require("./store");
const MINUTE = 60_000;
/** Of the 50 operations a minute; whoever keeps something takes the others. */
const OPERATIONS = 45;
const LEAST_OPERATIONS = 14;
const LEASE_KEY = 'lease';
const LEASE_SECONDS = 50;
const GUARD = 'relay-guard';
/** Handles onScheduledEvent: the driver, an extra turn, or a slot that nobody emptied. */
async function drain(payload, runtime) {
    const data = (0, json_1.objectOf)((0, json_1.own)((0, json_1.objectOf)(payload), 'data'));
    const iparams = (0, json_1.own)((0, json_1.objectOf)(payload), 'iparams');
    if (!isDriver(data) && (0, json_1.own)(data, 'item') !== undefined) {
        await keepAgain((0, kept_1.unpack)((0, json_1.own)(data, 'item')), runtime);
        return;
    }
    // Without settings there is no telling whether a destination was taken off or is just not known.
    if ((0, json_1.isObject)(iparams))
        await takeTurn(data, (0, settings_1.readSettings)(iparams), { store: (0, store_1.createStore)(OPERATIONS), runtime, startedAt: runtime.now() });
}
/** The driver says since which minute there may be boxes. */
function isDriver(data) {
    return typeof (0, json_1.own)(data, 'since') === 'number';
}
async function keepAgain(item, runtime) {
    if (item === null || (0, pages_1.withoutExpired)([item], runtime.now()).length === 0)
        return;
    (0, outbox_1.giveUp)(item.to, await (0, outbox_1.keepPiece)(item, runtime), outbox_1.NOTHING_TOOK_IT);
}
/** A refused operation ends the turn where it stands: everything is kept, and a later turn goes on. */
async function takeTurn(data, settings, turn) {
    try {
        if (!(await lease(turn)))
            return;
        await work(data, settings, turn);
        await turn.store.delete(LEASE_KEY);
    }
    catch (fault) {
        if (!(fault instanceof store_1.StoreRefused))
            throw fault;
        await emptySlots(settings, turn);
        if (isDriver(data))
            await extraTurns(turn.runtime);
    }
}
/** One turn at a time. A lease outlives a dead turn by less than a minute, also where the store is slow to forget. */
async function lease({ store, runtime }) {
    const value = { until: runtime.now() + LEASE_SECONDS * 1000 };
    if (await store.claim(LEASE_KEY, value, LEASE_SECONDS))
        return true;
    const held = await store.get(LEASE_KEY);
    if (held !== null && Number((0, json_1.own)(held, 'until')) > runtime.now())
        return false;
    if (held !== null)
        await store.delete(LEASE_KEY);
    return store.claim(LEASE_KEY, value, LEASE_SECONDS);
}
async function work(data, settings, turn) {
    const backlog = await (0, backlog_1.loadBacklog)(turn.store, isDriver(data) ? Number((0, json_1.own)(data, 'since')) : null);
    // An extra turn belongs to a backlog: without one, its driver is gone, or a new one whose item it does not know.
    if (backlog === null)
        return;
    if ((0, json_1.own)(data, 'guard') === true)
        backlog.cursor = Math.min(backlog.cursor, Number((0, json_1.own)(data, 'since')));
    await leaveRoom(turn);
    await (0, fresh_1.deleteBoxes)(backlog, turn.store);
    const works = worksOf(backlog, settings);
    await Promise.all([...works.values()].map((lane) => (0, lane_1.drainPages)(lane, turn)));
    await dropLanes(backlog, works, turn);
    const fresh = isDriver(data) || !hasPages(backlog) ? await (0, fresh_1.readFresh)(data, backlog, turn) : null;
    if (fresh !== null)
        await (0, fresh_1.settleFresh)(fresh, backlog, works, turn);
    report([...works.values()]);
    await finish(data, backlog, [...works.values()], turn);
}
/** Leaves as many operations as were used to keep something in the last minute: a drain must not crowd them out. */
async function leaveRoom({ store, runtime }) {
    const kept = (0, pages_1.itemsOf)(await store.get((0, outbox_1.boxKey)((0, outbox_1.minuteOf)(runtime.now()) - 1))).length;
    store.left = Math.max(LEAST_OPERATIONS, store.left - kept);
}
function worksOf(backlog, settings) {
    const destinations = (0, destinations_1.destinationsOf)(settings);
    const names = destinations_1.DESTINATION_NAMES.filter((name) => settings[name].state !== 'off');
    return new Map(names.map((name) => [name, (0, lane_1.workOf)(name, (backlog.lanes[name] ??= (0, backlog_1.newLane)()), destinations.find((each) => each.name === name) ?? null)]));
}
function hasPages(backlog) {
    return Object.values(backlog.lanes).some(({ head, tail }) => head < tail);
}
/** What is kept for a destination that was taken off is given up, aloud. */
async function dropLanes(backlog, works, turn) {
    for (const name of destinations_1.DESTINATION_NAMES.filter((each) => !works.has(each)))
        await dropLane(name, backlog, turn);
}
async function dropLane(name, backlog, { store }) {
    const lane = backlog.lanes[name];
    for (; lane !== undefined && lane.head < lane.tail && store.left > 8; lane.head += 1) {
        for (const { events } of (0, pages_1.itemsOf)(await store.get((0, backlog_1.pageKey)(name, lane.head))))
            (0, outbox_1.giveUp)(name, events, 'the destination was taken off');
        await store.delete((0, backlog_1.pageKey)(name, lane.head));
    }
}
/** Saves, or rests where nothing is left; and asks for extra turns where more could be delivered sooner. */
async function finish(data, backlog, works, turn) {
    const isBehind = isLeft(backlog, turn.runtime.now());
    if (isDriver(data) && !isBehind && (await mayRest(data))) {
        await rest(backlog, turn);
        return;
    }
    await (0, backlog_1.saveBacklog)(turn.store, backlog);
    if (isDriver(data) && isBehind && works.some(isMoving))
        await extraTurns(turn.runtime);
}
/** Something is kept that could be delivered now. */
function isLeft(backlog, now) {
    return backlog.slots || hasPages(backlog) || backlog.cursor < (0, fresh_1.openMinute)(now);
}
function isMoving({ delivered, busy }) {
    return delivered > 0 || busy;
}
/** Somebody may have created a driver anew, with an item inside that this turn does not know: that one is not ours to take off. */
async function mayRest(data) {
    const driver = await (0, store_1.scheduled)(outbox_1.DRIVER);
    return driver === null || ((0, json_1.own)(driver, 'since') === (0, json_1.own)(data, 'since') && (0, json_1.own)(driver, 'item') === (0, json_1.own)(data, 'item'));
}
function report(works) {
    const told = works.filter(({ delivered, stopped }) => delivered > 0 || stopped);
    if (told.length === 0)
        return;
    const lanes = Object.fromEntries(told.map(({ name, delivered, lane }) => [name, { delivered, pagesLeft: lane.tail - lane.head }]));
    console.log((0, json_1.oneLine)({ event: 'onScheduledEvent', outbox: lanes }));
}
/**
 * Takes the driver off and empties the store, under a guard: a one-time schedule that looks at the same boxes again,
 * should this turn die, or the store refuse, before it is through.
 */
async function rest(backlog, { store, runtime }) {
    const at = runtime.now() + 5 * MINUTE + 20_000;
    await (0, store_1.unschedule)(GUARD);
    if (!(await (0, store_1.schedule)({ name: GUARD, data: { since: backlog.cursor, guard: true }, at })))
        return;
    await (0, backlog_1.saveBacklog)(store, { ...backlog, resting: true });
    await (0, store_1.unschedule)(outbox_1.DRIVER);
    await deleteStrayPages(backlog, store);
    await store.delete(backlog_1.BACKLOG_KEY);
    if (!(await isFilledAgain(backlog, store, runtime)) || !(await (0, outbox_1.drive)(backlog.cursor + 1, {}, runtime)))
        await (0, store_1.unschedule)(GUARD);
}
/** A page whose commit was refused stands behind the last one, and its items were settled from where they were. */
async function deleteStrayPages(backlog, store) {
    for (const name of destinations_1.DESTINATION_NAMES) {
        const tail = backlog.lanes[name]?.tail;
        for (let page = tail ?? 0; tail !== undefined && (await store.get((0, backlog_1.pageKey)(name, page))) !== null; page += 1)
            await store.delete((0, backlog_1.pageKey)(name, page));
    }
}
/** Somebody may have kept something after the boxes were read, and found the driver still there. */
async function isFilledAgain(backlog, store, runtime) {
    const open = [...Array((0, outbox_1.minuteOf)(runtime.now()) + 2 - backlog.cursor).keys()].map((index) => backlog.cursor + index);
    const boxes = await Promise.all(open.map((minute) => store.get((0, outbox_1.boxKey)(minute))));
    return boxes.some((box) => box !== null) || (await (0, slots_1.readSlots)(false)).length > 0;
}
/** Where the store is worn out, slots can still be emptied, except the first: it tells the next turn to look. */
async function emptySlots(settings, turn) {
    const slots = (await (0, slots_1.readSlots)(false)).filter(({ slot }) => slot !== 0);
    for (const destination of slots.length === 0 ? [] : (0, destinations_1.destinationsOf)(settings)) {
        const items = (0, pages_1.unique)(slots.map(({ item }) => item).filter(({ to }) => to === destination.name));
        const left = await (0, lane_1.deliver)((0, lane_1.workOf)(destination.name, (0, backlog_1.newLane)(), destination), items, turn, () => Promise.resolve());
        const remaining = new Set(left.map(kept_1.keptId));
        await (0, slots_1.deleteSlots)(slots.filter(({ item }) => item.to === destination.name && !remaining.has((0, kept_1.keptId)(item))));
    }
}
const EXTRA_TURNS = [1, 2, 3, 4];
/** One a minute between two turns of the driver: each has the whole quota of its minute. */
async function extraTurns(runtime) {
    const next = runtime.now() + 5 * MINUTE;
    await Promise.all(EXTRA_TURNS.map((extra) => (0, store_1.schedule)({ name: `relay-extra-${extra}`, data: { extra: true }, at: next + extra * MINUTE })));
}
