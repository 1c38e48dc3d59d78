"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.drain = drain;
/**
 * One turn of the outbox, fired by the driver every five minutes while something is kept. The order of the steps is what
 * makes a death between any two of them harmless; docs/outbox.md says why each stands where it does.
 */
const backlog_1 = require("./backlog");
const destinations_1 = require("./destinations");
const json_1 = require("./json");
const kept_1 = require("./kept");
const lane_1 = require("./lane");
const outbox_1 = require("./outbox");
const settings_1 = require("./settings");
const slots_1 = require("./slots");
const store_1 = require("./store");
const MINUTE = 60_000;
/** Of the 50 operations a minute, some are left to those who keep. */
const OPERATIONS = 45;
const LEASE_KEY = 'lease';
const LEASE_SECONDS = 60;
/** A box is read when nobody can write to it any more: its minute is over for longer than an invocation lives. */
const CLOSED_AFTER_MINUTES = 2;
const PAGE_BYTES = 36_000;
/** Handles onScheduledEvent: the driver, an extra turn, or a slot that nobody emptied. */
async function drain(payload, runtime) {
    const data = (0, json_1.objectOf)((0, json_1.own)((0, json_1.objectOf)(payload), 'data'));
    const iparams = (0, json_1.own)((0, json_1.objectOf)(payload), 'iparams');
    if ((0, json_1.own)(data, 'since') === undefined && (0, json_1.own)(data, 'item') !== undefined) {
        await keepAgain((0, kept_1.unpack)((0, json_1.own)(data, 'item')), runtime);
        return;
    }
    // Without settings there is no telling whether a destination was taken off or is just not known.
    if (!(0, json_1.isObject)(iparams))
        return;
    await turn(data, (0, settings_1.readSettings)(iparams), { store: (0, store_1.createStore)(OPERATIONS), runtime, startedAt: runtime.now() });
}
async function keepAgain(item, runtime) {
    if (item !== null && (0, lane_1.withoutExpired)([item], runtime.now()).length > 0)
        await (0, outbox_1.keepPiece)(item, runtime);
}
/** A refused operation ends the turn where it stands: everything is kept, and the next turn goes on. */
async function turn(data, settings, drain) {
    try {
        if (!(await lease(drain)))
            return;
        await work(data, settings, drain);
        await drain.store.delete(LEASE_KEY);
    }
    catch (fault) {
        if (!(fault instanceof store_1.StoreRefused))
            throw fault;
        await extraTurns(drain.runtime);
    }
}
/** One drain at a time. A lease outlives a dead drain by at most a minute, also where the store is slow to forget. */
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
async function work(data, settings, drain) {
    const since = Number((0, json_1.own)(data, 'since') ?? Number.NaN);
    const backlog = await (0, backlog_1.loadBacklog)(drain.store, Number.isFinite(since) ? since : (0, outbox_1.minuteOf)(drain.runtime.now()));
    const works = worksOf(backlog, settings);
    await Promise.all([...works.values()].map((lane) => (0, lane_1.drainPages)(lane, drain)));
    const isExtra = !Number.isFinite(since);
    const fresh = isExtra && hasPages(backlog) ? null : await collect(data, backlog, drain);
    if (fresh !== null)
        await settle(fresh, backlog, works, drain);
    await finish(backlog, works, fresh, drain);
}
function worksOf(backlog, settings) {
    const destinations = (0, destinations_1.destinationsOf)(settings);
    return new Map(destinations_1.DESTINATION_NAMES.filter((name) => settings[name].state !== 'off').map((name) => {
        const lane = (backlog.lanes[name] ??= (0, backlog_1.newLane)());
        const destination = destinations.find((each) => each.name === name) ?? null;
        return [name, { name, lane, destination, delivered: 0, stopped: destination === null, busy: false, rejections: 0 }];
    }));
}
function hasPages(backlog) {
    return Object.values(backlog.lanes).some(({ head, tail }) => head < tail);
}
/** Reads the closed boxes, oldest first, as many as can be settled too. */
async function collect(data, backlog, { store, runtime }) {
    await deleteBoxes(backlog, store);
    const closed = (0, outbox_1.minuteOf)(runtime.now()) - CLOSED_AFTER_MINUTES + 1;
    const upTo = Math.min(closed, backlog.cursor + Math.max(1, Math.floor((store.left - 8) / 2)));
    const minutes = Array.from({ length: Math.max(0, upTo - backlog.cursor) }, (_none, index) => backlog.cursor + index);
    const boxes = await Promise.all(minutes.map(async (minute) => ({ minute, box: await store.get((0, outbox_1.boxKey)(minute)) })));
    const inside = (0, kept_1.unpack)((0, json_1.own)(data, 'item'));
    const first = inside === null || (0, kept_1.keptId)(inside) === backlog.first ? null : inside;
    const slots = await (0, slots_1.readSlots)(backlog.slots);
    return {
        items: [...(first === null ? [] : [first]), ...boxes.flatMap(({ box }) => (0, lane_1.itemsOf)(box)), ...slots.map(({ item }) => item)],
        boxes: boxes.filter(({ box }) => box !== null).map(({ minute }) => minute),
        upTo: Math.max(upTo, backlog.cursor),
        first: inside === null ? backlog.first : (0, kept_1.keptId)(inside),
        slots,
    };
}
/** Delivers what it can at once, keeps the rest on pages, commits, and only then forgets where it came from. */
async function settle(fresh, backlog, works, drain) {
    const items = (0, lane_1.withoutExpired)(unique(fresh.items), drain.runtime.now());
    for (const name of destinations_1.DESTINATION_NAMES)
        await settleFor(name, items.filter(({ to }) => to === name), works.get(name), drain);
    if (fresh.items.length === 0 && fresh.boxes.length === 0) {
        backlog.cursor = fresh.upTo;
        backlog.slots = false;
        return;
    }
    Object.assign(backlog, { cursor: fresh.upTo, first: fresh.first, slots: fresh.slots.length > 0, settled: fresh.boxes });
    await (0, backlog_1.saveBacklog)(drain.store, backlog);
    await Promise.all([deleteBoxes(backlog, drain.store), (0, slots_1.deleteSlots)(fresh.slots)]);
}
/** An item may stand in the driver and in a box, or in two slots. */
function unique(items) {
    return [...new Map(items.map((kept) => [(0, kept_1.keptId)(kept), kept])).values()].sort((a, b) => a.at - b.at);
}
async function settleFor(name, items, lane, drain) {
    if (items.length === 0)
        return;
    if (lane === undefined) {
        for (const { events } of items)
            (0, outbox_1.giveUp)(name, events, 'the destination was taken off');
        return;
    }
    const notBefore = Math.max(0, ...items.map((item) => item.notBefore ?? 0));
    lane.lane.next = Math.max(lane.lane.next, notBefore === 0 ? 0 : notBefore + 2.5 * MINUTE);
    const mayDeliver = lane.lane.head === lane.lane.tail && (0, lane_1.isDue)(lane, drain.runtime.now()) && (0, lane_1.mayStart)(drain);
    const left = mayDeliver ? await (0, lane_1.deliver)(lane, items, drain, () => Promise.resolve()) : items;
    await addPages(lane, left, drain.store);
}
/** Fills up the last page, and opens as many new ones as it takes. Every write can be done twice. */
async function addPages({ name, lane }, items, store) {
    if (items.length === 0)
        return;
    const last = lane.tail > lane.head ? (0, lane_1.itemsOf)(await store.get((0, backlog_1.pageKey)(name, lane.tail - 1))) : [];
    if (last.length > 0)
        lane.tail -= 1;
    for (const page of pagesOf(unique([...last, ...items]))) {
        await store.set((0, backlog_1.pageKey)(name, lane.tail), (0, lane_1.pageOf)(page));
        lane.tail += 1;
    }
}
function pagesOf(items) {
    const pages = [];
    let bytes = Infinity;
    for (const kept of items) {
        const size = JSON.stringify((0, lane_1.pageOf)([kept])).length * 1.2;
        if (bytes + size > PAGE_BYTES) {
            pages.push([]);
            bytes = 0;
        }
        pages[pages.length - 1]?.push(kept);
        bytes += size;
    }
    return pages;
}
async function deleteBoxes(backlog, store) {
    await Promise.all(backlog.settled.map((minute) => store.delete((0, outbox_1.boxKey)(minute))));
    backlog.settled = [];
}
/** Gives up what is kept for destinations that were taken off, saves, and rests where nothing is left. */
async function finish(backlog, works, fresh, drain) {
    await dropLanes(backlog, works, drain);
    report([...works.values()]);
    const isEmpty = !hasPages(backlog) && !backlog.slots && fresh !== null && fresh.items.length === 0;
    const isQuiet = isEmpty || (fresh !== null && !hasPages(backlog) && !backlog.slots && backlog.cursor >= (0, outbox_1.minuteOf)(drain.runtime.now()) - CLOSED_AFTER_MINUTES);
    if (isQuiet) {
        await rest(backlog, drain);
        return;
    }
    await (0, backlog_1.saveBacklog)(drain.store, backlog);
    if (hasPages(backlog) && [...works.values()].some(({ delivered, busy }) => delivered > 0 || busy))
        await extraTurns(drain.runtime);
}
async function dropLanes(backlog, works, { store }) {
    for (const name of destinations_1.DESTINATION_NAMES) {
        const lane = backlog.lanes[name];
        if (lane === undefined || works.has(name))
            continue;
        for (; lane.head < lane.tail && store.left > 4; lane.head += 1) {
            for (const { events } of (0, lane_1.itemsOf)(await store.get((0, backlog_1.pageKey)(name, lane.head))))
                (0, outbox_1.giveUp)(name, events, 'the destination was taken off');
            await store.delete((0, backlog_1.pageKey)(name, lane.head));
        }
        if (lane.head === lane.tail)
            Reflect.deleteProperty(backlog.lanes, name);
    }
}
function report(works) {
    const told = works.filter(({ delivered, stopped, destination }) => delivered > 0 || (stopped && destination !== null));
    if (told.length === 0)
        return;
    const lanes = told.map(({ name, delivered, lane }) => [name, { delivered, pagesLeft: lane.tail - lane.head }]);
    console.log((0, json_1.oneLine)({ event: 'onScheduledEvent', outbox: Object.fromEntries(lanes) }));
}
/**
 * Takes the driver off and empties the store; then looks once more, because somebody may have kept something after the
 * boxes were read and found the driver still there.
 */
async function rest(backlog, { store, runtime }) {
    await (0, backlog_1.saveBacklog)(store, { ...backlog, resting: true });
    await (0, store_1.unschedule)(outbox_1.DRIVER);
    await store.delete(backlog_1.BACKLOG_KEY);
    const now = (0, outbox_1.minuteOf)(runtime.now());
    const open = Array.from({ length: Math.max(0, now + 2 - backlog.cursor) }, (_none, index) => backlog.cursor + index);
    const boxes = await Promise.all(open.map((minute) => store.get((0, outbox_1.boxKey)(minute))));
    const isFilled = boxes.some((box) => box !== null) || (await (0, slots_1.readSlots)(false)).length > 0;
    if (isFilled)
        await (0, outbox_1.drive)(backlog.cursor + 1, {}, runtime);
}
const EXTRA_TURNS = [1, 2, 3, 4];
/** Between two turns of the driver, one a minute: each has the whole quota of its minute. */
async function extraTurns(runtime) {
    const at = runtime.now() + 5 * MINUTE + 15_000;
    await Promise.all(EXTRA_TURNS.map((extra) => (0, store_1.schedule)({ name: `relay-extra-${extra}`, data: { extra: true }, at: at + (extra - 1) * MINUTE })));
}
