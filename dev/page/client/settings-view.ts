/** Settings: the installation page, drawn from config/iparams.json, with the real handlers behind its buttons. */
import type { Settings, SimulateResult } from '../server/api';
import { badge, button, card, html, say } from './elements';
import { drawField, type Field } from './setting-field';
import { get, post, sentenceOf } from './server-api';
import { drawResult } from './result';
import type { View } from './view';

export function createSettingsView(): View {
  let fields: Field[] = [];
  let isInstalled: boolean | undefined;
  const form = html('form', { class: 'form', novalidate: '', autocomplete: 'off' });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
  });
  const standing = html('p', { class: 'standing' });
  const outcome = html('div', { class: 'message', id: 'install-outcome', role: 'status', 'aria-live': 'polite' });
  const details = html('div', { class: 'results' });
  const install = button(
    'Install',
    () => {
      void run('/api/install', {
        values: Object.fromEntries(fields.map(({ key, value }) => [key, value()])),
        cleared: fields.filter(({ isCleared }) => isCleared()).map(({ key }) => key),
      });
    },
    { color: 'primary' },
    'install',
  );
  const uninstall = button(
    'Uninstall',
    () => {
      void run('/api/uninstall', {});
    },
    { color: 'danger' },
    'uninstall',
  ) as HTMLElement & { disabled: boolean };

  const load = async (): Promise<void> => {
    try {
      const settings = await get<Settings>('/api/settings');
      fields = settings.fields.map(drawField);
      form.replaceChildren(...fields.map(({ element }) => element));
    } catch (error) {
      say(outcome, 'error', sentenceOf(error));
    }
  };

  const run = async (path: string, body: object): Promise<void> => {
    try {
      const result = await post<SimulateResult>(path, body);
      if (result.accepted === true) say(outcome, 'success', doneWords(path, result));
      else say(outcome, 'error', result.message === '' ? result.error : result.message);
      details.replaceChildren(drawResult({ ...result, message: '' }));
      if (result.accepted === true) await load();
    } catch (error) {
      say(outcome, 'error', sentenceOf(error));
    }
  };

  return {
    paths: ['/custom_configs'],
    title: 'Settings',
    element: html('div', { class: 'two-columns settings' }, [
      card('Settings', [standing, form]),
      html('div', { class: 'sticky' }, [
        card('Install', [
          html('p', { class: 'quiet' }, [
            'Install runs onAppInstall, which sends every destination a test message; Uninstall runs onAppUninstall. The receivers are stand-ins on this machine, whatever address is entered.',
          ]),
          html('div', { class: 'actions' }, [install, uninstall]),
          outcome,
          details,
        ]),
      ]),
    ]),
    enter: () => {
      void load();
    },
    show: ({ installed }) => {
      standing.replaceChildren(
        installed ? badge('installed', 'green') : badge('not installed', 'red'),
        html('span', { class: 'quiet' }, ['Every setting is optional; a destination left blank is told nothing.']),
      );
      uninstall.disabled = !installed;
      install.textContent = installed ? 'Install anew' : 'Install';
      if (isInstalled !== undefined && isInstalled !== installed) void load();
      isInstalled = installed;
    },
  };
}

function doneWords(path: string, { deliveries }: SimulateResult): string {
  if (path === '/api/uninstall') return 'Uninstalled. The platform has wiped store, schedules and settings.';
  return deliveries.length === 0
    ? 'Installed. No destination is set, so nobody is told anything.'
    : 'Installed. Every destination took its test message.';
}
