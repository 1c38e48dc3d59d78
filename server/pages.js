"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.itemsOf = itemsOf;
exports.pageOf = pageOf;
exports.unique = unique;
exports.withoutExpired = withoutExpired;
exports.addPages = addPages;
exports.pagesOf = pagesOf;
/** Pages: what waits for one destination, dense, each as an object from item ids to packed items. */
const backlog_1 = require("./backlog");
const json_1 = require("./json");
const kept_1 = require("./kept");
const outbox_1 = require("./outbox");
/** A key and its value may have 40 KB. */
const PAGE_BYTES = 38_000;
const KEPT_FOR_MS = 3 * 24 * 60 * 60_000;
/** The items of a page or a box, oldest first; what this app did not write is passed over. */
function itemsOf(page) {
    if (!(0, json_1.isObject)(page))
        return [];
    return byAge(Object.keys(page).map((key) => (0, kept_1.unpack)(oneOf((0, json_1.own)(page, key)))).filter((kept) => kept !== null));
}
/** An item appended twice stands twice in its array. */
function oneOf(value) {
    return Array.isArray(value) ? value[0] : value;
}
function pageOf(items) {
    return Object.fromEntries(items.map((kept) => [(0, kept_1.keptId)(kept), (0, kept_1.pack)(kept) ?? '']));
}
function byAge(items) {
    return [...items].sort((a, b) => a.at - b.at);
}
/** Each item once, oldest first: one may stand in the driver and in a box, or in two slots. */
function unique(items) {
    return byAge([...new Map(items.map((kept) => [(0, kept_1.keptId)(kept), kept])).values()]);
}
/** Gives up aloud what is older than three days; returns the rest. */
function withoutExpired(items, now) {
    for (const { to, at, events } of items)
        if (at + KEPT_FOR_MS <= now)
            (0, outbox_1.giveUp)(to, events, 'it could not be delivered for three days');
    return items.filter(({ at }) => at + KEPT_FOR_MS > now);
}
/** Fills up the last page, and opens as many new ones as it takes. Done twice, it gives the same pages. */
async function addPages({ name, lane }, items, store) {
    if (items.length === 0)
        return;
    const last = lane.tail > lane.head ? itemsOf(await store.get((0, backlog_1.pageKey)(name, lane.tail - 1))) : [];
    if (last.length > 0)
        lane.tail -= 1;
    for (const page of pagesOf(unique([...last, ...items]))) {
        await store.set((0, backlog_1.pageKey)(name, lane.tail), pageOf(page));
        lane.tail += 1;
    }
}
/** Items in the same order, as few pages as they fill. */
function pagesOf(items) {
    const pages = [];
    let room = 0;
    for (const kept of items) {
        const bytes = (0, json_1.utf8Bytes)(JSON.stringify(pageOf([kept])));
        const last = pages[pages.length - 1];
        if (last === undefined || bytes > room) {
            pages.push([kept]);
            room = PAGE_BYTES - bytes;
        }
        else {
            last.push(kept);
            room -= bytes;
        }
    }
    return pages;
}
