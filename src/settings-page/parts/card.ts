/** A destination's card: its head, which opens and closes it, and everything that can be set of it. */
import { DESTINATION_NAMES, KINDS, type DestinationKind } from '../../settings/kinds';
import { changed, markFaults, type Board } from '../board';
import { button, focusOn, html, named, redraw, unseen } from '../dom';
import { secretFor, type DestinationDraft } from '../draft';
import { fieldOf } from '../faults';
import { inputField } from '../fields';
import { presetOf } from '../kinds';
import { isRotating } from '../secrets';
import { drawFilters } from './filters';
import { drawHears } from './hears';
import { drawPreview } from './preview';
import { drawSlack } from './slack';
import { drawTeams } from './teams';
import { drawTest } from './test';
import { drawWebhook } from './webhook';

export interface Card {
  element: HTMLElement;
  /** Brings up to date what depends on other parts. */
  refresh: () => void;
}

export function drawCard(board: Board, destination: DestinationDraft): Card {
  const { id, kind } = destination;
  const bodyId = `body-of-${id}`;
  const title = html('span', { class: 'card-name' });
  const summary = html('span', { class: 'card-summary' });
  const toggle = html('button', { type: 'button', class: 'card-toggle', id: `open-${id}`, 'aria-controls': bodyId }, [
    html('span', { class: `glyph glyph-${kind}`, 'aria-hidden': 'true' }),
    html('span', { class: 'card-words' }, [title, summary]),
    html('span', { class: 'chevron', 'aria-hidden': 'true' }),
  ]);
  toggle.addEventListener('click', () => {
    if (!board.open.delete(id)) board.open.add(id);
    refresh();
  });
  const hears = drawHears(board, destination);
  const preview = drawPreview(board, destination);
  const body = html('div', { class: 'card-body', id: bodyId }, [
    inputField(
      {
        id: fieldOf(destination, 'name'),
        label: 'Name',
        help: 'What your team calls it. It stands in messages about trouble.',
        value: destination.name,
      },
      (value) => {
        destination.name = value;
        changed(board, fieldOf(destination, 'name'));
      },
    ),
    DRAW_OWN[kind](board, destination),
    hears.element,
    drawFilters(board, destination),
    preview.element,
    html('div', { class: 'card-foot' }, [drawTest(board, destination), drawRemove(board, destination)]),
  ]);
  const refresh = (): void => {
    const isOpen = board.open.has(id);
    toggle.setAttribute('aria-expanded', String(isOpen));
    body.hidden = !isOpen;
    title.replaceChildren(
      named(destination.name.trim() === '' ? DESTINATION_NAMES[kind] : destination.name),
      unseen(', '),
    );
    summary.textContent = summaryOf(board, destination);
    hears.refresh();
    preview.refresh();
  };
  refresh();
  return { element: html('article', { class: 'card', id: `card-${id}` }, [html('h3', {}, [toggle]), body]), refresh };
}

/** The fields of its kind alone. */
const DRAW_OWN: Readonly<Record<DestinationKind, (board: Board, destination: DestinationDraft) => HTMLElement>> = {
  webhook: drawWebhook,
  slack: drawSlack,
  teams: drawTeams,
};

const HEARS = { person: 'what needs a person', everything: 'everything' };

/** `Slack · hears what needs a person · of some conversations`. */
function summaryOf({ draft }: Board, destination: DestinationDraft): string {
  const { kind, tell, filters } = destination;
  const preset = presetOf(tell);
  const what = preset === 'chosen' ? `${tell.length} of ${KINDS.length} kinds` : HEARS[preset];
  const isFiltered = Object.values(filters).some((list) => list.length > 0);
  const parts = [
    DESTINATION_NAMES[kind],
    tell.length === 0 ? 'hears nothing' : `hears ${what}`,
    isFiltered ? 'of chosen conversations' : 'of all conversations',
    ...(kind === 'webhook' && isRotating(secretFor(draft, destination)) ? ['two secrets in use'] : []),
  ];
  return parts.join(' · ');
}

/** Asks once more: what waits for a destination is given up with it. */
function drawRemove(board: Board, destination: DestinationDraft): HTMLElement {
  const place = html('div', { class: 'remove' });
  const name = (): HTMLElement => named(destination.name);
  const ask = (): void => {
    redraw(place, [
      html('p', { id: `ask-remove-${destination.id}` }, [
        'Remove ',
        name(),
        '? What still waits for it is given up when you save.',
      ]),
      button('Remove', remove, { color: 'danger', id: `remove-now-${destination.id}` }),
      button('Keep it', keep),
    ]);
    focusOn(`remove-now-${destination.id}`);
  };
  const keep = (): void => {
    rest();
    focusOn(`remove-${destination.id}`);
  };
  const remove = (): void => {
    const { destinations } = board.draft;
    destinations.splice(destinations.indexOf(destination), 1);
    board.drawDestinations();
    markFaults(board);
    focusOn('destinations-title');
  };
  const rest = (): void => {
    redraw(place, [
      button(['Remove', unseen(' this destination')], ask, { color: 'link', id: `remove-${destination.id}` }),
    ]);
  };
  rest();
  return place;
}
