/**
 * A destination that takes nothing is told to the others, once per outage, and again when it is through. Pure: it rides on
 * what the outbox remembers of its destinations anyway, so it costs no operation.
 */
import type { DestinationNotice, RelayEvent } from '../events/event';
import { idFrom } from '../events/ids';
import { MINUTE_MS } from '../lib/time';
import type { LaneReport, Notice } from '../outbox/notices';

const TROUBLE_AFTER_MS = 15 * MINUTE_MS;

/** A destination as far as it matters here. */
export interface Listener {
  id: string;
  name: string;
  kind: string;
  hears(events: readonly RelayEvent[]): readonly RelayEvent[];
}

/** What there is to tell of destinations that fail for long, or work again. */
export function troubleNotices(listeners: readonly Listener[], reports: readonly LaneReport[], now: number): Notice[] {
  const standing = listeners.filter(({ id }) =>
    reports.every((report) => report.id !== id || report.failingSince === 0),
  );
  return reports.flatMap((report) => {
    const about = listeners.find(({ id }) => id === report.id);
    const type = about === undefined ? null : newsOf(report, now);
    return about === undefined || type === null ? [] : noticesAbout(type, about, report, standing, now);
  });
}

type NewsType = DestinationNotice['type'];

/** Null where nothing has changed since it was told last. It has recovered when its backlog is through. */
function newsOf({ failingSince, waiting, givenUp, told }: LaneReport, now: number): NewsType | null {
  if (failingSince === 0) return isThrough(told.since, waiting) ? 'relay.recovered' : null;
  const isFirstLoss = givenUp > 0 && told.givenUp === 0;
  return isFirstLoss || (told.since === 0 && isLong(waiting, now - failingSince)) ? 'relay.trouble' : null;
}

function isThrough(toldSince: number, waiting: number): boolean {
  return toldSince !== 0 && waiting === 0;
}

function isLong(waiting: number, ms: number): boolean {
  return waiting > 0 && ms >= TROUBLE_AFTER_MS;
}

/** Trouble that nobody can be told of now is told when somebody can; a recovery is then no news any more. */
function noticesAbout(
  type: NewsType,
  { id, name, kind }: Listener,
  report: LaneReport,
  standing: readonly Listener[],
  now: number,
): Notice[] {
  const { waiting, reason, givenUp } = report;
  const isOver = type === 'relay.recovered';
  const since = isOver ? report.told.since : report.failingSince;
  const event: DestinationNotice = {
    id: idFrom([type, id, since, givenUp]),
    type,
    occurred_at: new Date(now).toISOString(),
    sequence: 0,
    destination: { id, name, kind },
    since: new Date(since).toISOString(),
    waiting,
    reason: reason === '' ? null : reason,
    ...(givenUp === 0 ? {} : { given_up: givenUp }),
  };
  const to = standing.filter((each) => each.id !== id && each.hears([event]).length > 0).map((each) => each.id);
  const told = isOver ? { since: 0, givenUp: 0 } : { since, givenUp };
  return to.length === 0 && !isOver ? [] : [{ about: id, told, to, events: [event] }];
}
