/** What was received, in an SQLite file: every event once, and the latest state of every conversation. */
import { rmSync } from 'node:fs';
import { Database } from 'node-sqlite3-wasm';
import type { Named, ReceivedEvent } from './delivery';

/** The latest this receiver knows of a conversation. */
export interface KnownConversation {
  id: string;
  /** Type and time of its newest event. */
  type: string;
  occurredAt: string;
  status: string | null;
  /** A name, or the id where there is none; null: nobody. */
  group: string | null;
  agent: string | null;
  url: string | null;
}

export interface KnownEvent {
  id: string;
  type: string;
  occurredAt: string;
  sequence: number;
  /** Id of the conversation it is about; null for an event about none. */
  conversation: string | null;
  /** How often it came; all but the first were let go. */
  times: number;
}

export interface Store {
  /** Keeps the events that are new, all or none, and returns how many those were. */
  add(events: readonly ReceivedEvent[]): number;
  /** Newest first. */
  conversations(most: number): KnownConversation[];
  /** Newest first, what shares a moment by its sequence. */
  events(most: number): KnownEvent[];
  counts(): { events: number; conversations: number };
  close(): void;
}

/** `conversations` is derived: what stands in it follows from `events` alone. */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS events (
    id TEXT PRIMARY KEY, conversation_id TEXT, type TEXT NOT NULL, occurred_at TEXT NOT NULL, sequence INTEGER NOT NULL,
    times INTEGER NOT NULL DEFAULT 1, json TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS conversations (
    id TEXT PRIMARY KEY, type TEXT NOT NULL, occurred_at TEXT NOT NULL, sequence INTEGER NOT NULL, status TEXT,
    group_name TEXT, agent_name TEXT, url TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS conversations_newest ON conversations (occurred_at);
  CREATE INDEX IF NOT EXISTS events_newest ON events (occurred_at, sequence);
`;

/** What came before is counted and let go. */
const ADD_EVENT = `
  INSERT INTO events (id, conversation_id, type, occurred_at, sequence, json) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET times = times + 1
  RETURNING times
`;

/** An older event never overwrites newer state, whatever the order in which they come. */
const ADD_STATE = `
  INSERT INTO conversations (id, type, occurred_at, sequence, status, group_name, agent_name, url)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET type = excluded.type, occurred_at = excluded.occurred_at, sequence = excluded.sequence,
    status = excluded.status, group_name = excluded.group_name, agent_name = excluded.agent_name, url = excluded.url
  WHERE (excluded.occurred_at, excluded.sequence) >= (conversations.occurred_at, conversations.sequence)
`;

/**
 * Opens a file, or a database in memory by `:memory:`. One process to a file: the lock a killed process left behind, a
 * directory beside the file, is taken away.
 */
export function openStore(file: string): Store {
  if (file !== ':memory:') rmSync(`${file}.lock`, { recursive: true, force: true });
  const database = new Database(file);
  database.exec(SCHEMA);
  return {
    add: (events) => inTransaction(database, () => events.filter((event) => addOne(database, event)).length),
    conversations: (most) =>
      database
        .all('SELECT * FROM conversations ORDER BY occurred_at DESC, sequence DESC, id LIMIT ?', [most])
        .map((row) => conversationOf(row)),
    events: (most) =>
      database
        .all('SELECT * FROM events ORDER BY occurred_at DESC, sequence DESC, id LIMIT ?', [most])
        .map((row) => eventOf(row)),
    counts: () => ({ events: countOf(database, 'events'), conversations: countOf(database, 'conversations') }),
    close: () => {
      database.close();
    },
  };
}

function inTransaction<T>(database: Database, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** False when the event is known already: then its state is, too. */
function addOne(database: Database, { id, type, occurredAt, sequence, conversation, json }: ReceivedEvent): boolean {
  const about = conversation?.id ?? null;
  const row: Row = database.get(ADD_EVENT, [id, about, type, occurredAt, sequence, json]) ?? {};
  if (Number(row['times']) > 1) return false;
  if (conversation !== null) {
    const { status, group, agent, url } = conversation;
    const state = [status, nameOf(group), nameOf(agent), url];
    database.run(ADD_STATE, [conversation.id, type, occurredAt, sequence, ...state]);
  }
  return true;
}

function nameOf(who: Named | null): string | null {
  return who?.name ?? who?.id ?? null;
}

type Row = Readonly<Record<string, unknown>>;

function conversationOf(row: Row): KnownConversation {
  return {
    id: textOf(row['id']) ?? '',
    type: textOf(row['type']) ?? '',
    occurredAt: textOf(row['occurred_at']) ?? '',
    status: textOf(row['status']),
    group: textOf(row['group_name']),
    agent: textOf(row['agent_name']),
    url: textOf(row['url']),
  };
}

function eventOf(row: Row): KnownEvent {
  return {
    id: textOf(row['id']) ?? '',
    type: textOf(row['type']) ?? '',
    occurredAt: textOf(row['occurred_at']) ?? '',
    sequence: Number(row['sequence']),
    conversation: textOf(row['conversation_id']),
    times: Number(row['times']),
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function countOf(database: Database, table: 'events' | 'conversations'): number {
  const row: Row = database.get(`SELECT count(*) AS n FROM ${table}`) ?? {};
  return Number(row['n']);
}
