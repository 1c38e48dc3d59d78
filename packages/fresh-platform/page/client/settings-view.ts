/// <reference lib="dom" />
/** The app's own settings page, or the form drawn of its config/iparams.json, in a frame with the platform's buttons around it. */
import { hostSettingsPage, type HostedPage, type Services } from '../../settings/browser/host';
import type { SecureMode } from '../../settings/secure';
import type { SettingsView, Simulated } from '../server/api';
import { badge, button, card, html, say } from './dom';
import { get, post, sentenceOf } from './server-api';
import type { View } from './view';

/** What the platform's documentation leaves open, and apps have met all three of. */
const SECURE_WORDS: readonly [SecureMode, string][] = [
  ['value', 'come back as they are'],
  ['nothing', 'do not come back'],
  ['mask', 'come back as asterisks'],
];

const ADDRESS = '/settings-page/index.html';

export function createSettingsView(): View {
  let isInstalled: boolean | undefined;
  let hosted: HostedPage | undefined;
  const place = html('div', { class: 'frame' });
  const standing = html('p', {});
  const outcome = html('div', { role: 'status', 'aria-live': 'polite', id: 'settings-outcome' });
  const secureMode = html(
    'select',
    { id: 'secure-mode' },
    SECURE_WORDS.map(([mode, words]) => html('option', { value: mode }, [words])),
  );

  const load = async (): Promise<void> => {
    try {
      const settings = await get<SettingsView>(`/api/settings?secure=${secureMode.value}`);
      hosted?.leave();
      const frame = html('iframe', { src: ADDRESS, title: 'The app’s settings page' });
      const isLoaded = new Promise((resolve) => {
        frame.addEventListener('load', resolve, { once: true });
      });
      hosted = hostSettingsPage(frame, servicesOf(settings));
      place.replaceChildren(frame);
      await isLoaded;
      if (settings.isInstalled) await hosted.getConfigs(settings.configs);
    } catch (error) {
      say(outcome, 'bad', sentenceOf(error));
    }
  };

  /** `validate()`, then what `postConfigs()` gives goes to `path`. */
  const submit = async (path: string, doneWords: string): Promise<void> => {
    try {
      const values = await hosted?.values();
      if (values === undefined || values === null) {
        say(outcome, 'bad', 'The page does not let it be saved yet: it marks what is wrong.');
        return;
      }
      tell(await post<Partial<Simulated>>(path, values), doneWords);
    } catch (error) {
      say(outcome, 'bad', sentenceOf(error));
    }
  };
  const tell = ({ problem = '', invocation }: Partial<Simulated>, doneWords: string): void => {
    const refusal = invocation?.rendered?.message;
    if (refusal !== undefined) say(outcome, 'bad', `The app refuses: ${refusal}`);
    else say(outcome, problem === '' ? 'good' : 'bad', problem === '' ? doneWords : problem);
  };
  const leave = async (): Promise<void> => {
    try {
      tell(await post<Simulated>('/api/uninstall'), 'Uninstalled: store, schedules and settings are gone.');
    } catch (error) {
      say(outcome, 'bad', sentenceOf(error));
    }
  };

  const install = button('Install', () => void submit('/api/install', 'Installed.'), { class: 'main', id: 'install' });
  const anyway = button(
    'Install without asking the app',
    () => void submit('/api/install-anyway', 'Installed, though the app did not say yes.'),
    { id: 'install-anyway' },
  );
  const save = button('Save', () => void submit('/api/settings', 'Saved. The app hears of it with its next event.'), {
    class: 'main',
    id: 'save',
  });
  const uninstall = button('Uninstall', () => void leave(), { id: 'uninstall' });
  const secureLine = html('p', { class: 'actions' }, [
    html('label', { for: 'secure-mode' }, ['When settings are edited, secure ones']),
    secureMode,
  ]);
  secureMode.addEventListener('change', () => void load());

  return {
    title: 'Settings',
    paths: ['/custom_configs'],
    element: card('Settings', [
      standing,
      html('p', { class: 'actions' }, [install, anyway, save, uninstall]),
      secureLine,
      outcome,
      place,
    ]),
    enter: () => void load(),
    show: (state) => {
      standing.replaceChildren(
        badge(state.isInstalled ? 'installed' : 'not installed', state.isInstalled ? 'good' : 'bad'),
      );
      install.hidden = state.isInstalled;
      anyway.hidden = state.isInstalled;
      save.hidden = !state.isInstalled;
      uninstall.hidden = !state.isInstalled;
      secureLine.hidden = !state.isInstalled;
      if (isInstalled !== undefined && isInstalled !== state.isInstalled) void load();
      isInstalled = state.isInstalled;
    },
  };
}

function servicesOf({ currentHost }: SettingsView): Services {
  return {
    currentHost: () => Promise.resolve({ currentHost }),
    invoke: async (name, data) => {
      const answer = await post<{ status?: number; message?: string }>('/api/function', { name, data });
      return answer.status === undefined
        ? answer
        : Promise.reject(Object.assign(new Error(answer.message), { status: answer.status }));
    },
    invokeTemplate: async (name, options) => {
      const answer = await post<{ resolved?: unknown; rejected?: object }>('/api/template', { name, options });
      if (answer.rejected !== undefined) throw Object.assign(new Error('The request was rejected.'), answer.rejected);
      return answer.resolved;
    },
  };
}
