/** The settings page: draws itself, and answers the three calls that the platform makes. */
import { markFaults, type Board } from './board';
import { configsOf, draftOf } from './configs';
import { html, redraw } from './dom';
import { newDraft } from './draft';
import type { Fault } from './faults';
import { drawDestinations } from './parts/destinations';
import { drawGeneral } from './parts/general';
import { drawStatus } from './parts/status';

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
  board.open.clear();
  const [only, ...others] = board.draft.destinations;
  if (only !== undefined && others.length === 0) board.open.add(only.id);
  drawPage();
}

/** Whether everything can be saved; if not, what is wrong is marked, and the first of it brought into view. */
export function validate(): boolean {
  board.isChecked = true;
  const [first] = markFaults(board);
  if (first === undefined) return true;
  showFault(first);
  return false;
}

/** Everything the page holds, to be saved. */
export function postConfigs(): object {
  return configsOf(board.draft);
}

function showFault({ field }: Fault): void {
  const ofCard = board.draft.destinations.find(({ id }) => field.endsWith(`-of-${id}`));
  if (ofCard !== undefined && !board.open.has(ofCard.id)) {
    board.open.add(ofCard.id);
    board.refresh();
  }
  const control = document.getElementById(field);
  control?.scrollIntoView({ block: 'center' });
  control?.focus({ preventScroll: true });
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
