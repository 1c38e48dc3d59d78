"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.openMinute = openMinute;
exports.readFresh = readFresh;
exports.minutesFrom = minutesFrom;
exports.settleFresh = settleFresh;
exports.deleteBoxes = deleteBoxes;
/** What is kept and not on a page yet: in the boxes, the driver and the slots; read, settled, and only then forgotten. */
const backlog_1 = require("../backlog");
const destination_1 = require("../../destinations/destination");
const json_1 = require("../../lib/json");
const item_1 = require("../item");
const deliver_1 = require("../deliver");
const keep_1 = require("../keep");
const pages_1 = require("../pages");
const slots_1 = require("./slots");
const store_1 = require("../../platform/store");
/** A box is read when nobody can write to it any more: its minute has been over for longer than an invocation lives. */
const CLOSED_AFTER_MINUTES = 2;
/** For the backlog, the lease, and a page of each destination that is filled up. */
const RESERVED_OPERATIONS = 8;
/** The first minute whose box may still be written to. */
function openMinute(now) {
    return (0, keep_1.minuteOf)(now) - CLOSED_AFTER_MINUTES + 1;
}
/** Reads the closed minutes, oldest first, as many as this turn can settle. */
async function readFresh(data, backlog, { store, runtime, personalData }) {
    const most = Math.max(1, Math.floor((store.left - 7) / 2));
    const upTo = Math.max(backlog.cursor, Math.min(openMinute(runtime.now()), backlog.cursor + most));
    const minutes = minutesFrom(backlog.cursor, upTo);
    const boxes = await Promise.all(minutes.map(async (minute) => ({ minute, box: await store.get((0, keep_1.boxKey)(minute)) })));
    const slots = (await Promise.all(minutes.map(slots_1.readSlots))).flat();
    const inside = (0, item_1.unpack)((0, json_1.own)(data, 'item'));
    const isNew = inside !== null && (0, item_1.keptId)(inside) !== backlog.first;
    const items = [...(isNew ? [inside] : []), ...boxes.flatMap(({ box }) => (0, pages_1.itemsOf)(box))];
    // Should none of it be delivered at once, it goes on so many pages.
    const pages = store.left - RESERVED_OPERATIONS - (0, pages_1.pagesOf)(items).length;
    const taken = slots.slice(0, (0, pages_1.roomFor)(slots.map(({ item }) => item), pages * pages_1.PAGE_BYTES));
    return {
        items: (0, pages_1.unique)([...items, ...taken.map(({ item }) => item)]).map((kept) => (0, item_1.allowed)(kept, personalData)),
        boxes: boxes.filter(({ box }) => box !== null).map(({ minute }) => minute),
        slots: taken,
        upTo: slots[taken.length]?.minute ?? upTo,
        first: inside === null ? backlog.first : (0, item_1.keptId)(inside),
    };
}
function minutesFrom(first, end) {
    return [...Array(end - first).keys()].map((index) => first + index);
}
/** Delivers what can be delivered at once and keeps the rest on pages; then commits, and deletes where it came from. */
async function settleFresh(fresh, backlog, works, turn) {
    await (0, store_1.together)(destination_1.DESTINATION_NAMES.map((name) => settleFor(name, fresh.items, works.get(name), turn)));
    // Slots are found by their minute, so the cursor passes it when they are gone; boxes are named until they are.
    Object.assign(backlog, { cursor: fresh.slots[0]?.minute ?? fresh.upTo, first: fresh.first, settled: fresh.boxes });
    if (fresh.items.length + fresh.slots.length + fresh.boxes.length > 0) {
        await (0, backlog_1.saveBacklog)(turn.store, backlog);
        await Promise.all([deleteBoxes(backlog, turn.store), (0, slots_1.deleteSlots)(fresh.slots)]);
    }
    backlog.cursor = fresh.upTo;
}
async function settleFor(name, fresh, work, turn) {
    const items = (0, pages_1.withoutExpired)(fresh.filter(({ to }) => to === name), turn.runtime.now());
    if (work === undefined) {
        for (const { events } of items)
            (0, keep_1.giveUp)(name, events, pages_1.TAKEN_OFF);
        return;
    }
    respect(work, items);
    const isNext = work.lane.head === work.lane.tail && (0, deliver_1.maySend)(work, turn);
    const left = isNext ? await (0, deliver_1.deliver)(work, items, turn, () => Promise.resolve()) : items;
    await (0, pages_1.addPages)(work, left, turn.store);
}
/** A live request was asked not to come again before some time. */
function respect({ lane }, items) {
    for (const { notBefore } of items)
        if (notBefore !== null)
            lane.next = Math.max(lane.next, notBefore + deliver_1.TOLERANCE_MS);
}
/** The backlog names the boxes it has settled until they are deleted. */
async function deleteBoxes(backlog, store) {
    await Promise.all(backlog.settled.map((minute) => store.delete((0, keep_1.boxKey)(minute))));
    backlog.settled = [];
}
