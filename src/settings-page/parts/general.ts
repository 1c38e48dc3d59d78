/** What holds for all destinations: personal data, unattended conversations, hours, the daily summary, the time zone. */
import { changed, type Board } from '../board';
import { html, redraw } from '../dom';
import { DAYS } from '../../settings/times';
import { fieldGroup, inputField, switchField, tickField } from '../fields';

/** Draws it, and gives what brings it up to date after a change elsewhere. */
export function drawGeneral(board: Board, place: HTMLElement): () => void {
  const { draft } = board;
  redraw(place, [
    html('h2', { id: 'general-title' }, ['For all destinations']),
    html('div', { class: 'card card-body' }, [
      drawPersonalData(board),
      inputField(
        {
          id: 'unattended',
          label: 'Unattended after (minutes)',
          help: 'A conversation that nobody has picked up for so long is told as unattended. 0 turns it off.',
          value: draft.unattendedMinutes,
          type: 'number',
        },
        (value) => {
          draft.unattendedMinutes = value.trim();
          changed(board, 'unattended');
        },
      ),
      drawHours(board),
      html('div', { class: 'grid' }, [drawSummaryAt(board), drawZone(board)]),
    ]),
  ]);
  return () => {
    const help = document.getElementById('summary-at-help');
    if (help !== null) help.textContent = summaryHelp(board);
  };
}

function summaryHelp({ draft }: Board): string {
  const isWanted = draft.destinations.some(({ tell }) => tell.includes('Daily summary'));
  if (!isWanted) return 'No destination hears the daily summary now.';
  return draft.summaryAt === ''
    ? 'A destination hears the daily summary: without a time there is none.'
    : 'For the destinations that hear the daily summary.';
}

function drawPersonalData(board: Board): HTMLElement {
  const choice = (isIncluded: boolean, label: string, sentence: string): HTMLElement =>
    tickField(
      {
        id: isIncluded ? 'personal-in' : 'personal-out',
        label,
        sentence,
        type: 'radio',
        name: 'personal-data',
        isOn: board.draft.personalData === isIncluded,
      },
      () => {
        board.draft.personalData = isIncluded;
        changed(board, 'personal-data');
      },
    );
  return fieldGroup({ id: 'personal-data', label: 'Personal data of customers' }, [
    choice(false, 'Leave out', 'A customer is an ID: no name, email, phone or message leaves Freshchat.'),
    choice(true, 'Include', 'Name, email, phone and the first message go to every destination.'),
  ]);
}

const DAY_NAMES: Readonly<Record<string, string>> = {
  Mon: 'Monday',
  Tue: 'Tuesday',
  Wed: 'Wednesday',
  Thu: 'Thursday',
  Fri: 'Friday',
  Sat: 'Saturday',
  Sun: 'Sunday',
};

function drawHours(board: Board): HTMLElement {
  const { hours } = board.draft;
  const mark = (): void => {
    changed(board, 'hours');
  };
  const days = DAYS.map((day) =>
    tickField(
      { id: `day-${day}`, label: DAY_NAMES[day] ?? day, type: 'checkbox', isOn: hours.days.includes(day) },
      (isOn) => {
        const kept = hours.days;
        hours.days = DAYS.filter((one) => (one === day ? isOn : kept.includes(one)));
        mark();
      },
    ),
  );
  const times = html('div', { class: 'grid' }, [
    inputField({ id: 'hours-from', label: 'From', value: hours.from, type: 'time' }, (value) => {
      hours.from = value;
      mark();
    }),
    inputField({ id: 'hours-to', label: 'To', value: hours.to, type: 'time' }, (value) => {
      hours.to = value;
      mark();
    }),
  ]);
  const inner = html('div', { class: 'hours' }, [html('div', { class: 'days' }, days), times]);
  inner.hidden = !hours.isOn;
  return fieldGroup({ id: 'hours', label: 'Hours', help: 'When somebody is there to look after conversations.' }, [
    switchField(
      {
        id: 'hours-on',
        label: 'Count only within these hours',
        sentence: 'Unattended is told, and its minutes counted, within them alone.',
        isOn: hours.isOn,
      },
      (isOn) => {
        hours.isOn = isOn;
        inner.hidden = !isOn;
        mark();
      },
    ),
    inner,
  ]);
}

function drawSummaryAt(board: Board): HTMLElement {
  return inputField(
    {
      id: 'summary-at',
      label: 'Daily summary at',
      help: summaryHelp(board),
      value: board.draft.summaryAt,
      type: 'time',
    },
    (value) => {
      board.draft.summaryAt = value;
      changed(board, 'summary-at');
    },
  );
}

function drawZone(board: Board): HTMLElement {
  const list = html(
    'datalist',
    { id: 'zones' },
    zones().map((value) => html('option', { value })),
  );
  const field = inputField(
    {
      id: 'time-zone',
      label: 'Time zone',
      help: 'Of the hours and of the daily summary.',
      value: board.draft.timeZone,
      list: 'zones',
    },
    (value) => {
      board.draft.timeZone = value;
      changed(board, 'time-zone');
    },
  );
  field.append(list);
  return field;
}

/** `Intl.supportedValuesOf` is younger than some browsers: without it the name is typed. */
function zones(): string[] {
  const supported: unknown = Reflect.get(Intl, 'supportedValuesOf');
  return typeof supported === 'function' ? ['UTC', ...(supported as (of: string) => string[])('timeZone')] : ['UTC'];
}
