/// <reference lib="dom" />
/** Talking to the server that served this page. Whatever goes wrong is an Error with a sentence. */
import { messageOf } from '../../lib/thrown';
import type { Complaint, PageState } from '../server/api';

export function get<T>(path: string): Promise<T> {
  return ask<T>(path, {});
}

export function post<T>(path: string, body: object = {}): Promise<T> {
  return ask<T>(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}

async function ask<T>(path: string, request: RequestInit): Promise<T> {
  const response = await fetch(path, request).catch(() => {
    throw new Error('The server of this page does not answer: start it again with fresh-platform run.');
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error((answer as Complaint).error);
  return answer as T;
}

/** What to tell the person about anything that was thrown. */
export function sentenceOf(error: unknown): string {
  return messageOf(error);
}

/** `onState` hears of every new state, `onConnection` whether the server answers. */
export function followServer(onState: (state: PageState) => void, onConnection: (isThere: boolean) => void): void {
  let isLoading = false;
  let isStale = false;
  const load = async (): Promise<void> => {
    isStale = true;
    if (isLoading) return;
    isLoading = true;
    try {
      while (isStale) {
        isStale = false;
        onState(await get<PageState>('/api/state'));
      }
      onConnection(true);
    } catch {
      onConnection(false);
    }
    isLoading = false;
  };
  const source = new EventSource('/api/live');
  source.addEventListener('changed', () => void load());
  source.addEventListener('error', () => {
    onConnection(false);
  });
}
