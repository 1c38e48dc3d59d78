"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.TAKEN_OFF = exports.EXPIRED = exports.PAGE_BYTES = void 0;
exports.itemsOf = itemsOf;
exports.pageOf = pageOf;
exports.unique = unique;
exports.withoutExpired = withoutExpired;
exports.addPages = addPages;
exports.roomFor = roomFor;
exports.pagesOf = pagesOf;
exports.bytesOnPage = bytesOnPage;
/** Pages: what waits for one destination, dense, each as an object from item ids to packed items. */
const backlog_1 = require("./backlog");
const json_1 = require("../lib/json");
const item_1 = require("./item");
const keep_1 = require("./keep");
/** A key and its value may have 40 KB. */
exports.PAGE_BYTES = 38_000;
const KEPT_FOR_MS = 3 * 24 * 60 * 60_000;
exports.EXPIRED = 'it could not be delivered for three days';
exports.TAKEN_OFF = 'the destination was taken off';
/** The items of a page or a box, in the order in which they are tried; what this app did not write is passed over. */
function itemsOf(page) {
    if (!(0, json_1.isObject)(page))
        return [];
    return inOrder(Object.keys(page).map((key) => (0, item_1.unpack)(oneOf((0, json_1.own)(page, key)))).filter((kept) => kept !== null));
}
/** An item appended twice stands twice in its array. */
function oneOf(value) {
    return (0, json_1.isList)(value) ? value[0] : value;
}
function pageOf(items) {
    return Object.fromEntries(items.map((kept) => [(0, item_1.keptId)(kept), (0, item_1.pack)(kept)]));
}
/** Oldest first, but what was refused on its own stands behind the rest. */
function inOrder(items) {
    return [...items].sort((a, b) => a.refusals - b.refusals || a.at - b.at);
}
/** Each item once, in order: one may stand in the driver and in a box, or on two pages. */
function unique(items) {
    return inOrder([...new Map(items.map((kept) => [(0, item_1.keptId)(kept), kept])).values()]);
}
/** Gives up aloud what is older than three days; returns the rest. */
function withoutExpired(items, now) {
    for (const { to, at, events } of items)
        if (at + KEPT_FOR_MS <= now)
            (0, keep_1.giveUp)(to, events, exports.EXPIRED);
    return items.filter(({ at }) => at + KEPT_FOR_MS > now);
}
/**
 * Fills up the last page, and opens as many new ones as it takes. What stands on the last page stays there: it is nowhere else,
 * and the backlog does not know the new pages before it is saved. Done twice, nothing is lost or doubled.
 */
async function addPages({ name, lane }, items, store) {
    if (items.length === 0)
        return;
    const last = lane.tail > lane.head ? itemsOf(await store.get((0, backlog_1.pageKey)(name, lane.tail - 1))) : [];
    const known = new Set(last.map(item_1.keptId));
    const more = unique(items).filter((kept) => !known.has((0, item_1.keptId)(kept)));
    const here = more.slice(0, last.length === 0 ? 0 : roomFor(more, exports.PAGE_BYTES - bytesTogether(last)));
    const pages = pagesOf(more.slice(here.length));
    for (const [index, page] of pages.entries())
        await store.set((0, backlog_1.pageKey)(name, lane.tail + index), pageOf(page));
    if (here.length > 0)
        await store.set((0, backlog_1.pageKey)(name, lane.tail - 1), pageOf([...last, ...here]));
    lane.tail += pages.length;
}
/** How many items, from the first on, have room in so many bytes. */
function roomFor(items, bytes) {
    let room = bytes;
    const end = items.findIndex((kept) => (room -= bytesOnPage(kept)) < 0);
    return end < 0 ? items.length : end;
}
function bytesTogether(items) {
    return items.reduce((sum, kept) => sum + bytesOnPage(kept), 0);
}
/** Items in the same order, as few pages as they fill. */
function pagesOf(items) {
    const pages = [];
    let rest = items;
    while (rest.length > 0) {
        const page = rest.slice(0, Math.max(1, roomFor(rest, exports.PAGE_BYTES)));
        pages.push(page);
        rest = rest.slice(page.length);
    }
    return pages;
}
function bytesOnPage(kept) {
    return (0, json_1.utf8Bytes)(JSON.stringify(pageOf([kept])));
}
