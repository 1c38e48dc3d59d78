/** Outage: a shift that meets one, told by the app and by a design that keeps nothing; time can be scrubbed. */
import { DESTINATIONS, DESTINATION_TITLES } from '../../server/api/destinations';
import type { OutageMoment, OutageRun } from '../../server/api/outage';
import { clockTime } from '../../../../packages/fresh-platform/page/client/times';
import { note, query } from '../../../../packages/fresh-platform/page/client/address';
import { badge, choice, html } from '../../../../packages/fresh-platform/page/client/elements';
import { get, sentenceOf } from '../../../../packages/fresh-platform/page/client/server-api';
import type { View } from '../../../../packages/fresh-platform/page/client/view';
import { countsAt, type Design } from './counts';
import { drawOutage } from './outage-chart';

const LENGTHS = [
  { value: '0.5', text: '30 minutes' },
  { value: '2', text: '2 hours' },
  { value: '8', text: '8 hours' },
];
const STEP_MS = 60_000;
/** What a phone has room for, px. */
const LEAST_WIDTH = 240;
/** Moments listed around the one that is chosen. */
const LISTED = 8;

export function createOutageView(): View {
  const destination = choice('Break', 'break-destination', (value) => {
    note({ destination: value, t: '' });
    void load();
  });
  destination.offer(DESTINATIONS.map((name) => ({ value: name, text: DESTINATION_TITLES[name] })));
  const hours = choice('for', 'break-hours', (value) => {
    note({ hours: value, t: '' });
    void load();
  });
  hours.offer(LENGTHS);
  const chart = html('div', { class: 'outage-chart' });
  const slider = html('input', { type: 'range', id: 'scrubber', step: STEP_MS });
  const time = html('output', { for: 'scrubber', class: 'big' });
  const sums = html('div', { class: 'outage-sums' });
  const list = html('ol', { class: 'outage-moments' });
  const status = html('p', { class: 'quiet', role: 'status' });
  const scrub = html('div', { class: 'scrub', hidden: true }, [
    chart,
    html('div', { class: 'scrub-line' }, [html('label', { for: 'scrubber' }, ['Time']), slider, time]),
    sums,
    list,
  ]);
  let run: OutageRun | undefined;

  const show = (): void => {
    if (run === undefined) return;
    const at = Number(slider.value);
    time.textContent = clockTime(at, false);
    slider.setAttribute('aria-valuetext', `${clockTime(at, false)} UTC`);
    chart.replaceChildren(drawOutage(run, at, Math.max(chart.clientWidth, LEAST_WIDTH)));
    sums.replaceChildren(
      drawSums('With this app', run, 'ours', at),
      drawSums('Sending once, keeping nothing', run, 'naive', at),
    );
    list.replaceChildren(...momentsBefore(run, at).map((moment) => drawMoment(moment, at)));
  };

  const load = async (): Promise<void> => {
    const asked = { destination: query()['destination'] ?? 'slack', hours: query()['hours'] ?? '2' };
    destination.select.value = asked.destination;
    hours.select.value = asked.hours;
    status.textContent = 'The shift is played twice; this takes some seconds …';
    try {
      run = await get<OutageRun>('/api/outage', asked);
      status.textContent = `The same shift twice, from ${clockTime(run.from, false)} to ${clockTime(run.to, false)} UTC: ${DESTINATION_TITLES[run.destination]} takes nothing between ${clockTime(run.breaks, false)} and ${clockTime(run.mends, false)}.`;
      Object.assign(slider, { min: String(run.from), max: String(run.to), value: query()['t'] ?? String(run.to) });
      scrub.hidden = false;
      show();
    } catch (error) {
      status.textContent = sentenceOf(error);
    }
  };

  slider.addEventListener('input', show);
  new ResizeObserver(show).observe(chart);
  slider.addEventListener('change', () => {
    note({ t: slider.value });
  });
  return {
    paths: ['/outage'],
    title: 'Outage',
    element: html('section', { class: 'card outage', 'aria-label': 'Outage' }, [
      html('div', { class: 'outage-choices' }, [destination.element, hours.element]),
      status,
      scrub,
    ]),
    enter: () => void load(),
    show: () => undefined,
  };
}

function drawSums(title: string, run: OutageRun, design: Design, at: number): HTMLElement {
  const { happened, told, kept, lost } = countsAt(run, design, at);
  return html('section', { class: `outage-sum outage-sum-${design}` }, [
    html('h3', {}, [title]),
    html('p', {}, [html('b', {}, [String(told)]), ` of ${happened} told`]),
    html('p', {}, [
      badge(`${kept} kept`, kept === 0 ? 'grey' : 'yellow'),
      ' ',
      badge(`${lost} lost`, lost === 0 ? 'green' : 'red'),
    ]),
  ]);
}

function momentsBefore({ moments }: OutageRun, at: number): OutageMoment[] {
  return moments
    .filter((moment) => moment.at <= at && moment.ours.state !== 'nothing to tell')
    .slice(-LISTED)
    .reverse();
}

function ourBadge(told: number | null, at: number, now: number): HTMLElement {
  if (told === null || told > now) return badge('kept', 'yellow');
  return badge(told > at ? `told at ${clockTime(told, false)}` : 'told', 'green');
}

function drawMoment({ at, who, what, ours, naive }: OutageMoment, now: number): HTMLElement {
  return html('li', {}, [
    html('span', { class: 'quiet' }, [clockTime(at, true)]),
    html('span', { class: 'outage-what' }, [html('b', {}, [who]), `: ${what}`]),
    ourBadge(ours.at, at, now),
    badge(naive.at === null ? 'lost' : 'told', naive.at === null ? 'red' : 'grey'),
  ]);
}
