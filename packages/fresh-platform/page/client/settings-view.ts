/// <reference lib="dom" />
/** The app's own settings page, or the form drawn of its config/iparams.json, in a frame with the platform's buttons around it. */
import { hostSettingsPage, type HostedPage, type Services } from '../../settings/browser/host';
import type { SecureMode } from '../../settings/secure';
import type { PageState, SettingsView, Simulated } from '../server/api';
import { badge, button, card, html, say } from './elements';
import { drawRemarks } from './remarks';
import { get, post, sentenceOf } from './server-api';
import type { View } from './view';

/** What the platform's documentation leaves open, and apps have met all three of. */
const SECURE_WORDS: readonly [SecureMode, string][] = [
  ['value', 'come back as they are'],
  ['nothing', 'do not come back'],
  ['mask', 'come back as asterisks'],
];

/** Where edited settings go. */
const SAVE = '/api/settings';
const ADDRESS = '/settings-page/index.html';

export function createSettingsView(): View {
  let isInstalled: boolean | undefined;
  let hosted: HostedPage | undefined;
  const place = html('div', { class: 'settings-frame' });
  const standing = html('p', { class: 'standing' });
  const outcome = html('div', { class: 'message', role: 'status', 'aria-live': 'polite', id: 'settings-outcome' });
  const details = html('div');
  const secureMode = html(
    'select',
    { id: 'secure-mode' },
    SECURE_WORDS.map(([mode, words]) => html('option', { value: mode }, [words])),
  );

  const load = async (): Promise<void> => {
    try {
      const settings = await get<SettingsView>('/api/settings', { secure: secureMode.value });
      hosted?.leave();
      const frame = html('iframe', { src: ADDRESS, title: 'The app’s settings page' });
      const isLoaded = new Promise((resolve) => {
        frame.addEventListener('load', resolve, { once: true });
      });
      hosted = hostSettingsPage(frame, servicesOf(settings));
      place.replaceChildren(frame);
      await isLoaded;
      if (settings.isInstalled) await hosted.getConfigs(settings.configs);
      followHeight(frame);
    } catch (error) {
      say(outcome, 'error', sentenceOf(error));
    }
  };

  /** `validate()`, then what `postConfigs()` gives goes to `path`. */
  const submit = async (path: string, doneWords: string): Promise<void> => {
    try {
      details.replaceChildren();
      say(outcome, 'info', 'The page checks what is entered …');
      const values = await hosted?.values();
      if (values === undefined || values === null) {
        say(outcome, 'error', 'The page does not let it be saved yet: it marks what is wrong.');
        return;
      }
      tell(await post<Partial<Simulated>>(path, values), doneWords);
      if (path === SAVE) await load();
    } catch (error) {
      say(outcome, 'error', sentenceOf(error));
    }
  };
  const tell = (done: Partial<Simulated>, doneWords: string): void => {
    const { problem = '', remarks = [] } = done;
    const refusal = refusalIn(done);
    if (refusal !== '') say(outcome, 'error', `The app refuses: ${refusal}`);
    else if (problem !== '') say(outcome, 'error', problem);
    else say(outcome, 'success', doneWords);
    details.replaceChildren(...drawRemarks(remarks));
    // For an app that answers neither yes nor no.
    anyway.hidden = refusal !== '' || problem === '';
  };
  const leave = async (): Promise<void> => {
    try {
      tell(await post<Simulated>('/api/uninstall'), 'Uninstalled. Store, schedules and settings are gone.');
    } catch (error) {
      say(outcome, 'error', sentenceOf(error));
    }
  };

  const install = button('Install', () => void submit('/api/install', 'Installed.'), 'primary', 'install');
  const anyway = button(
    'Install without asking the app',
    () => void submit('/api/install-anyway', 'Installed, though the app did not say yes.'),
    'secondary',
    'install-anyway',
  );
  anyway.hidden = true;
  const save = button(
    'Save',
    () => void submit(SAVE, 'Saved. The app hears of it with its next event.'),
    'primary',
    'save',
  );
  const uninstall = button('Uninstall', () => void leave(), 'danger', 'uninstall');
  const secureLine = html('p', { class: 'actions' }, [
    html('label', { for: 'secure-mode' }, ['When settings are edited, secure ones']),
    secureMode,
  ]);
  secureMode.addEventListener('change', () => void load());

  return {
    title: 'Settings',
    paths: ['/custom_configs'],
    element: html('div', { class: 'settings' }, [
      card('Settings', [
        html('div', { class: 'settings-bar' }, [
          standing,
          html('div', { class: 'actions' }, [install, anyway, save, uninstall]),
        ]),
        outcome,
        details,
        secureLine,
      ]),
      place,
    ]),
    enter: () => void load(),
    show: (state) => {
      standing.replaceChildren(...standingOf(state));
      install.hidden = state.isInstalled;
      if (state.isInstalled) anyway.hidden = true;
      save.hidden = !state.isInstalled;
      uninstall.hidden = !state.isInstalled;
      secureLine.hidden = !state.isInstalled;
      if (isInstalled !== undefined && isInstalled !== state.isInstalled) void load();
      isInstalled = state.isInstalled;
    },
  };
}

function standingOf({ isInstalled }: PageState): HTMLElement[] {
  const words = isInstalled
    ? 'Save replaces the settings; no event tells the app.'
    : 'Install runs onAppInstall. Whatever it sends is answered on this machine.';
  return [
    badge(isInstalled ? 'installed' : 'not installed', isInstalled ? 'green' : 'red'),
    html('span', { class: 'quiet' }, [words]),
  ];
}

/** The frame is as high as what is in it, so that the page scrolls as one. */
function followHeight(frame: HTMLIFrameElement): void {
  const inner = frame.contentDocument?.documentElement;
  if (inner === undefined) return;
  const follow = (): void => {
    frame.style.height = `${inner.offsetHeight}px`;
  };
  new ResizeObserver(follow).observe(inner);
  follow();
}

/** What the admin reads; empty where the app does not refuse. */
function refusalIn({ invocation }: Partial<Simulated>): string {
  return invocation?.rendered?.message ?? '';
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
