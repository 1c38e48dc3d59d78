/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** The address bar: which view is open, and what it shows. Addresses can be shared. */
import { isRecorded } from './server-api';

/** What a view shows, by name; an empty text stands for nothing chosen. */
export type Query = Readonly<Record<string, string>>;

/** A recording opens from a disk, where only what follows `#` is free to say what is shown. */
function here(): URL {
  return isRecorded() ? new URL(location.hash.slice(1) || '/', 'http://recording') : new URL(location.href);
}

export function currentPath(): string {
  return here().pathname;
}

export function query(): Record<string, string> {
  return Object.fromEntries(here().searchParams);
}

/** The address of a view that shows something. */
export function address(path: string, values: Query): string {
  const search = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== '')).toString();
  return search === '' ? path : `${path}?${search}`;
}

/** Writes down what the open view shows, without a step in the browser's history. */
export function note(values: Query): void {
  history.replaceState(null, '', hrefOf(address(currentPath(), { ...query(), ...values })));
}

/** Goes to another address of the page. */
export function go(path: string): void {
  history.pushState(null, '', hrefOf(path));
  window.dispatchEvent(new PopStateEvent('popstate'));
}

function hrefOf(path: string): string {
  return isRecorded() ? `#${path}` : path;
}

function linkUnder(target: EventTarget | null): string {
  return (target as Element | null)?.closest('a')?.getAttribute('href') ?? '';
}

/** Calls `open` whenever the address changes: by a link of the page's own, which needs no reload, or by the browser's buttons. */
export function followLinks(open: () => void): void {
  document.addEventListener('click', (event) => {
    const path = linkUnder(event.target);
    if (!path.startsWith('/') || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(path);
  });
  window.addEventListener('popstate', open);
}
