/** What a delivery says: its events, as far as this receiver uses them. docs/receiving.md shows a whole one. */

export interface Named {
  id: string | null;
  name: string | null;
}

export interface ReceivedEvent {
  id: string;
  type: string;
  /** ISO 8601 in UTC, so that texts sort as times do. */
  occurredAt: string;
  /** Sorts what happened in one moment. */
  sequence: number;
  /** Null for what is about none, such as a day's summary. */
  conversation: {
    id: string;
    status: string | null;
    url: string | null;
    group: Named | null;
    agent: Named | null;
  } | null;
  /** The event as it came. */
  json: string;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * The events of a body; none for `conversation.relay.test` and for types of a later version, which are taken and let go.
 * Null when it is no delivery: not JSON, or an event without an id, type or time.
 */
export function eventsOf(body: string): ReceivedEvent[] | null {
  const delivery = parsed(body);
  if (typeof delivery['type'] !== 'string') return null;
  if (delivery['type'] !== 'conversation.events') return [];
  const events = fieldsOf(delivery['data'])['events'];
  if (!Array.isArray(events)) return null;
  const read = events.map(eventOf).filter((event) => event !== null);
  return read.length === events.length ? read : null;
}

function parsed(body: string): Fields {
  try {
    return fieldsOf(JSON.parse(body));
  } catch {
    return {};
  }
}

function eventOf(value: unknown): ReceivedEvent | null {
  const event = fieldsOf(value);
  const [id, type] = [textOf(event['id']), textOf(event['type'])];
  const time = Date.parse(textOf(event['occurred_at']) ?? '');
  if (id === null || type === null || Number.isNaN(time)) return null;
  return {
    id,
    type,
    occurredAt: new Date(time).toISOString(),
    sequence: typeof event['sequence'] === 'number' ? Math.trunc(event['sequence']) : 0,
    conversation: conversationOf(fieldsOf(event['conversation'])),
    json: JSON.stringify(value),
  };
}

function conversationOf(conversation: Fields): ReceivedEvent['conversation'] {
  const id = textOf(conversation['id']);
  if (id === null) return null;
  return {
    id,
    status: textOf(conversation['status']),
    url: textOf(conversation['url']),
    group: namedOf(conversation['group']),
    agent: namedOf(conversation['agent']),
  };
}

function namedOf(value: unknown): Named | null {
  const { id, name } = fieldsOf(value);
  return id === undefined && name === undefined ? null : { id: textOf(id), name: textOf(name) };
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
