/** The page: its head, and the view that the address names. */
import type { PageState } from '../server/api';
import { currentPath, followLinks } from './address';
import { createConversationsView } from './conversations/conversations-view';
import { createDeliveriesView } from './deliveries/deliveries-view';
import { html } from './elements';
import { createHeader } from './header';
import { followServer } from './live';
import { createOutageView } from './outage/outage-view';
import { createPlatformView } from './platform/platform-view';
import { createSettingsView } from './settings/settings-view';
import { createSimulateView } from './simulate/simulate-view';
import { createStoryView } from './story/story-view';
import { IS_RECORDED } from './server-api';
import type { View } from './view';

/** What a recording cannot show needs a server. */
function viewsOf(): View[] {
  const shown = [createStoryView(), createConversationsView(), createDeliveriesView(), createOutageView()];
  return IS_RECORDED ? shown : [...shown, createSimulateView(), createPlatformView(), createSettingsView()];
}

function start(): void {
  const views = viewsOf();
  const main = html('main', { id: 'main', tabindex: -1 });
  const header = createHeader(views.map(({ title, paths }) => ({ title, path: paths[0] ?? '/' })));
  let state: PageState | undefined;
  let current: View | undefined;

  const open = (): void => {
    const view = views.find(({ paths }) => paths.includes(currentPath())) ?? views[0];
    if (view === undefined) return;
    if (view !== current) {
      current = view;
      main.replaceChildren(view.element);
      document.title = `${view.title} – Conversation Relay`;
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

start();
