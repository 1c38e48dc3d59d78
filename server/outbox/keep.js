"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.NOTHING_TOOK_IT = exports.DRIVER = void 0;
exports.boxKey = boxKey;
exports.minuteOf = minuteOf;
exports.keep = keep;
exports.giveUp = giveUp;
exports.drive = drive;
const batches_1 = require("../destinations/batches");
const json_1 = require("../lib/json");
const item_1 = require("./item");
const slots_1 = require("./inbox/slots");
const store_1 = require("../platform/store");
const MINUTE = 60_000;
/** A schedule's data may have 4 KB; besides the text it holds a few words and the quotes' escapes. */
const SCHEDULE_TEXT_BYTES = 3_900;
/** A key and its value may have 40 KB together. */
const STORE_TEXT_BYTES = 36_000;
exports.DRIVER = 'relay';
/** A platform's clock may differ from ours, and what is due in five minutes must not come too early. */
const LEAD_MS = 5 * MINUTE + 15_000;
/** The key of the items kept in one minute; `minute` is epoch minutes. */
function boxKey(minute) {
    return `box:${minute}`;
}
function minuteOf(time) {
    return Math.floor(time / MINUTE);
}
/** Keeps the events of one payload; returns those that nothing took. */
async function keep(to, events, runtime, notBefore) {
    const pieces = piecesOf({ to, events, at: runtime.now(), notBefore, refusals: 0 }, STORE_TEXT_BYTES);
    return (await Promise.all(pieces.map((piece) => keepPiece(piece, runtime)))).flat();
}
exports.NOTHING_TOOK_IT = 'neither the store nor the schedules took it';
/** Logs every event as an error line: it will not be tried again. */
function giveUp(destination, events, reason) {
    for (const event of events)
        console.error((0, json_1.oneLine)({ undelivered: event, destination, reason }));
}
async function keepPiece(piece, runtime) {
    const text = (0, item_1.pack)(piece);
    const fits = (0, json_1.utf8Bytes)(JSON.stringify(text)) <= SCHEDULE_TEXT_BYTES;
    const isNew = await drive(minuteOf(runtime.now()), fits ? { item: text } : {}, runtime);
    return isNew && fits ? [] : keepBeside(piece, text, isNew, runtime);
}
async function keepBeside(piece, text, isNew, runtime) {
    const isBoxed = await (0, store_1.append)(boxKey(minuteOf(runtime.now())), (0, item_1.keptId)(piece), text);
    const lost = isBoxed ? [] : await keepInSlots(piece, runtime);
    // The driver may have rested between the first look and now; with the item in place, one more look settles it.
    const isKept = lost.length < piece.events.length && (isNew || (await isDriven(runtime)));
    return isKept ? lost : [...piece.events];
}
/** A refused creation need not mean that the driver is there: by a clock that is behind, it came too early. */
async function isDriven(runtime) {
    const since = minuteOf(runtime.now());
    if (await isDriverThere())
        return true;
    return (await drive(since, {}, runtime)) || (await drive(since, {}, runtime, LEAD_MS + MINUTE)) || isDriverThere();
}
async function isDriverThere() {
    try {
        return (await (0, store_1.scheduled)(exports.DRIVER)) !== null;
    }
    catch {
        return false;
    }
}
/** Sees to it that the outbox is driven, from the given minute on; true where it was not. */
function drive(since, inside, runtime, lead = LEAD_MS) {
    const at = runtime.now() + lead + Math.floor(runtime.random() * MINUTE);
    // A minute earlier: another machine's clock may be behind.
    return (0, store_1.schedule)({ name: exports.DRIVER, data: { since: since - 1, ...inside }, at, everyMinutes: 5 });
}
async function keepInSlots(item, runtime) {
    const pieces = piecesOf(item, SCHEDULE_TEXT_BYTES);
    const kept = await Promise.all(pieces.map(async (piece) => ({ piece, isKept: await (0, slots_1.takeSlot)(minuteOf(runtime.now()), (0, item_1.pack)(piece), runtime) })));
    return kept.flatMap(({ piece, isKept }) => (isKept ? [] : piece.events));
}
/** One payload's events in pieces of at most so many bytes; one event always fits. */
function piecesOf(kept, bytes) {
    if (kept.events.length < 2 || fitsWhole(kept, bytes))
        return [kept];
    return (0, batches_1.halves)(kept.events).flatMap((events) => piecesOf({ ...kept, events }, bytes));
}
/** Kept small, and what it unfolds to within one request. */
function fitsWhole(kept, bytes) {
    return (0, item_1.isAlike)(kept.events) && (0, json_1.utf8Bytes)(JSON.stringify((0, item_1.pack)(kept))) <= bytes && (0, json_1.utf8Bytes)(JSON.stringify(kept.events)) <= batches_1.REQUEST_BYTES;
}
