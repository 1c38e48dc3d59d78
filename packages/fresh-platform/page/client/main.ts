/// <reference lib="dom" />
/** The page of any app: the views of its plugins, and its own. */
import type { PageState } from '../server/api';
import { createLogsView } from './logs-view';
import { createPlatformView } from './platform/platform-view';
import { createRequestsView } from './requests/requests-view';
import { get, sentenceOf } from './server-api';
import { createSettingsView } from './settings-view';
import { showPage } from './show-page';
import { createSimulateView } from './simulate/simulate-view';
import type { View } from './view';

async function start(): Promise<void> {
  const { plugins } = await get<PageState>('/api/state');
  const ofPlugins = await Promise.all(Object.keys(plugins).map(viewsOf));
  showPage([
    ...ofPlugins.flat(),
    createSimulateView(),
    createRequestsView(),
    createPlatformView(),
    createLogsView(),
    createSettingsView(),
  ]);
}

/** What a project brings for its own app. */
async function viewsOf(plugin: string): Promise<View[]> {
  const module = (await import(`/plugins/${plugin}.js`)) as { createViews: () => View[] };
  return module.createViews();
}

start().catch((error: unknown) => {
  document.body.textContent = sentenceOf(error);
});
