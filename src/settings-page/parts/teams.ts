/** A Teams destination's own setting: the workflow's address, which is its secret. */
import { changed, type Board } from '../board';
import { html } from '../dom';
import type { DestinationDraft } from '../draft';
import { fieldOf } from '../faults';
import { secretInput } from './secret-input';

export function drawTeams(board: Board, destination: DestinationDraft): HTMLElement {
  const id = fieldOf(destination, 'address');
  return html('div', { class: 'own' }, [
    secretInput(
      {
        id,
        label: 'Workflow address',
        help: 'In the Teams channel choose Workflows, then “Post to a channel when a webhook request is received”, and copy the address it shows.',
        placeholder: 'https://….logic.azure.com/workflows/…',
        type: 'url',
        replace: 'Enter another address',
      },
      () => destination.secret,
      () => {
        changed(board, id);
      },
    ),
  ]);
}
