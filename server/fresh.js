"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.openMinute = openMinute;
exports.readFresh = readFresh;
exports.settleFresh = settleFresh;
exports.deleteBoxes = deleteBoxes;
/** What is kept and not on a page yet: in the boxes, the driver and the slots; read, settled, and only then forgotten. */
const backlog_1 = require("./backlog");
const destinations_1 = require("./destinations");
const json_1 = require("./json");
const kept_1 = require("./kept");
const lane_1 = require("./lane");
const outbox_1 = require("./outbox");
const pages_1 = require("./pages");
const slots_1 = require("./slots");
/** A box is read when nobody can write to it any more: its minute has been over for longer than an invocation lives. */
const CLOSED_AFTER_MINUTES = 2;
/** The first minute whose box may still be written to. */
function openMinute(now) {
    return (0, outbox_1.minuteOf)(now) - CLOSED_AFTER_MINUTES + 1;
}
/** Reads the closed boxes, oldest first, as many as this turn can settle. */
async function readFresh(data, backlog, { store, runtime }) {
    const most = Math.max(1, Math.floor((store.left - 7) / 2));
    const upTo = Math.max(backlog.cursor, Math.min(openMinute(runtime.now()), backlog.cursor + most));
    const minutes = [...Array(upTo - backlog.cursor).keys()].map((index) => backlog.cursor + index);
    const boxes = await Promise.all(minutes.map(async (minute) => ({ minute, box: await store.get((0, outbox_1.boxKey)(minute)) })));
    const inside = (0, kept_1.unpack)((0, json_1.own)(data, 'item'));
    const isNew = inside !== null && (0, kept_1.keptId)(inside) !== backlog.first;
    return {
        items: (0, pages_1.unique)([...(isNew ? [inside] : []), ...boxes.flatMap(({ box }) => (0, pages_1.itemsOf)(box))]),
        slots: await (0, slots_1.readSlots)(backlog.slots),
        boxes: boxes.filter(({ box }) => box !== null).map(({ minute }) => minute),
        upTo,
        first: inside === null ? backlog.first : (0, kept_1.keptId)(inside),
    };
}
/** Delivers what can be delivered at once and keeps the rest on pages; then commits, and deletes where it came from. */
async function settleFresh(fresh, backlog, works, turn) {
    const stay = new Set();
    for (const name of destinations_1.DESTINATION_NAMES)
        for (const id of await settleFor(name, fresh, works.get(name), turn))
            stay.add(id);
    Object.assign(backlog, { cursor: fresh.upTo, first: fresh.first, slots: fresh.slots.length > 0, settled: fresh.boxes });
    if (fresh.items.length + fresh.slots.length + fresh.boxes.length === 0)
        return;
    await (0, backlog_1.saveBacklog)(turn.store, backlog);
    await Promise.all([deleteBoxes(backlog, turn.store), (0, slots_1.deleteSlots)(fresh.slots.filter(({ item }) => !stay.has((0, kept_1.keptId)(item))))]);
}
/** Returns the ids of what stays in its slot. */
async function settleFor(name, fresh, work, turn) {
    const boxed = fresh.items.filter(({ to }) => to === name);
    const slotted = fresh.slots.map(({ item }) => item).filter(({ to }) => to === name);
    const items = (0, pages_1.withoutExpired)((0, pages_1.unique)([...boxed, ...slotted]), turn.runtime.now());
    if (work === undefined) {
        for (const { events } of items)
            (0, outbox_1.giveUp)(name, events, 'the destination was taken off');
        return [];
    }
    respect(work, items);
    const isNext = work.lane.head === work.lane.tail && (0, lane_1.maySend)(work, turn);
    const left = isNext ? await (0, lane_1.deliver)(work, items, turn, () => Promise.resolve()) : items;
    return keepOnPages(work, left, new Set(boxed.map(kept_1.keptId)), turn.store);
}
/** A live request was asked not to come again before some time. */
function respect({ lane }, items) {
    for (const { notBefore } of items)
        if (notBefore !== null)
            lane.next = Math.max(lane.next, notBefore + lane_1.TOLERANCE_MS);
}
/** Boxes must be emptied; slots only as far as the turn's operations reach. */
async function keepOnPages(work, items, boxed, store) {
    const must = items.filter((kept) => boxed.has((0, kept_1.keptId)(kept)));
    const may = items.filter((kept) => !boxed.has((0, kept_1.keptId)(kept)));
    const room = Math.max(0, store.left - 8 - (0, pages_1.pagesOf)(must).length);
    const paged = (0, pages_1.pagesOf)(may).slice(0, room).flat();
    await (0, pages_1.addPages)(work, [...must, ...paged], store);
    return may.slice(paged.length).map(kept_1.keptId);
}
/** The backlog names the boxes it has settled until they are deleted. */
async function deleteBoxes(backlog, store) {
    await Promise.all(backlog.settled.map((minute) => store.delete((0, outbox_1.boxKey)(minute))));
    backlog.settled = [];
}
