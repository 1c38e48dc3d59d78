/** The destinations: three large choices where there is none yet, else a card each and a way to add another. */
import { DESTINATION_KINDS, DESTINATION_NAMES, MOST_DESTINATIONS, type DestinationKind } from '../../settings/kinds';
import type { Board } from '../board';
import { button, focusOn, html, redraw } from '../dom';
import { newDestination } from '../draft';
import { fieldOf, TOO_MANY } from '../faults';
import { drawCard, type Card } from './card';

/** What is told, and what an admin has to have at hand. */
const CHOICES: Readonly<Record<DestinationKind, { what: string; have: string }>> = {
  webhook: {
    what: 'A system of your own is told: customer records, a data store, a script.',
    have: 'Have at hand: the https:// address that takes the messages, from the developers of that system. The secret it checks them with is made here.',
  },
  slack: {
    what: 'A Slack channel reads it as messages, one by one, in threads or as cards.',
    have: 'Have at hand: the bot token of a Slack app that may write messages (chat:write), and the bot invited to the channel.',
  },
  teams: {
    what: 'A Microsoft Teams channel reads it as cards.',
    have: 'Have at hand: the address that Workflows shows for “Post to a channel when a webhook request is received”.',
  },
};

/** Draws them all, and gives what brings the cards up to date after a change elsewhere. */
export function drawDestinations(board: Board, place: HTMLElement): () => void {
  const { destinations } = board.draft;
  const cards = destinations.map((destination) => drawCard(board, destination));
  const isFirst = destinations.length === 0;
  redraw(place, [
    html('h2', { id: 'destinations-title', tabindex: '-1' }, [isFirst ? 'Who is to hear of it?' : 'Destinations']),
    isFirst
      ? html('p', { class: 'lead' }, ['Nothing is set up yet. Choose where to begin; you can add up to 20 in all.'])
      : null,
    ...cards.map(({ element }) => element),
    isFirst ? largeChoices(board) : addBar(board),
  ]);
  return () => {
    cards.forEach((card: Card) => {
      card.refresh();
    });
  };
}

function largeChoices(board: Board): HTMLElement {
  return html(
    'div',
    { class: 'choices' },
    DESTINATION_KINDS.map((kind) => {
      const { what, have } = CHOICES[kind];
      const choice = html('button', { type: 'button', class: 'choice', id: `add-${kind}` }, [
        html('span', { class: `glyph glyph-${kind}`, 'aria-hidden': 'true' }),
        html('strong', {}, [DESTINATION_NAMES[kind]]),
        html('span', {}, [what]),
        html('span', { class: 'help' }, [have]),
      ]);
      choice.addEventListener('click', () => {
        add(board, kind);
      });
      return choice;
    }),
  );
}

function addBar(board: Board): HTMLElement {
  const left = MOST_DESTINATIONS - board.draft.destinations.length;
  const buttons = DESTINATION_KINDS.map((kind) =>
    button(
      DESTINATION_NAMES[kind],
      () => {
        add(board, kind);
      },
      { id: `add-${kind}` },
    ),
  );
  const around = {
    id: TOO_MANY,
    'data-field': TOO_MANY,
    tabindex: '-1',
    role: 'group',
    'aria-label': 'Add a destination',
  };
  return html('div', { class: 'add-bar', ...around }, [
    ...(left > 0
      ? ['Add a destination:', ...buttons]
      : ['20 destinations are set up, which is the most there can be.']),
    html('p', { class: 'fault', id: `${TOO_MANY}-fault` }),
  ]);
}

function add(board: Board, kind: DestinationKind): void {
  if (board.draft.destinations.length >= MOST_DESTINATIONS) return;
  const destination = newDestination(kind, board.draft.destinations);
  board.draft.destinations.push(destination);
  board.open.add(destination.id);
  board.drawDestinations();
  const name = fieldOf(destination, 'name');
  document.getElementById(name)?.scrollIntoView({ block: 'center' });
  focusOn(name);
}
