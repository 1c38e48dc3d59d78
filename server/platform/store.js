"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.StoreRefused = void 0;
exports.createStore = createStore;
exports.append = append;
exports.create = create;
exports.schedule = schedule;
exports.scheduled = scheduled;
exports.unschedule = unschedule;
exports.together = together;
/** The platform's key-value store and schedules, with their refusals as values. The only file that calls `$db` and `$schedule`. */
const json_1 = require("../lib/json");
/** The store refused an operation: the quota is spent, or it is out of order. Whoever meets it stops, and leaves the rest for later. */
class StoreRefused extends Error {
    constructor(status) {
        super(`The store refused an operation with status ${status}.`);
        this.status = status;
        this.name = 'StoreRefused';
    }
}
exports.StoreRefused = StoreRefused;
function statusOf(rejection) {
    return Number((0, json_1.idOf)((0, json_1.own)((0, json_1.objectOf)(rejection), 'status')) ?? 0);
}
function createStore(operations) {
    const counted = async (work) => {
        store.left -= 1;
        try {
            return await work;
        }
        catch (rejection) {
            // A missing key is no refusal.
            if (statusOf(rejection) === 404)
                return null;
            throw new StoreRefused(statusOf(rejection));
        }
    };
    const store = {
        left: operations,
        get: async (key) => {
            const value = await counted($db.get(key));
            return (0, json_1.isObject)(value) ? value : null;
        },
        set: async (key, value) => {
            await counted($db.set(key, value));
        },
        claim: async (key, value, seconds) => {
            store.left -= 1;
            try {
                await $db.set(key, value, { ttl: seconds, setIf: 'not_exist' });
                return true;
            }
            catch (rejection) {
                if (statusOf(rejection) === 429)
                    throw new StoreRefused(429);
                return false;
            }
        },
        delete: async (key) => {
            await counted($db.delete(key));
        },
    };
    return store;
}
/** Adds one item to a key, atomically; false where the store refuses or the key is full. */
async function append(key, attribute, text) {
    try {
        await $db.update(key, 'append', { [attribute]: [text] });
        return true;
    }
    catch {
        return false;
    }
}
async function create({ name, data, at, everyMinutes }) {
    const repeat = everyMinutes === undefined ? {} : { repeat: { time_unit: 'minutes', frequency: everyMinutes } };
    try {
        await $schedule.create({ name, data, schedule_at: new Date(at).toISOString(), ...repeat });
        return 'created';
    }
    catch (rejection) {
        return isBusy(statusOf(rejection)) ? 'busy' : 'refused';
    }
}
/** False where it was not created, whatever the reason. */
async function schedule(wanted) {
    return (await create(wanted)) === 'created';
}
function isBusy(status) {
    return status === 429 || status >= 500;
}
/** The data of a pending schedule; null where there is none. Throws a StoreRefused where the platform is busy or out of order. */
async function scheduled(name) {
    try {
        return (0, json_1.objectOf)((await $schedule.fetch({ name })).data);
    }
    catch (rejection) {
        const status = statusOf(rejection);
        if (isBusy(status))
            throw new StoreRefused(status);
        return null;
    }
}
/** False where it could not be taken off; it may be gone already. */
async function unschedule(name) {
    try {
        await $schedule.delete({ name });
        return true;
    }
    catch {
        return false;
    }
}
/** All of them to their end, side by side; only then is the first one's fault thrown. */
async function together(works) {
    const ended = await Promise.allSettled(works);
    for (const end of ended)
        if (end.status === 'rejected')
            throw end.reason;
}
