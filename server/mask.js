"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.maskPayload = maskPayload;
exports.isStaff = isStaff;
exports.maskChangeSide = maskChangeSide;
/**
 * The payload as it may be logged with personal data left out: names of customers, emails, phones, avatars,
 * message text and property values are masked; agents, groups and channels keep their names. What this app
 * does not know is masked unless its key says it is harmless, so that a new attribute leaks nothing.
 */
const json_1 = require("./json");
const MASK = '[left out]';
const MAX_DEPTH = 40;
/** Keys whose text is an identifier, a time or one of the platform's own words, wherever they stand. */
const HARMLESS_KEY = /(?:^|_)(?:id|ids|time|type|status|source|locale|event|region|version|timestamp|entity|tier)$|^(?:domain|alias|freshchat|subscribed_modules)$/;
/** Keys that are personal whatever their type, wherever they stand. */
const PERSONAL_KEY = /e?mail|phone|mobile|avatar|external_id|reference_id|address|password|secret|token/i;
const NAME_KEY = /^(?:first_name|last_name|name|display_name)$/;
const EMAIL_OR_PHONE = /[^\s@]@[^\s@]|^\+?\(?\d[\d\s().-]{6,}\d$/;
const nothing = () => false;
const names = (key, text) => NAME_KEY.test(key) && !text.includes('@');
const words = (key, text) => /(?:policy|channel|group|agent)_name$/.test(key) && !text.includes('@');
/** A change of an attribute this app does not know: a word or number is the platform's, an email or sentence is a person's. */
const plainWords = (_key, text) => text.length <= 60 && !EMAIL_OR_PHONE.test(text);
const everything = (_key, text) => !EMAIL_OR_PHONE.test(text);
/** A copy of the payload without `iparams` and with personal data masked. Never throws; the input stays as it is. */
function maskPayload(payload) {
    if (!(0, json_1.isObject)(payload))
        return payload === undefined ? null : maskValue('', payload, nothing, 0);
    return mapObject(payload, (key, value) => maskTopLevel(key, value));
}
function maskTopLevel(key, value) {
    if (key === 'iparams')
        return undefined;
    if (key === 'data')
        return (0, json_1.isObject)(value) ? mapObject(value, maskData) : maskValue(key, value, nothing, 0);
    return maskValue(key, value, key === 'currentHost' ? everything : nothing, 0);
}
function maskData(key, value) {
    switch (key) {
        case 'actor':
            return maskValue(key, value, isStaff((0, json_1.own)((0, json_1.objectOf)(value), 'type')) ? names : nothing, 0);
        case 'associations':
            return (0, json_1.isObject)(value) ? mapObject(value, maskAssociation) : maskValue(key, value, nothing, 0);
        case 'conversation':
            return maskValue(key, value, words, 0);
        case 'changes':
            return (0, json_1.isObject)(value) ? mapObject(value, maskChanges) : maskValue(key, value, nothing, 0);
        default:
            return maskValue(key, value, nothing, 0);
    }
}
/** Agents and bots are the account's own; anyone else, a type that came later included, may be a customer. */
function isStaff(type) {
    return type === 'agent' || type === 'bot';
}
function maskAssociation(key, value) {
    return maskValue(key, value, key === 'user' ? nothing : names, 0);
}
/** In `model_changes` a key names what changed and its value holds both sides. */
function maskChanges(key, value) {
    if (key !== 'model_changes' || !(0, json_1.isObject)(value))
        return maskValue(key, value, nothing, 0);
    return mapObject(value, (field, tuple) => (Array.isArray(tuple) ? tuple.map((side) => maskChangeSide(field, side)) : maskValue(field, tuple, nothing, 0)));
}
/** One side of a changed attribute, also as the webhook tells it: plain words, numbers and flags stay, anything else may be personal. */
function maskChangeSide(field, side) {
    if (side === null || typeof side === 'boolean')
        return side;
    if (PERSONAL_KEY.test(field) || isPersonalField(field))
        return MASK;
    if (typeof side === 'object')
        return MASK;
    return typeof side === 'string' && !plainWords(field, side) ? MASK : side;
}
/** A name stays where it is a policy's, a group's or an agent's; a bare one, and a property's value, may be the customer's. */
function isPersonalField(field) {
    return NAME_KEY.test(field) || /user_name|customer_name|propert|custom|^cf_|message|subject|note/i.test(field);
}
function maskValue(key, value, keep, depth) {
    if (typeof value === 'string')
        return isPublic(key, value, keep) ? value : MASK;
    if (typeof value !== 'object' || value === null)
        return PERSONAL_KEY.test(key) && typeof value === 'number' ? MASK : value;
    if (depth >= MAX_DEPTH)
        return MASK;
    const keepInside = keepBelow(key, keep);
    if (Array.isArray(value))
        return value.map((item) => maskValue(key, item, keepInside, depth + 1));
    if (PERSONAL_KEY.test(key))
        return MASK;
    if (key === 'properties')
        return maskProperties(value);
    return mapObject(value, (inner, item) => maskValue(inner, item, keepInside, depth + 1));
}
/** In `{ name, value }` the name says what the value is about; in any other shape the keys do. Every value is the customer's. */
function maskProperties(properties) {
    const listed = (0, json_1.own)(properties, 'name') !== undefined && (0, json_1.own)(properties, 'value') !== undefined;
    return mapObject(properties, (key, value) => (value === null || (listed && isPropertyName(key, value)) ? value : MASK));
}
function isPropertyName(key, value) {
    return key === 'name' && typeof value === 'string' && !EMAIL_OR_PHONE.test(value);
}
/** What a customer wrote and the customer's own record keep nothing, wherever they are nested. */
function keepBelow(key, keep) {
    return key === 'messages' || key === 'message_parts' || key === 'user' || key === 'properties' ? nothing : keep;
}
function isPublic(key, text, keep) {
    if (text === '')
        return true;
    if (PERSONAL_KEY.test(key))
        return false;
    return HARMLESS_KEY.test(key) ? everything(key, text) || isMachineMade(text) : keep(key, text);
}
/** Long digits, UUIDs and times look like phone numbers; under a harmless key they are none. */
function isMachineMade(text) {
    return /^[\w:.+-]+$/.test(text) && !text.startsWith('+');
}
/** A copy without prototype, so that a key such as `__proto__` is a key like any other; `undefined` leaves a key out. */
function mapObject(object, map) {
    const copy = Object.create(null);
    for (const key of Object.keys(object)) {
        const value = map(key, object[key]);
        if (value !== undefined)
            copy[key] = value;
    }
    return copy;
}
