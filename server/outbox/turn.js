"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.drain = drain;
/**
 * One turn of the outbox, fired by the driver every five minutes while something is kept. The order of the steps is what
 * makes a death between any two of them harmless; docs/outbox.md says why each stands where it does.
 */
const backlog_1 = require("./backlog");
const destination_1 = require("../destinations/destination");
const inbox_1 = require("./inbox/inbox");
const json_1 = require("../lib/json");
const item_1 = require("./item");
const deliver_1 = require("./deliver");
const keep_1 = require("./keep");
const pages_1 = require("./pages");
const retire_1 = require("./retire");
const read_1 = require("../settings/read");
const slots_1 = require("./inbox/slots");
const store_1 = require("../platform/store");
const MINUTE = 60_000;
/** Of the 50 operations a minute; whoever keeps something takes the others. */
const OPERATIONS = 45;
const LEAST_OPERATIONS = 14;
const LEASE_KEY = 'lease';
const LEASE_SECONDS = 50;
/** Each was left behind by a turn that died. */
const MOST_LEASES = 4;
/** Handles onScheduledEvent: the driver, an extra turn, a guard, or a slot that nobody emptied in three days. */
async function drain(payload, runtime) {
    const data = (0, json_1.objectOf)((0, json_1.own)((0, json_1.objectOf)(payload), 'data'));
    const iparams = (0, json_1.own)((0, json_1.objectOf)(payload), 'iparams');
    const settings = (0, read_1.readSettings)(iparams);
    if ((0, json_1.own)(data, 'guard') === true)
        await (0, retire_1.driveAgain)(Number((0, json_1.own)(data, 'since')), runtime);
    else if (!isDriver(data) && (0, json_1.own)(data, 'item') !== undefined)
        giveUpSlot((0, item_1.unpack)((0, json_1.own)(data, 'item')), settings);
    // Without settings there is no telling whether a destination was taken off or is just not known.
    else if ((0, json_1.isObject)(iparams))
        await takeTurn(data, settings, { store: (0, store_1.createStore)(OPERATIONS), runtime, startedAt: runtime.now(), personalData: settings.personalData });
}
/** The driver says since which minute something may be kept. */
function isDriver(data) {
    return typeof (0, json_1.own)(data, 'since') === 'number';
}
function giveUpSlot(item, { personalData }) {
    if (item !== null)
        (0, keep_1.giveUp)(item.to, (0, item_1.allowed)(item, personalData).events, pages_1.EXPIRED);
}
/** A refused operation ends the turn where it stands: everything is kept, and a later turn goes on. */
async function takeTurn(data, settings, turn) {
    try {
        const keys = await lease(turn, [LEASE_KEY]);
        if (keys === null)
            return;
        await work(data, settings, turn);
        for (const key of keys)
            await turn.store.delete(key);
    }
    catch (fault) {
        if (!(fault instanceof store_1.StoreRefused))
            throw fault;
        await emptySlots(settings, turn);
        if (isDriver(data))
            await extraTurns(turn.runtime);
    }
}
/**
 * One turn at a time. The store forgets a dead turn's lease within a minute; where it is slow to, a lease that is over, also by
 * a clock that is a minute behind, is taken over under a key that its end names, which only one turn can claim. Returns the
 * keys to delete at the end; null where another turn is at work.
 */
async function lease(turn, keys) {
    const { store, runtime } = turn;
    const key = keys[keys.length - 1] ?? LEASE_KEY;
    if (await store.claim(key, { until: runtime.now() + LEASE_SECONDS * 1000 }, LEASE_SECONDS))
        return keys;
    const until = Number((0, json_1.own)((0, json_1.objectOf)(await store.get(key)), 'until'));
    const isOver = until + MINUTE <= runtime.now();
    return isOver && keys.length < MOST_LEASES ? lease(turn, [...keys, `${LEASE_KEY}:${until}`]) : null;
}
/**
 * An extra turn belongs to a backlog: without one, its driver is gone, or a new one whose item it does not know. A driver
 * that was taken off after it fired has nothing to drive any more.
 */
