"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.install = install;
exports.uninstall = uninstall;
const destinations_1 = require("./destinations");
const json_1 = require("./json");
const settings_1 = require("./settings");
/**
 * Checks the settings and sends every destination a test message, side by side; refuses with one sentence of at most
 * 60 characters, which is what the platform shows.
 */
async function install(payload, runtime) {
    const settings = (0, settings_1.readSettings)((0, json_1.isObject)(payload) ? (0, json_1.own)(payload, 'iparams') : undefined);
    const refusal = settings.problems[0] ?? (await firstRefusal((0, destinations_1.destinationsOf)(settings), runtime));
    if (refusal === undefined)
        renderData();
    else
        renderData({ message: refusal });
}
/** A set-up event should end within 10 s, and the platform itself lets a request take 15. */
const TESTS_MS = 9_000;
const TOO_LATE = { ok: false, status: 504, ms: TESTS_MS, reason: 'the receiver took too long', notBefore: null };
async function firstRefusal(destinations, runtime) {
    if (destinations.length === 0)
        return undefined;
    const tooLate = runtime.after(TESTS_MS).then(() => TOO_LATE);
    const tests = await Promise.all(destinations.map(async (destination) => ({ destination, outcome: await Promise.race([destination.test(runtime), tooLate]) })));
    for (const { destination, outcome } of tests)
        if (!outcome.ok)
            return refusalOf(destination.name, outcome);
    return undefined;
}
// The tables are functions because every invocation of the app loads this file and hardly one reads them.
const settingNames = () => ({ webhook: 'Webhook URL', slack: 'Slack', teams: 'Teams URL' });
/** What to do about an answer, by status; each sentence fits 60 characters with the longest setting's name before it. */
const remedies = () => ({
    0: 'could not be reached. Check the address.',
    401: 'refused us (401). Check its credentials.',
    403: 'forbade it (403). Check its permissions.',
    404: 'answered 404. Check the address.',
    410: 'answered 410, gone for good. Use a new one.',
    429: 'answered 429, too busy. Try again later.',
    502: 'could not be reached. Check the address.',
    504: 'took too long. Make it answer within 9 s.',
});
const slackRemedies = () => ({
    invalid_auth: 'Slack bot token is not valid. Paste it again.',
    not_authed: 'Slack bot token is not valid. Paste it again.',
    token_revoked: 'Slack bot token was revoked. Create a new one.',
    token_expired: 'Slack bot token has expired. Create a new one.',
    account_inactive: 'Slack bot token is inactive. Create a new one.',
    missing_scope: 'Slack bot token lacks chat:write. Add that scope.',
    channel_not_found: 'Slack channel was not found. Check its ID.',
    not_in_channel: 'Slack channel lacks the bot. Invite the bot to it.',
    is_archived: 'Slack channel is archived. Choose another one.',
});
function refusalOf(name, { status, reason }) {
    const code = name === 'slack' ? /^Slack answered ([a-z_]+)$/.exec(reason)?.[1] : undefined;
    if (code !== undefined)
        return slackRemedies()[code] ?? 'Slack refused the message. Check the token and channel.';
    return `${settingNames()[name]} ${remedies()[status] ?? remedyByClass(status)}`;
}
function remedyByClass(status) {
    if (status >= 500)
        return `answered ${status}. Mend the receiver first.`;
    return status >= 400 ? `answered ${status}. Check the receiver.` : `answered ${status}. Enter the final address.`;
}
/** The platform wipes store and schedules itself, and keeps the app for ever where this fails: so nothing is tried here. */
function uninstall() {
    renderData();
}
