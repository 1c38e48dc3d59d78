/// <reference lib="dom" />
/** The page: its head, and the view that the address names. */
import type { PageState } from '../server/api';
import { currentPath, followLinks } from './address';
import { html } from './elements';
import { createHeader } from './header';
import { followServer } from './live';
import type { View } from './view';

/** Shows the views in this order; where two have an address, it is the first one's. The page is called as its document is. */
export function showPage(views: readonly View[]): void {
  const { title } = document;
  const main = html('main', { id: 'main', tabindex: -1 });
  const header = createHeader(
    title,
    views.map((view) => ({ title: view.title, path: addressOf(view, views) })),
  );
  let state: PageState | undefined;
  let current: View | undefined;

  const open = (): void => {
    const view = views.find(({ paths }) => paths.includes(currentPath())) ?? views[0];
    if (view === undefined) return;
    if (view !== current) {
      current = view;
      main.replaceChildren(view.element);
      document.title = `${view.title} – ${title}`;
      header.mark(view.title);
    }
    view.enter?.();
    if (state !== undefined) view.show(state);
  };

  document.body.replaceChildren(header.element, main);
  followLinks(open);
  open();
  followServer((news) => {
    state = news;
    header.show(news);
    current?.show(news);
    document.documentElement.dataset['revision'] = String(news.revision);
  }, header.setConnection);
}

/** The first of its addresses that no view before it has. */
function addressOf(view: View, views: readonly View[]): string {
  const taken = views.slice(0, views.indexOf(view)).flatMap(({ paths }) => paths);
  return view.paths.find((path) => !taken.includes(path)) ?? '/';
}
