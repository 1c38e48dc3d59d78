"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.TLS_FAULT = void 0;
exports.send = send;
exports.slackOutcome = slackOutcome;
/** One request to one destination, and what its answer means. The only file that calls `$request`. */
const json_1 = require("../lib/json");
/** Sends a request by its template. Never rejects: every failure is an outcome, named without the receiver's words. */
async function send(template, context, body, runtime) {
    const start = runtime.now();
    try {
        const answer = await $request.invokeTemplate(template, { context, body });
        return { ok: true, status: answer.status ?? 200, ms: runtime.now() - start, response: typeof answer.response === 'string' ? answer.response : '' };
    }
    catch (rejection) {
        return failure(rejection, runtime.now() - start, runtime.now());
    }
}
/** A rejection is `{ status, headers, response, errorSource }`; a fault of the platform may be anything. */
function failure(rejection, ms, now) {
    const status = Number((0, json_1.idOf)((0, json_1.objectOf)(rejection)['status']) ?? 0);
    const known = Number.isInteger(status) && status > 0 ? status : 0;
    return { ok: false, status: known, ms, reason: reasonOf(known, rejection), notBefore: notBeforeOf((0, json_1.objectOf)(rejection)['headers'], now) };
}
const REASONS = {
    401: 'the receiver refused the credentials',
    403: 'the receiver forbade it',
    404: 'there is nothing at that address',
    408: 'the receiver timed out',
    410: 'the receiver is gone for good',
    413: 'the receiver found it too large',
    429: 'too many requests in a minute',
    504: 'the receiver took too long',
};
/** Where no secure connection came about; the platform says so in words only, if at all. */
exports.TLS_FAULT = 'no secure connection to the receiver could be made';
/** Never the answer's own text: a receiver could put anything in there, our secrets included. */
function reasonOf(status, rejection) {
    if (isTlsFault(status, rejection))
        return exports.TLS_FAULT;
    if (status === 0)
        return isTemplateFault(rejection) ? 'the platform refused the request' : 'the receiver could not be reached';
    const reason = REASONS[status];
    if (reason !== undefined)
        return reason;
    if (status >= 500)
        return 'the receiver or the way to it failed';
    return status >= 400 ? 'the receiver rejected it' : 'the receiver redirects, which is not followed';
}
/** 502 is the platform's status for a receiver it does not reach. */
function isTlsFault(status, rejection) {
    const { response, message } = (0, json_1.objectOf)(rejection);
    const words = `${(0, json_1.textOf)(response) ?? ''} ${(0, json_1.textOf)(message) ?? ''}`;
    return (status === 0 || status === 502) && /certificate|\b(?:tls|ssl)\b/i.test(words);
}
function isTemplateFault(rejection) {
    return typeof rejection === 'string' || ((0, json_1.isObject)(rejection) && rejection['status'] === undefined && rejection['message'] !== undefined);
}
const LONGEST_WAIT_MS = 24 * 3_600_000;
/** `retry-after`, in seconds or as an HTTP date, at most a day ahead. */
function notBeforeOf(headers, now) {
    const fields = (0, json_1.objectOf)(headers);
    const name = Object.keys(fields).find((key) => key.toLowerCase() === 'retry-after');
    const field = name === undefined ? undefined : fields[name];
    const value = (0, json_1.idOf)((0, json_1.isList)(field) ? field[0] : field);
    if (value === null)
        return null;
    const time = /^\d+(?:\.\d+)?$/.test(value) ? now + Number(value) * 1000 : Date.parse(value);
    return time > now ? Math.min(time, now + LONGEST_WAIT_MS) : null;
}
/**
 * Slack answers 200 with `ok: false` and an error code where it did not take a message. The code is one of Slack's own
 * short words; anything else is not repeated.
 */
function slackOutcome(outcome) {
    if (!outcome.ok)
        return outcome;
    const answer = parsed(outcome.response);
    if (answer['ok'] === true)
        return outcome;
    const code = (0, json_1.textOf)(answer['error']);
    const reason = code !== null && /^[a-z_]{1,60}$/.test(code) ? `Slack answered ${code}` : 'Slack answered something else than ok';
    return { ok: false, status: outcome.status, ms: outcome.ms, reason, notBefore: null };
}
function parsed(text) {
    try {
        return (0, json_1.objectOf)(JSON.parse(text));
    }
    catch {
        return {};
    }
}
