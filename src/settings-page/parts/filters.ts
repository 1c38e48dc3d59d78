/** Whom a destination hears about: lists of which a conversation must meet each that is not empty. */
import { changed, type Board } from '../board';
import { html } from '../dom';
import type { DestinationDraft, FilterName } from '../draft';
import { fieldOf } from '../faults';
import { tagField } from '../tag-field';

interface FilterLook {
  filter: FilterName;
  label: string;
  help: string;
  suggestions: readonly string[];
}

const LOOKS: readonly FilterLook[] = [
  { filter: 'groups', label: 'Groups', help: 'Names or IDs, as Freshchat has them.', suggestions: [] },
  { filter: 'topics', label: 'Topics', help: 'Names or IDs of channels that customers write in.', suggestions: [] },
  {
    filter: 'sources',
    label: 'Sources',
    help: 'By what way customers write.',
    suggestions: ['WEBCHAT', 'MOBILE', 'WHATSAPP', 'EMAIL', 'FACEBOOK_MESSENGER', 'LINE', 'ABC', 'GBM'],
  },
  {
    filter: 'priorities',
    label: 'Priorities',
    help: 'As agents set them.',
    suggestions: ['Low', 'Medium', 'High', 'Urgent'],
  },
];

export function drawFilters(board: Board, destination: DestinationDraft): HTMLElement {
  const isUsed = Object.values(destination.filters).some((list) => list.length > 0);
  const fields = LOOKS.map(({ filter, label, help, suggestions }) => {
    const id = fieldOf(destination, filter);
    const values = destination.filters[filter];
    return tagField({ id, label, help, suggestions, values, placeholder: values.length === 0 ? 'All' : '' }, (next) => {
      destination.filters[filter] = next;
      changed(board, id);
    });
  });
  return html('details', { class: 'filters', open: isUsed }, [
    html('summary', {}, ['Which conversations it hears about']),
    html('p', { class: 'help' }, [
      'Leave a list empty for all. Press Enter after each entry. ',
      'A conversation counts where every list that is filled in holds it. Trouble and the daily summary are told in any case.',
    ]),
    html('div', { class: 'grid' }, fields),
  ]);
}
