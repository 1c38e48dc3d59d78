/// <reference lib="dom" />
/** A list that the server searches and pages; what is searched for and which page is open stands in the address. */
import type { Page, PageState } from '../server/api';
import { note, query } from './address';
import { fault, html, keyedList, pager, searchBox, type Row } from './elements';
import { get, sentenceOf } from './server-api';
import { forgottenWords, shownOf } from './words';

export interface PagedList {
  search: HTMLElement;
  /** The count, the rows, and the way to other pages. */
  parts: HTMLElement[];
  show: (state: PageState) => void;
  /** Somebody comes to the view. */
  enter: () => void;
}

export interface ListOptions<T> {
  /** What it is asked at. */
  path: string;
  id: string;
  /** What one row is called, and how the search is labelled. */
  one: string;
  label: string;
  keyOf: (item: T) => string;
  draw: (item: T) => Row<T>;
  forgotten: (state: PageState) => number;
}

export function createPagedList<T>({ path, id, one, label, keyOf, draw, forgotten }: ListOptions<T>): PagedList {
  const search = searchBox(label, `search-${id}`, (text) => {
    note({ q: text, page: '' });
    void load();
  });
  const pages = pager((page) => {
    note({ page: String(page) });
    void load();
  });
  const total = html('p', { class: 'quiet', role: 'status' });
  const problem = html('div', { class: 'message' });
  const list = html('ol', { class: 'rows', id });
  const update = keyedList<T>(list, keyOf, draw);
  let older = 0;

  const load = async (): Promise<void> => {
    const { q = '', page = '' } = query();
    try {
      const found = await get<Page<T>>(path, { q, page });
      problem.replaceChildren();
      update(found.items);
      pages.show(found.page, found.pages);
      total.textContent = `${shownOf(found, one)}, the newest first. ${forgottenWords(older)}`;
    } catch (error) {
      problem.replaceChildren(fault(sentenceOf(error)));
    }
  };
  return {
    search,
    parts: [total, problem, list, pages.element],
    enter: () => {
      search.value = query()['q'] ?? '';
    },
    show: (state) => {
      older = forgotten(state);
      void load();
    },
  };
}
