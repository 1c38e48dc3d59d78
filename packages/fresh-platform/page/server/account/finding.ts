/** Searching and paging lists, for the server and for a recording alike. */
import type { Page } from '../api';

/** What a list is asked for; an empty text asks for all. */
export interface Wanted {
  text: string;
  /** Counted from 1. */
  page: number;
}

/** A value of an address's query; empty where it is not there. */
export function asked(query: unknown, name: string): string {
  const value: unknown = typeof query === 'object' && query !== null ? Reflect.get(query, name) : undefined;
  return typeof value === 'string' ? value : '';
}

export function wantedBy(query: unknown): Wanted {
  return { text: asked(query, 'q'), page: Number(asked(query, 'page')) || 1 };
}

/** Whether one of the texts holds what is searched for, in capitals or not. */
export function holdsText(texts: readonly string[], wanted: string): boolean {
  const text = wanted.trim().toLowerCase();
  return text === '' || texts.some((one) => one.toLowerCase().includes(text));
}

/** A page beyond the last is the last. */
export function paged<T>(items: readonly T[], page: number, size: number, all: number): Page<T> {
  const pages = Math.max(1, Math.ceil(items.length / size));
  const shown = Math.min(Math.max(1, page), pages);
  return { items: items.slice((shown - 1) * size, shown * size), total: items.length, all, page: shown, pages };
}
