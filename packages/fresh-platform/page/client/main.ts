/// <reference lib="dom" />
/** The page: its head, and the view that the address names. */
import type { PageState } from '../server/api';
import { html } from './dom';
import { createLogsView } from './logs-view';
import { createPlatformView } from './platform-view';
import { createRequestsView } from './requests-view';
import { followServer, get, sentenceOf } from './server-api';
import { createSettingsView } from './settings-view';
import { createSimulateView } from './simulate-view';
import type { View } from './view';
import { moment } from './words';

async function start(): Promise<void> {
  const first = await get<PageState>('/api/state');
  const views: View[] = [
    createSimulateView(),
    createRequestsView(),
    createPlatformView(),
    createLogsView(),
    createSettingsView(),
    ...(await Promise.all(first.views.map(({ name }) => pluginView(name)))),
  ];
  const main = html('main', { id: 'main', tabindex: -1 });
  const clock = html('span', { id: 'clock' });
  const app = html('span', { class: 'quiet', id: 'app' });
  const fault = html('p', { class: 'message bad', role: 'alert', id: 'fault', hidden: true });
  const links = views.map((view) => linkTo(view));
  let state = first;
  let current: View | undefined;

  const open = (): void => {
    const view = views.find(({ paths }) => paths.includes(location.pathname)) ?? views[0];
    if (view === undefined || view === current) return;
    current = view;
    main.replaceChildren(view.element);
    document.title = `${view.title} – fresh-platform`;
    links.forEach((link, index) => {
      if (views[index] === view) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    });
    view.enter?.();
    view.show(state);
  };
  const tell = (words: string): void => {
    fault.hidden = words === '';
    fault.textContent = words;
  };

  document.body.replaceChildren(
    html('header', {}, [
      html('a', { class: 'skip', href: '#main' }, ['Skip to the content']),
      html('h1', {}, ['fresh-platform']),
      app,
      clock,
      html('nav', { 'aria-label': 'Views' }, links),
      fault,
    ]),
    main,
  );
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('nav a') : null;
    if (link === null || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    history.pushState(null, '', link.getAttribute('href'));
    open();
  });
  window.addEventListener('popstate', open);
  open();
  followServer(
    (news) => {
      state = news;
      app.textContent = `${news.app.dir} (${news.app.modules.join(', ')})`;
      clock.textContent = `${moment(news.now)} UTC${news.isRunning ? ', running' : ''}`;
      tell(news.fault);
      current?.show(news);
      document.documentElement.dataset['revision'] = String(news.revision);
    },
    (isThere) => {
      if (!isThere)
        tell(
          'The server of this page does not answer. Start it again with fresh-platform run; the page goes on by itself.',
        );
    },
  );
}

/** What a project brings for its own app. */
async function pluginView(name: string): Promise<View> {
  document.head.append(html('link', { rel: 'stylesheet', href: `/plugins/${name}.css` }));
  const module = (await import(`/plugins/${name}.js`)) as { createView: () => View };
  return module.createView();
}

function linkTo({ title, paths }: View): HTMLElement {
  return html('a', { href: paths[0] ?? '/' }, [title]);
}

start().catch((error: unknown) => {
  document.body.textContent = sentenceOf(error);
});
