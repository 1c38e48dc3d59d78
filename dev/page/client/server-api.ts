/** Talking to the server that served this page. Whatever goes wrong is an ApiError with a sentence. */
import type { Complaint } from '../server/api';

/** Whether this page shows a recording, and has no server. */
export const IS_RECORDED = false;

export class ApiError extends Error {
  override name = 'ApiError';

  constructor(readonly complaint: Complaint) {
    super(complaint.error);
  }
}

export function get<T>(path: string, query: Record<string, string> = {}): Promise<T> {
  const search = new URLSearchParams(query).toString();
  return ask<T>(search === '' ? path : `${path}?${search}`, {});
}

export function post<T>(path: string, body: object = {}): Promise<T> {
  return ask<T>(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
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