async function backlogOf(data, guarded, store) {
    if (!isDriver(data))
        return (0, backlog_1.loadBacklog)(store, null);
    const driver = (0, json_1.objectOf)(await (0, store_1.scheduled)(keep_1.DRIVER));
    if ((0, json_1.own)(driver, 'since') !== (0, json_1.own)(data, 'since') || (0, json_1.own)(driver, 'item') !== (0, json_1.own)(data, 'item'))
        return null;
    const backlog = await (0, backlog_1.loadBacklog)(store, Number((0, json_1.own)(data, 'since')));
    return backlog === null ? null : { ...backlog, cursor: Math.min(backlog.cursor, guarded ?? backlog.cursor) };
}
async function work(data, settings, turn) {
    const guarded = await (0, retire_1.guardedSince)();
    const backlog = await backlogOf(data, guarded, turn.store);
    if (backlog === null)
        return;
    await leaveRoom(turn);
    await (0, inbox_1.deleteBoxes)(backlog, turn.store);
    const works = worksOf(backlog, settings);
    await drainLanes([...works.values()], backlog, turn);
    await dropLanes(backlog, works, turn);
    if (isDriver(data) || !isAnyPaged(backlog))
        await (0, inbox_1.settleFresh)(await (0, inbox_1.readFresh)(data, backlog, turn), backlog, works, turn);
    report([...works.values()]);
    if (isDriver(data) && !isAnyPaged(backlog) && !isBehind(backlog.cursor, turn))
        await (0, retire_1.rest)(backlog, turn);
    else
        await goOn(data, backlog, [...works.values()], turn, guarded !== null);
}
/** There are minutes that could be read now. */
function isBehind(cursor, { runtime }) {
    return cursor < (0, inbox_1.openMinute)(runtime.now());
}
/** Saves, and asks for extra turns where more could be delivered sooner. */
async function goOn(data, backlog, works, turn, isGuarded) {
    await (0, backlog_1.saveBacklog)(turn.store, backlog);
    if (!isDriver(data))
        return;
    // What the guards knew is known to the backlog now.
    if (isGuarded)
        await (0, retire_1.dropGuards)();
    if (works.some(isMoving) || isBehind(backlog.cursor, turn))
        await extraTurns(turn.runtime);
}
/** Leaves as many operations as were used to keep something in the last minute: a drain must not crowd them out. */
async function leaveRoom({ store, runtime }) {
    const kept = (0, pages_1.itemsOf)(await store.get((0, keep_1.boxKey)((0, keep_1.minuteOf)(runtime.now()) - 1))).length;
    store.left = Math.max(LEAST_OPERATIONS, store.left - kept);
}
function worksOf(backlog, settings) {
    const destinations = (0, destination_1.destinationsOf)(settings);
    const names = destination_1.DESTINATION_NAMES.filter((name) => settings[name].state !== 'off');
    return new Map(names.map((name) => [name, (0, deliver_1.workOf)(name, (backlog.lanes[name] ??= (0, backlog_1.newLane)()), destinations.find((each) => each.name === name) ?? null)]));
}
/** The lanes at once; then, one by one, what is in the way of other pages goes behind them. */
async function drainLanes(works, backlog, turn) {
    let blocked;
    do {
        await (0, store_1.together)(works.map((lane) => (0, deliver_1.drainPages)(lane, turn)));
        blocked = works.filter(({ inTheWay }) => inTheWay.length > 0 && turn.store.left > deliver_1.RESERVED_OPERATIONS);
        for (const lane of blocked)
            await putBehind(lane, backlog, turn.store);
    } while (blocked.length > 0);
    for (const lane of works)
        (0, deliver_1.waitWithRefused)(lane, turn);
}
/** The backlog knows where it is now before it goes from where it was. */
async function putBehind(work, backlog, store) {
    await (0, pages_1.addPages)(work, work.inTheWay, store);
    await (0, backlog_1.saveBacklog)(store, backlog);
    await store.delete((0, backlog_1.pageKey)(work.name, work.lane.head));
    work.lane.head += 1;
}
function isAnyPaged(backlog) {
    return Object.values(backlog.lanes).some(deliver_1.hasPages);
}
/** What is kept for a destination that was taken off is given up, aloud. */
async function dropLanes(backlog, works, turn) {
    for (const name of destination_1.DESTINATION_NAMES.filter((each) => !works.has(each)))
        await dropLane(name, backlog, turn);
}
async function dropLane(name, backlog, { store, personalData }) {
    const lane = backlog.lanes[name];
    for (; lane !== undefined && (0, deliver_1.hasPages)(lane) && store.left > 8; lane.head += 1) {
        for (const kept of (0, pages_1.itemsOf)(await store.get((0, backlog_1.pageKey)(name, lane.head))))
            (0, keep_1.giveUp)(name, (0, item_1.allowed)(kept, personalData).events, pages_1.TAKEN_OFF);
        await store.delete((0, backlog_1.pageKey)(name, lane.head));
    }
}
function isMoving({ delivered, busy }) {
    return delivered > 0 || busy;
}
function report(works) {
    const told = works.filter(({ delivered, stopped }) => delivered > 0 || stopped);
    if (told.length === 0)
        return;
    const lanes = Object.fromEntries(told.map(({ name, delivered, lane }) => [name, { delivered, pagesLeft: lane.tail - lane.head }]));
    console.log((0, json_1.oneLine)({ event: 'onScheduledEvent', outbox: lanes }));
}
const RECENT_MINUTES = 15;
/** Where the store is worn out, the slots of the last minutes can still be emptied; those that cannot be read are left to a later turn. */
async function emptySlots(settings, turn) {
    const now = turn.runtime.now();
    const slots = (await Promise.all((0, inbox_1.minutesFrom)((0, inbox_1.openMinute)(now) - RECENT_MINUTES, (0, inbox_1.openMinute)(now)).map(readableSlots))).flat();
    const remaining = new Set(slots.map(({ item }) => (0, item_1.keptId)(item)));
    for (const destination of slots.length === 0 ? [] : (0, destination_1.destinationsOf)(settings)) {
        const items = (0, pages_1.unique)(slots.map(({ item }) => (0, item_1.allowed)(item, turn.personalData))).filter(({ to, notBefore }) => to === destination.name && (notBefore ?? 0) <= now);
        const left = new Set((await (0, deliver_1.deliver)((0, deliver_1.workOf)(destination.name, (0, backlog_1.newLane)(), destination), items, turn, () => Promise.resolve())).map(item_1.keptId));
        for (const id of items.map(item_1.keptId))
            if (!left.has(id))
                remaining.delete(id);
    }
    await Promise.all([...new Set(slots.map(({ minute }) => minute))].map((minute) => (0, slots_1.deleteSlots)(upToFirstOf(remaining, slots.filter((each) => each.minute === minute)))));
}
async function readableSlots(minute) {
    try {
        return await (0, slots_1.readSlots)(minute);
    }
    catch (fault) {
        if (fault instanceof store_1.StoreRefused)
            return [];
        throw fault;
    }
}
/** A minute's slots may be deleted up to the first that must stay. */
function upToFirstOf(remaining, slots) {
    const end = slots.findIndex(({ item }) => remaining.has((0, item_1.keptId)(item)));
    return end < 0 ? slots : slots.slice(0, end);
}
const EXTRA_TURNS = [1, 2, 3, 4];
/** One a minute between two turns of the driver: each has the whole quota of its minute. */
async function extraTurns(runtime) {
    const times = EXTRA_TURNS.map((extra) => runtime.now() + (5 + extra) * MINUTE);
    await Promise.all(times.map((at) => (0, store_1.schedule)({ name: extraTurnName(at), data: { extra: true }, at })));
}
/** Five minutes later the same minutes have other names: the extra turns of the driver's turn before are pending still. */
function extraTurnName(at) {
    return `relay-extra-${(0, keep_1.minuteOf)(at) % 10}`;
}
