/// <reference lib="dom" />
/** The clock, and what the installation holds: quotas, schedules, store. */
import { duration } from '../../lib/durations';
import type { PageState } from '../server/api';
import { block, button, card, html, keyedList, say } from './dom';
import { post, sentenceOf } from './server-api';
import type { View } from './view';
import { moment, until } from './words';

const MINUTE_MS = 60_000;
const SPANS: readonly [label: string, ms: number][] = [
  ['1 minute', MINUTE_MS],
  ['5 minutes', 5 * MINUTE_MS],
  ['1 hour', 60 * MINUTE_MS],
  ['1 day', 24 * 60 * MINUTE_MS],
  ['7 days', 7 * 24 * 60 * MINUTE_MS],
];

type Schedule = PageState['schedules'][number] & { wait: string };

export function createPlatformView(): View {
  const clock = createClockCard();
  const quotas = html('dl', { id: 'quotas' });
  const schedules = html('ul', { class: 'rows', id: 'schedules' });
  const noSchedules = html('p', { class: 'quiet' }, ['None is pending.']);
  const store = html('ul', { class: 'rows', id: 'store' });
  const noStore = html('p', { class: 'quiet' }, ['Nothing is stored.']);
  const updateSchedules = keyedList<Schedule>(schedules, ({ name }) => name, scheduleRow);
  const updateStore = keyedList<PageState['store'][number]>(store, ({ key }) => key, entryRow);
  return {
    title: 'Platform',
    paths: ['/platform'],
    element: html('div', { class: 'columns' }, [
      html('div', {}, [
        clock.element,
        card('Quotas', [html('p', { class: 'quiet' }, ['What the last minute counts.']), quotas]),
        card('Schedules', [noSchedules, schedules]),
      ]),
      card('Store', [noStore, store]),
    ]),
    show: (state) => {
      clock.show(state);
      quotas.replaceChildren(...state.quotas.flatMap(quotaRow));
      noSchedules.hidden = state.schedules.length > 0;
      updateSchedules(state.schedules.map((one) => ({ ...one, wait: until(one.at - state.now) })));
      noStore.hidden = state.store.length > 0;
      updateStore(state.store);
    },
  };
}

function createClockCard(): { element: HTMLElement; show: (state: PageState) => void } {
  const now = html('p', { id: 'now' });
  const message = html('div', { role: 'status', 'aria-live': 'polite' });
  const running = html('input', { type: 'checkbox', id: 'running' });
  const turn = (body: object): void => {
    post('/api/clock', body).then(
      () => {
        say(message, 'good', '');
      },
      (error: unknown) => {
        say(message, 'bad', sentenceOf(error));
      },
    );
  };
  running.addEventListener('change', () => {
    turn({ isRunning: running.checked });
  });
  return {
    element: card('Clock', [
      now,
      html('p', { class: 'quiet' }, ['Time stands still until you let it pass; what falls due meanwhile happens.']),
      html(
        'p',
        { class: 'actions' },
        SPANS.map(([label, ms]) =>
          button(label, () => {
            turn({ advance: ms });
          }),
        ),
      ),
      html('p', {}, [running, html('label', { for: 'running' }, [' Run along with real time'])]),
      message,
    ]),
    show: (state) => {
      now.textContent = `${moment(state.now)} UTC`;
      running.checked = state.isRunning;
    },
  };
}

function quotaRow({ name, used, most }: PageState['quotas'][number]): HTMLElement[] {
  const meter = html('meter', { min: 0, max: most, value: used, 'aria-label': name });
  return [html('dt', {}, [name]), html('dd', {}, [meter, ` ${used} of ${most}`])];
}

function scheduleRow({ name, at, everyMs, data, wait }: Schedule): HTMLElement {
  return html('li', {}, [
    html('details', {}, [
      html('summary', {}, [
        html('strong', {}, [name]),
        ` ${wait}, ${everyMs === null ? 'once' : `every ${duration(everyMs)}`} `,
        html('span', { class: 'quiet' }, [moment(at)]),
      ]),
      block(JSON.stringify(data, null, 2), `Data of ${name}`),
    ]),
  ]);
}

function entryRow({ key, value, bytes, most, expiresAt }: PageState['store'][number]): HTMLElement {
  const size = `${(bytes / 1024).toFixed(1)} of ${most / 1024} KB`;
  return html('li', {}, [
    html('details', {}, [
      html('summary', {}, [
        html('strong', {}, [key]),
        html('span', { class: 'quiet' }, [` ${size}${expiresAt === null ? '' : `, until ${moment(expiresAt)}`}`]),
      ]),
      block(JSON.stringify(value, null, 2), `Value of ${key}`),
    ]),
  ]);
}
