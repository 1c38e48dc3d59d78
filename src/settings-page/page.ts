/** The settings page: draws itself, and answers the three calls that the platform makes. */
import { markFaults, type Board } from './board';
import { configsOf, draftOf } from './configs';
import { focusOn, html, redraw } from './dom';
import { newDraft, secretFor, type DestinationDraft } from './draft';
import { drawDestinations } from './parts/destinations';
import { drawGeneral } from './parts/general';
import { drawStatus } from './parts/status';
import { settingsSaved } from './server';

const nothing = (): void => undefined;

const board: Board = {
  draft: { ...newDraft(), timeZone: zoneHere() },
  isEdit: false,
  open: new Set(),
  touched: new Set(),
  isChecked: false,
  pause: 0,
  drawDestinations: nothing,
  refresh: nothing,
};

/** The admin's own time zone is the likeliest one; it is saved like any other. */
function zoneHere(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Fills the page with what is saved; the platform calls it when settings are edited. */
export function getConfigs(configs: unknown): void {
  board.draft = draftOf(configs);
  board.isEdit = true;
  board.isChecked = false;
  board.touched.clear();
  board.open = new Set(toBeOpened(board));
  drawPage();
}

/** A single card, and those whose secrets have to be entered again. */
function toBeOpened({ draft }: Board): string[] {
  const { destinations } = draft;
  const asks = (destination: DestinationDraft): boolean => secretFor(draft, destination).isLost;
  return destinations.filter((one) => destinations.length === 1 || asks(one)).map(({ id }) => id);
}

/** Whether everything can be saved; if not, what is wrong is marked, and the first of it brought into view. */
export function validate(): boolean {
  board.isChecked = true;
  const faults = markFaults(board);
  const [first] = faults;
  if (first === undefined) {
    if (board.isEdit) announce();
    return true;
  }
  for (const { id } of board.draft.destinations)
    if (faults.some(({ field }) => field.endsWith(`-of-${id}`))) board.open.add(id);
  board.refresh();
  document.getElementById(first.field)?.scrollIntoView({ block: 'center' });
  focusOn(first.field);
  return false;
}

/** The settings are saved whether or not the app hears of it at once: it looks at them again when a summary is due. */
function announce(): void {
  const settings = { ...configsOf(board.draft), secrets: {} };
  settingsSaved(settings).catch(nothing);
}

/** Everything the page holds, to be saved. */
export function postConfigs(): object {
  return configsOf(board.draft);
}

function drawPage(): void {
  const place = document.getElementById('settings');
  if (place === null) return;
  const destinations = html('section', { id: 'destinations', 'aria-labelledby': 'destinations-title' });
  const general = html('section', { id: 'general', 'aria-labelledby': 'general-title' });
  board.drawDestinations = () => {
    const refreshCards = drawDestinations(board, destinations);
    board.refresh = () => {
      refreshCards();
      refreshGeneral();
    };
    markFaults(board);
  };
  const refreshGeneral = drawGeneral(board, general);
  redraw(place, [
    html('header', {}, [
      html('h1', {}, ['Conversation Relay']),
      html('p', { class: 'lead' }, [
        'Tells your systems and your team’s channels what happens in Freshchat’s conversations, and speaks up when nobody looks after one.',
      ]),
    ]),
    board.isEdit ? drawStatus() : null,
    destinations,
    general,
  ]);
  board.drawDestinations();
}

drawPage();
