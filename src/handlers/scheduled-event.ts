/** Handles onScheduledEvent: every schedule's data carries a `kind`, which says who it is for. */
import { isObject, objectOf, own, type JsonObject } from '../lib/json';
import type { ScheduleKind } from '../platform/registry';
import type { Runtime } from '../platform/runtime';
import { outboxEvent } from './outbox-event';
import { countEvent, summaryEvent, unattendedDue } from './reminders';

/** `data` is the schedule's own; `payload` the whole event: account, region, settings. */
type Handler = (data: JsonObject, payload: JsonObject, runtime: Runtime) => Promise<void>;

const HANDLERS: Readonly<Record<ScheduleKind, Handler>> = {
  outbox: outboxEvent,
  unattended: unattendedDue,
  summary: summaryEvent,
  count: countEvent,
};

export async function scheduledEvent(input: unknown, runtime: Runtime): Promise<void> {
  const payload = objectOf(input);
  const data = objectOf(own(payload, 'data'));
  const handler = own(HANDLERS, String(own(data, 'kind'))) as Handler | undefined;
  // Without settings there is no telling whether a destination was taken off or is just not known.
  if (handler !== undefined && isObject(own(payload, 'iparams'))) await handler(data, payload, runtime);
}
