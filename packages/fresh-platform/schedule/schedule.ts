/** `$schedule` as the app sees it, and the firing of what it scheduled. */
import { jsonCopy, Refusal } from '../rules/errors';
import type { Installation, Scheduled } from '../installation/installation';
import { answerLater, operate, type Invocation } from '../events/invocation';
import { periodOf, readSchedule, scheduleName, type ScheduleRequest } from './schedule-rules';
import type { OperationName, PendingSchedule } from '../types';

/** Every method takes one object with `name` and resolves an object, or rejects `{ status, message }` with 400 or 404. */
export interface ScheduleApi {
  create: (request: unknown) => Promise<unknown>;
  fetch: (request: unknown) => Promise<unknown>;
  update: (request: unknown) => Promise<unknown>;
  delete: (request: unknown) => Promise<unknown>;
}

export function createScheduleApi(installation: Installation, invocation: Invocation): ScheduleApi {
  const { schedules } = installation;
  const method = (name: OperationName, act: (request: unknown) => object) => (request: unknown) =>
    operate(installation, invocation, {
      name,
      target: nameIn(request),
      carryOut: (done) => {
        answerLater(installation, name, done, { resolved: act(request) });
      },
      rejection: ({ status, message }) => ({ status, message }),
    });
  return {
    create: method('schedule.create', (request) => {
      addSchedule(installation, createdBy(request, installation));
      return { status: 200, message: 'Schedule created' };
    }),
    fetch: method('schedule.fetch', (request) => describe(find(installation, request))),
    update: method('schedule.update', (request) => {
      const before = find(installation, request);
      const after = readSchedule(request, installation.clock.now(), installation.limits);
      before.cancel();
      addSchedule(installation, { ...before, ...changes(after, before) });
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
  const { clock, limits, schedules, app } = installation;
  const { name, data = {}, at, repeat } = readSchedule(request, clock.now(), limits);
  if (!app.handlers.has('onScheduledEvent'))
    throw new Refusal(
      400,
      'manifest.json declares no onScheduledEvent under modules.common.events, so a schedule has nothing to call.',
    );
  if (schedules.has(name))
    throw new Refusal(400, `A schedule named ${name} is pending already: names are unique among the pending ones.`);
  checkRoom(installation, repeat !== undefined);
  if (repeat) return { name, data, repeat, at: at ?? clock.now() + periodOf(repeat) };
  if (at === undefined) throw new Refusal(400, `The schedule ${name} needs schedule_at or repeat.`);
  return { name, data, at };
}

function checkRoom({ schedules, limits }: Installation, isRecurring: boolean): void {
  const pending = [...schedules.values()].filter(({ repeat }) => (repeat !== undefined) === isRecurring).length;
  const most = isRecurring ? limits.recurringSchedules : limits.oneTimeSchedules;
  if (pending >= most)
    throw new Refusal(
      400,
      `${pending} ${isRecurring ? 'recurring' : 'one-time'} schedules are pending, and an installation has at most ${most}.`,
    );
}

function changes({ data, at, repeat }: ScheduleRequest, before: Planned): Partial<Planned> {
  if ((repeat !== undefined) !== (before.repeat !== undefined) && repeat !== undefined) {
    throw new Refusal(
      400,
      `The schedule ${before.name} is a one-time one and cannot become recurring: delete it and create another.`,
    );
  }
  return { ...(data && { data }), ...(at !== undefined && { at }), ...(repeat && { repeat }) };
}

/** Puts a schedule on the clock, by no rule: what was accepted once may have less than five minutes to go. */
export function addSchedule(installation: Installation, planned: Planned): void {
  const cancel = installation.clock.at(planned.at, () => {
    fire(installation, planned);
  });
  installation.schedules.set(planned.name, { ...planned, cancel });
}

/** A one-time schedule is gone before its handler runs; a recurring one stays whatever comes of the invocation. */
function fire(installation: Installation, planned: Planned): void {
  installation.schedules.delete(planned.name);
  if (planned.repeat) addSchedule(installation, { ...planned, at: planned.at + periodOf(planned.repeat) });
  installation.fire(planned.data);
}

function describe({ name, data, at, repeat }: Planned): object {
  return jsonCopy({ name, data, schedule_at: new Date(at).toISOString(), ...(repeat && { repeat }) });
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
