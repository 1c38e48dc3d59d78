"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.readSlots = readSlots;
exports.deleteSlots = deleteSlots;
/** One-time schedules as slots: what is kept there is read by name while they are pending, because the platform lists nothing. */
const json_1 = require("./json");
const kept_1 = require("./kept");
const outbox_1 = require("./outbox");
const store_1 = require("./store");
const SIDE_BY_SIDE = 100;
/** Looks at slot 0, which whoever needs a slot tries first; at all of them where it is taken, or was when last looked. */
async function readSlots(wereInUse) {
    const first = await readSlot(0);
    if (first === null && !wereInUse)
        return [];
    const items = first === null ? [] : [first];
    for (let slot = 1; slot < outbox_1.SLOTS; slot += SIDE_BY_SIDE) {
        const found = await Promise.all([...Array(Math.min(SIDE_BY_SIDE, outbox_1.SLOTS - slot)).keys()].map((index) => readSlot(slot + index)));
        items.push(...found.filter((item) => item !== null));
    }
    return items;
}
async function readSlot(slot) {
    const data = await (0, store_1.scheduled)((0, outbox_1.slotName)(slot));
    const item = data === null ? null : (0, kept_1.unpack)((0, json_1.own)(data, 'item'));
    return item === null ? null : { slot, item };
}
/** Slot 0 last: while it is there, the others are looked for. */
async function deleteSlots(items) {
    await Promise.all(items.filter(({ slot }) => slot !== 0).map(({ slot }) => (0, store_1.unschedule)((0, outbox_1.slotName)(slot))));
    if (items.some(({ slot }) => slot === 0))
        await (0, store_1.unschedule)((0, outbox_1.slotName)(0));
}
