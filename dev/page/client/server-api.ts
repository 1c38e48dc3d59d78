/** Talking to the server that served this page, or to the recording it shows. Whatever goes wrong is an ApiError with a sentence. */
import type { Complaint } from '../server/api';
import { recordedAnswer, type Recording } from './recorded/recording';

const recording = Reflect.get(globalThis, 'recording') as Recording | undefined;
/** Whether this page shows a recording, and has no server. */
export const IS_RECORDED = recording !== undefined;

export class ApiError extends Error {
  override name = 'ApiError';

  constructor(readonly complaint: Complaint) {
    super(complaint.error);
  }
}

export function get<T>(path: string, query: Record<string, string> = {}): Promise<T> {
  if (recording !== undefined) return answerFrom(recording, path, query, false);
  const search = new URLSearchParams(query).toString();
  return ask<T>(search === '' ? path : `${path}?${search}`, {});
}

export function post<T>(path: string, body: object = {}): Promise<T> {
  if (recording !== undefined) return answerFrom(recording, path, body as Record<string, string>, true);
  return ask<T>(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}

function answerFrom<T>(from: Recording, path: string, query: Record<string, string>, isOrder: boolean): Promise<T> {
  const answer = recordedAnswer(from, path, query, isOrder);
  if (answer === undefined)
    return Promise.reject(new ApiError({ error: 'The recording does not hold that: npm start does.' }));
  return Promise.resolve(answer as T);
}

async function ask<T>(path: string, request: RequestInit): Promise<T> {
  const response = await reach(path, request);
  const answer: unknown = await response.json();
  if (!response.ok) throw new ApiError(answer as Complaint);
  return answer as T;
}

async function reach(path: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(path, request);
  } catch {
    throw new ApiError({ error: 'The server of this page does not answer: start it again with npm start.' });
  }
}

/** What to tell the person about anything that was thrown. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
