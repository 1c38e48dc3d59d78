/** Settings: the app's own settings page in a frame, with the buttons that the platform has around it. */
import {
  hostSettingsPage,
  type HostedPage,
  type Services,
} from '../../../../packages/fresh-platform/settings/browser/host';
import type { SecureMode } from '../../../../packages/fresh-platform/settings/secure';
import type { FunctionAnswer, Settings, SimulateResult } from '../../server/api';
import { badge, button, card, html, say } from '../elements';
import { get, post, sentenceOf } from '../server-api';
import { drawResult } from '../simulate/result';
import type { View } from '../view';

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
  const place = html('div', { class: 'settings-frame' });
  const standing = html('p', { class: 'standing' });
  const outcome = html('div', { class: 'message', id: 'install-outcome', role: 'status', 'aria-live': 'polite' });
  const details = html('div', { class: 'results' });

  const secureMode = html(
    'select',
    { id: 'secure-mode' },
    SECURE_WORDS.map(([mode, words]) => html('option', { value: mode }, [words])),
  ) as HTMLSelectElement;
  secureMode.addEventListener('change', () => void load());

  const load = async (): Promise<void> => {
    try {
      const settings = await get<Settings>('/api/settings', { secure: secureMode.value });
      hosted?.leave();
      const frame = html('iframe', { src: ADDRESS, title: 'The app’s settings page' }) as HTMLIFrameElement;
      const isLoaded = new Promise((resolve) => {
        frame.addEventListener('load', resolve, { once: true });
      });
      const page = hostSettingsPage(frame, servicesOf(settings));
      hosted = page;
      place.replaceChildren(frame);
      await isLoaded;
      if (settings.installed) await page.getConfigs(settings.configs);
      followHeight(frame);
    } catch (error) {
      say(outcome, 'error', sentenceOf(error));
    }
  };

  /** `validate()`, then what `postConfigs()` gives goes to `path`. */
  const submit = async (path: string, done: (result: SimulateResult) => Promise<void>): Promise<void> => {
    try {
      details.replaceChildren();
      say(outcome, 'info', 'The page checks what is entered …');
      const values = await hosted?.values();
      if (values === undefined || values === null)
        say(outcome, 'error', 'The page does not let it be saved yet: it marks what is wrong.');
      else await done(await post<SimulateResult>(path, values));
    } catch (error) {
      say(outcome, 'error', sentenceOf(error));
    }
  };

  const report = async (result: SimulateResult, doneWords: string): Promise<void> => {
    const isDone = result.accepted === true;
    say(
      outcome,
      isDone ? 'success' : 'error',
      isDone ? doneWords : result.message === '' ? result.error : result.message,
    );
    details.replaceChildren(drawResult({ ...result, message: '' }));
    if (isDone) await load();
  };

  const secureLine = html('div', { class: 'settings-bar' }, [
    html('label', { for: 'secure-mode' }, ['When settings are edited, secure ones', secureMode]),
  ]);
  const install = button(
    'Install',
    () => void submit('/api/install', (result) => report(result, installedWords(result))),
    'primary',
    'install',
  );
  const save = button(
    'Save',
    () =>
      void submit('/api/settings', async () => {
        say(outcome, 'success', 'Saved. The app hears of it with its next event.');
        await load();
      }),
    'primary',
    'save',
  );
  const uninstall = button(
    'Uninstall',
    () => {
      post<SimulateResult>('/api/uninstall', {}).then(
        (result) => report(result, 'Uninstalled. The platform has wiped store, schedules and settings.'),
        (error: unknown) => {
          say(outcome, 'error', sentenceOf(error));
        },
      );
    },
    'danger',
    'uninstall',
  );

  return {
    paths: ['/custom_configs'],
    title: 'Settings',
    element: html('div', { class: 'settings' }, [
      card('Settings', [
        html('div', { class: 'settings-bar' }, [
          standing,
          html('div', { class: 'actions' }, [install, save, uninstall]),
        ]),
        outcome,
        details,
        secureLine,
      ]),
      place,
    ]),
    enter: () => {
      void load();
    },
    show: ({ installed }) => {
      standing.replaceChildren(
        installed ? badge('installed', 'green') : badge('not installed', 'red'),
        html('span', { class: 'quiet' }, [
          installed
            ? 'Save replaces the settings; no event tells the app.'
            : 'Install runs onAppInstall, which sends every destination a test message. The receivers are stand-ins on this machine.',
        ]),
      );
      install.hidden = installed;
      save.hidden = !installed;
      uninstall.hidden = !installed;
      secureLine.hidden = !installed;
      if (isInstalled !== undefined && isInstalled !== installed) void load();
      isInstalled = installed;
    },
  };
}

function servicesOf({ currentHost }: Settings): Services {
  return {
    currentHost: () => Promise.resolve({ currentHost }),
    invoke: async (name, data) => {
      const answer = await post<FunctionAnswer>('/api/function', { name, data });
      return 'status' in answer ? Promise.reject(Object.assign(new Error(answer.message), answer)) : answer;
    },
    invokeTemplate: () => Promise.reject(new Error('This page sends no requests of its own: the app’s functions do.')),
  };
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

function installedWords({ deliveries }: SimulateResult): string {
  return deliveries.length === 0
    ? 'Installed. No destination is set, so nobody is told anything.'
    : 'Installed. Every destination took its test message.';
}
