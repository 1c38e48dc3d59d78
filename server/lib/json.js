"use strict";
/** Reading JSON that came from outside: every function says what it found, and nothing throws. */
Object.defineProperty(exports, "__esModule", { value: true });
exports.isObject = isObject;
exports.isList = isList;
exports.isNumber = isNumber;
exports.objectOf = objectOf;
exports.own = own;
exports.textOf = textOf;
exports.idOf = idOf;
exports.utf8Bytes = utf8Bytes;
exports.oneLine = oneLine;
const EMPTY = Object.freeze({});
/** Looked up once: a sandbox answers for its globals slowly, and these are asked of every value in a payload. */
const { isArray } = Array;
const { prototype } = Object;
const { isFinite: isFiniteNumber } = Number;
/** Duck-typed on purpose: values may come from another realm, where `instanceof` does not hold. */
function isObject(value) {
    return typeof value === 'object' && value !== null && !isArray(value);
}
/** Arrays hold across realms, too. */
function isList(value) {
    return isArray(value);
}
/** A finite number: JSON writes any other as null. */
function isNumber(value) {
    return typeof value === 'number' && isFiniteNumber(value);
}
/** The value where it is an object, an empty one otherwise. */
function objectOf(value) {
    return isObject(value) ? value : EMPTY;
}
/** The own property only, so that a key such as `constructor` never reaches a prototype. */
function own(object, key) {
    return prototype.hasOwnProperty.call(object, key) ? object[key] : undefined;
}
/** A string with something in it, trimmed; null otherwise. */
function textOf(value) {
    if (typeof value !== 'string')
        return null;
    const text = value.trim();
    return text === '' ? null : text;
}
/** An identifier: a non-blank string, or a finite number as a string; null otherwise. */
function idOf(value) {
    return isNumber(value) ? `${value}` : textOf(value);
}
/** Bytes of the text in UTF-8, which is what the platform's size limits count. A lone surrogate counts as 2. */
function utf8Bytes(text) {
    // One native pass takes out what is plain ASCII, nearly always nearly all: a loop over it costs more than the request.
    const wide = text.replace(/[ -~]+/g, '');
    let bytes = text.length;
    for (let i = 0; i < wide.length; i += 1) {
        const code = wide.charCodeAt(i);
        if (code > 0x7f)
            bytes += extraBytes(code);
    }
    return bytes;
}
/** What a UTF-16 unit above ASCII takes beyond one byte; the two units of a pair make 4 bytes together. */
function extraBytes(code) {
    return code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1;
}
/** One line, whatever the value holds: JSON leaves the Unicode line ends raw, and some log viewers break on them. */
function oneLine(value) {
    const json = JSON.stringify(value);
    return (json ?? 'null').replace(/[\u007f-\u009f\u2028\u2029]/g, (end) => `\\u${end.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
