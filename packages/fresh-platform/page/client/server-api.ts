/// <reference lib="dom" />
/** Talking to the server that served this page, or to a recording that it shows. Whatever goes wrong is an Error with a sentence. */
import { messageOf } from '../../lib/thrown';
import type { Complaint } from '../server/api';

type Query = Readonly<Record<string, string>>;

/** What a server would have answered; undefined for what a recording does not hold. */
export type Recorded = (path: string, query: Query, isOrder: boolean) => unknown;

let recorded: Recorded | undefined;

/** From now on a recording answers in place of a server: for a page that opens from a disk. */
export function playFrom(recording: Recorded): void {
  recorded = recording;
}

/** Whether this page shows a recording, and has no server. */
export function isRecorded(): boolean {
  return recorded !== undefined;
}

export function get<T>(path: string, query: Query = {}): Promise<T> {
  const search = new URLSearchParams(query).toString();
  return ask<T>(path, query, search === '' ? path : `${path}?${search}`);
}

export function post<T>(path: string, body: object = {}): Promise<T> {
  return ask<T>(path, body as Query, path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function ask<T>(path: string, query: Query, address: string, order?: RequestInit): Promise<T> {
  if (recorded === undefined) return askServer<T>(address, order);
  const answer = recorded(path, query, order !== undefined);
  if (answer === undefined) throw new Error('The recording does not hold that.');
  return answer as T;
}

async function askServer<T>(address: string, order: RequestInit | undefined): Promise<T> {
  const response = await fetch(address, order).catch(() => {
    throw new Error('The server of this page does not answer: start it again.');
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error((answer as Complaint).error);
  return answer as T;
}

/** What to tell the person about anything that was thrown. */
export function sentenceOf(error: unknown): string {
  return messageOf(error);
}
