"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.slotMinute = slotMinute;
exports.takeSlot = takeSlot;
exports.readSlots = readSlots;
exports.isAnySlotTaken = isAnySlotTaken;
exports.deleteSlots = deleteSlots;
/**
 * One-time schedules as slots, for what the store refuses: read by name while they are pending, because the platform lists
 * nothing. Every five minutes have slots of their own, in ranges that double, and who finds none free in a range goes on to
 * the next. So they are found by going on for as long as a range is in use, and must be deleted from the last to the first.
 */
const json_1 = require("../../lib/json");
const item_1 = require("../item");
const store_1 = require("../../platform/store");
/** First and last slot of a range: 0; 1 to 8; 9 to 24; … 1,017 to 2,040. A thousand may be pending. */
const RANGES = [[0, 0], [1, 8], [9, 24], [25, 56], [57, 120], [121, 248], [249, 504], [505, 1_016], [1_017, 2_040]];
const MINUTES = 5;
const TRIES_IN_A_RANGE = 2;
/** How often a platform that is busy is asked again: an item in a later range would not be found behind an empty one. */
const BUSY_TRIES = 3;
/** Longer than anything is kept: a slot is there to be read, and fires only where nobody came. */
const LIFE_MS = (3 * 24 + 1) * 60 * 60_000;
function slotName(minute, slot) {
    return `relay-${minute}-${slot}`;
}
/** The minute by which the slots used in a minute are named, and at the end of which they are read. */
function slotMinute(minute) {
    return minute - (minute % MINUTES) + MINUTES - 1;
}
/** Puts a packed item into a free slot; false where none was found, or no more schedules are taken. */
async function takeSlot(now, text, runtime) {
    const minute = slotMinute(now);
    for (const [first, last] of RANGES) {
        for (let tried = 0; tried < Math.min(TRIES_IN_A_RANGE, last - first + 1); tried += 1) {
            const slot = first + Math.floor(runtime.random() * (last - first + 1));
            if (await createWhenFree({ name: slotName(minute, slot), data: { item: text }, at: runtime.now() + LIFE_MS }))
                return true;
        }
    }
    return false;
}
async function createWhenFree(wanted) {
    let creation = 'busy';
    for (let tried = 0; tried < BUSY_TRIES && creation === 'busy'; tried += 1)
        creation = await (0, store_1.create)(wanted);
    return creation === 'created';
}
/** The slots that are closed with a minute, the last first, which is the order in which they may be deleted. */
async function readSlots(minute) {
    if (slotMinute(minute) !== minute)
        return [];
    const items = [];
    for (const [first, last] of RANGES) {
        const slots = [...Array(last - first + 1).keys()].map((index) => first + index);
        const found = (await Promise.all(slots.map((slot) => readSlot(minute, slot)))).filter((item) => item !== null);
        if (found.length === 0)
            break;
        items.push(...found);
    }
    return items.reverse();
}
async function readSlot(minute, slot) {
    const item = (0, item_1.unpack)((0, json_1.own)((await (0, store_1.scheduled)(slotName(minute, slot))) ?? {}, 'item'));
    return item === null ? null : { minute, slot, item };
}
async function isAnySlotTaken(minute) {
    return (await (0, store_1.scheduled)(slotName(minute, 0))) !== null;
}
/** In the order given, one range after the other: what is left can still be found. */
async function deleteSlots(items) {
    for (const [first, last] of [...RANGES].reverse()) {
        await Promise.all(items.filter(({ slot }) => slot >= first && slot <= last).map(({ minute, slot }) => (0, store_1.unschedule)(slotName(minute, slot))));
    }
}
