/** `$schedule` as the app sees it, and the firing of what it scheduled. */
import { jsonCopy, Refusal } from '../rules/errors';
import { count } from '../events/quota';
import type { Installation, Scheduled } from '../installation/installation';
import { answerLater, operate, type Invocation } from '../events/invocation';
import { throwOnUnreadable } from '../events/nonsense';
import { periodOf, readSchedule, scheduleName, type ScheduleRequest } from '../rules/schedule';
import type { OperationName, PendingSchedule } from '../types';

/** The status of a refusal that carries none. */
const NO_STATUS = 0;

/** Every method takes one object with `name` and resolves an object, or rejects `{ status, message }` with 400, 404 or 429. */
export interface ScheduleApi {
  create: (request: unknown) => unknown;
  fetch: (request: unknown) => unknown;
  update: (request: unknown) => unknown;
  delete: (request: unknown) => unknown;
}

export function createScheduleApi(installation: Installation, invocation: Invocation): ScheduleApi {
  const { schedules, clock, limits, ways } = installation;
  const method = (name: OperationName, act: (request: unknown) => object) => (request: unknown) => {
    throwOnUnreadable(ways, request);
    return operate(installation, invocation, {
      name,
      target: nameIn(request),
      carryOut: (done) => {
        count(installation, 'scheduleOperations');
        answerLater(installation, name, done, { resolved: act(request) });
      },
      rejection: ({ status, message }) => (status === NO_STATUS ? { message } : { status, message }),
    });
  };
  return {
    create: method('schedule.create', (request) => {
      addSchedule(installation, createdBy(request, installation));
      return { status: 200, message: 'Schedule created' };
    }),
    fetch: method('schedule.fetch', (request) => describe(find(installation, request))),
    update: method('schedule.update', (request) => {
      const before = find(installation, request);
      const after = readSchedule(request, clock.now(), limits, ways);
      if (after.repeat && !before.repeat) checkRoom(installation, true);
      before.cancel();
      addSchedule(installation, planned(after, installation));
      return { status: 200, message: 'Schedule updated' };
    }),
    delete: method('schedule.delete', (request) => {
      const schedule = find(installation, request);
      schedule.cancel();
      schedules.delete(schedule.name);
      return { status: 200, message: 'Schedule deleted' };
    }),
  };
}

/** Everything pending, in the order it will fire. */
export function listSchedules({ schedules }: Installation): PendingSchedule[] {
  return [...schedules.values()]
    .sort((a, b) => a.at - b.at)
    .map(({ name, data, at, repeat }) => ({
      name,
      get data() {
        return jsonCopy(data);
      },
      at,
      ...(repeat ? { repeatMs: periodOf(repeat) } : {}),
    }));
}

export function cancelSchedules({ schedules }: Installation): void {
  for (const { cancel } of schedules.values()) cancel();
  schedules.clear();
}

export type Planned = Omit<Scheduled, 'cancel'>;

function createdBy(request: unknown, installation: Installation): Planned {
  const { clock, limits, schedules, app, ways } = installation;
  const wanted = readSchedule(request, clock.now(), limits, ways);
  const { name, repeat } = wanted;
  if (!app.handlers.some(({ event }) => event === 'onScheduledEvent'))
    throw new Refusal(
      400,
      'manifest.json declares no onScheduledEvent under modules.common.events, so a schedule has nothing to call.',
    );
  if (schedules.has(name))
    throw new Refusal(400, `A schedule named ${name} is pending already: names are unique among the pending ones.`);
  checkRoom(installation, repeat !== undefined);
  return planned(wanted, installation);
}

/** With its data as the scheduler keeps it, and the moment it fires first. */
function planned(request: ScheduleRequest, { clock, ways, options }: Installation): Planned {
  const wanted = options.hardships?.damagesText === true ? { ...request, data: damaged(request.data) } : request;
  const { repeat } = wanted;
  if (!repeat) return wanted;
  const period = periodOf(repeat);
  if (ways.recurringFiresLate) return { ...wanted, at: Math.max(wanted.at, clock.now()) + period };
  const missed = Math.max(0, Math.ceil((clock.now() - wanted.at) / period));
  return { ...wanted, at: wanted.at + missed * period };
}

function damaged(data: ScheduleRequest['data']): ScheduleRequest['data'] {
  return JSON.parse(JSON.stringify(data).replace(/[^\0-\x7f]/g, '?')) as ScheduleRequest['data'];
}

function checkRoom({ schedules, limits, ways }: Installation, isRecurring: boolean): void {
  const pending = [...schedules.values()].filter(({ repeat }) => (repeat !== undefined) === isRecurring).length;
  const most = isRecurring ? limits.recurringSchedules : limits.oneTimeSchedules;
  if (pending >= most)
    throw new Refusal(
      isRecurring && ways.secondRecurringWithoutStatus ? NO_STATUS : 400,
      `${pending} ${isRecurring ? 'recurring' : 'one-time'} schedules are pending, and an installation has at most ${most}.`,
    );
}

/** Puts a schedule on the clock, by no rule: what was accepted once may have less than five minutes to go. */
export function addSchedule(installation: Installation, plan: Planned): void {
  const cancel = installation.clock.at(plan.at, () => {
    fire(installation, plan);
  });
  installation.schedules.set(plan.name, { ...plan, cancel });
}

/** A one-time schedule is gone before its handler runs; a recurring one stays whatever comes of the invocation. */
function fire(installation: Installation, plan: Planned): void {
  installation.schedules.delete(plan.name);
  if (plan.repeat) addSchedule(installation, { ...plan, at: plan.at + periodOf(plan.repeat) });
  const { clock, options } = installation;
  const firings = options.hardships?.firings;
  if (firings === undefined) {
    installation.fire(plan.data);
    return;
  }
  for (const late of firings(plan.name)) {
    clock.at(clock.now() + late, () => {
      installation.fire(plan.data);
    });
  }
}

/** What the app gave, whatever has fired since. */
function describe({ name, data, at, scheduleAt, repeat }: Planned): object {
  return jsonCopy({ name, data, schedule_at: scheduleAt ?? new Date(at).toISOString(), ...(repeat && { repeat }) });
}

function find({ schedules }: Installation, request: unknown): Scheduled {
  const name = scheduleName(request);
  const schedule = schedules.get(name);
  if (!schedule) throw new Refusal(404, `No schedule named ${name} is pending.`);
  return schedule;
}

function nameIn(request: unknown): string {
  return String((request as { name?: unknown } | null | undefined)?.name);
}
