/** The page: its head, and the view that the address names. */
import type { PageState } from '../server/api';
import { createConversationsView } from './conversations/conversations-view';
import { defineCrayons } from './crayons';
import { createDeliveriesView } from './deliveries/deliveries-view';
import { html } from './elements';
import { createHeader } from './header';
import { followServer } from './live';
import { createPlatformView } from './platform/platform-view';
import { createSettingsView } from './settings/settings-view';
import { createSimulateView } from './simulate/simulate-view';
import type { View } from './view';

function start(): void {
  defineCrayons();
  const views: View[] = [
    createSimulateView(),
    createConversationsView(),
    createDeliveriesView(),
    createPlatformView(),
    createSettingsView(),
  ];
  const main = html('main', { id: 'main', tabindex: -1 });
  const header = createHeader(
    views.map(({ title, paths }) => ({ title, path: paths[0] ?? '/' })),
    (path) => {
      history.pushState(null, '', path);
      open();
    },
  );
  let state: PageState | undefined;
  let current: View | undefined;

  const open = (): void => {
    const view = views.find(({ paths }) => paths.includes(location.pathname)) ?? views[0];
    if (view === undefined || view === current) return;
    current = view;
    main.replaceChildren(view.element);
    document.title = `${view.title} – Conversation Relay`;
    header.mark(view.title);
    view.enter?.();
    if (state !== undefined) view.show(state);
  };

  document.body.replaceChildren(header.element, main);
  window.addEventListener('popstate', open);
  open();
  followServer((news) => {
    state = news;
    header.show(news);
    current?.show(news);
    document.documentElement.dataset['revision'] = String(news.revision);
  }, header.setConnection);
}

start();
