/// <reference lib="dom" />
/** What the app keeps on the platform: schedules and store. */
import { duration } from '../../../lib/durations';
import type { PageState } from '../../server/api';
import { block, card, html, keyedList } from '../elements';
import { get, sentenceOf } from '../server-api';
import { moment, until } from '../words';
import type { Card } from './card';

type Schedule = PageState['schedules'][number] & { wait: string };
type Entry = PageState['store'][number];

export function createSchedulesCard(): Card {
  const list = html('ul', { class: 'kept-list', id: 'schedules' });
  const none = html('p', { class: 'quiet' }, ['None is pending.']);
  const update = keyedList<Schedule>(list, ({ name }) => name, drawSchedule);
  return {
    element: card('Pending schedules', [none, list]),
    show: ({ schedules, now }) => {
      none.hidden = schedules.length > 0;
      update(schedules.map((schedule) => ({ ...schedule, wait: until(schedule.at - now) })));
    },
  };
}

function drawSchedule(): { element: HTMLElement; update: (schedule: Schedule) => void } {
  const summary = html('summary');
  const data = block('', 'Data of the schedule');
  return {
    element: html('li', {}, [html('details', {}, [summary, data])]),
    update: ({ name, at, everyMs, data: values, wait }) => {
      const again = everyMs === null ? 'once' : `every ${duration(everyMs)}`;
      summary.replaceChildren(
        html('strong', {}, [name]),
        html('span', {}, [`${wait}, ${again}`]),
        html('span', { class: 'quiet' }, [moment(at)]),
      );
      data.textContent = JSON.stringify(values, null, 2);
    },
  };
}

export function createStoreCard(): Card {
  const list = html('ul', { class: 'kept-list', id: 'store' });
  const none = html('p', { class: 'quiet' }, ['Nothing is stored.']);
  const update = keyedList<Entry>(list, ({ key }) => key, drawEntry);
  return {
    element: card('Store', [none, list]),
    show: ({ store }) => {
      none.hidden = store.length > 0;
      update(store);
    },
  };
}

function drawEntry({ key }: Entry): { element: HTMLElement; update: (entry: Entry) => void } {
  const summary = html('summary');
  const value = html('div');
  const details = html('details', {}, [summary, value]);
  const load = (): void => {
    if (details.open) void fill(key, value);
  };
  details.addEventListener('toggle', load);
  return {
    element: html('li', {}, [details]),
    update: ({ bytes, most, expiresAt }) => {
      const meter = html('meter', {
        min: 0,
        max: most,
        high: most * 0.9,
        optimum: 0,
        value: bytes,
        'aria-label': `Size of ${key}`,
      });
      const expiry = expiresAt === null ? [] : [html('span', { class: 'quiet' }, [`until ${moment(expiresAt)}`])];
      summary.replaceChildren(
        html('strong', {}, [key]),
        html('span', {}, [`${(bytes / 1024).toFixed(1)} of ${most / 1024} KB`]),
        meter,
        ...expiry,
      );
      load();
    },
  };
}

async function fill(key: string, place: HTMLElement): Promise<void> {
  try {
    const { value } = await get<{ value: unknown }>('/api/entry', { key });
    place.replaceChildren(block(JSON.stringify(value, null, 2), `Value of ${key}`));
  } catch (error) {
    place.replaceChildren(html('p', { class: 'quiet' }, [sentenceOf(error)]));
  }
}
