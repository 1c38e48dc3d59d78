/** What the parts of the page share: the draft, and how a change of it is told to the others. */
import type { DestinationDraft, Draft } from './draft';
import { faultsOf, type Fault } from './faults';
import { markField } from './fields';

/** Typing counts as stopped after this long. */
const PAUSE_MS = 700;

export interface Board {
  draft: Draft;
  /** Settings that are saved already are being edited. */
  isEdit: boolean;
  /** Ids of the cards that are open. */
  open: Set<string>;
  /** Fields whose faults are marked: typed into, or asked for by Test. */
  touched: Set<string>;
  /** `validate` was called: from then on every fault is marked. */
  isChecked: boolean;
  pause: number;
  /** Draws the destinations anew: one was added or removed, or the shared token moved to another card. */
  drawDestinations: () => void;
  /** Draws what depends on values of other parts: summaries of cards, previews, sentences. */
  refresh: () => void;
}

/** A value was typed or chosen in a field: what is wrong is marked once typing has stopped. */
export function changed(board: Board, fieldId: string): void {
  board.touched.add(fieldId);
  board.refresh();
  clearTimeout(board.pause);
  board.pause = window.setTimeout(() => {
    markFaults(board);
  }, PAUSE_MS);
}

/** Marks every fault that is to be seen, takes back the others' marks, and gives those of the draft. */
export function markFaults(board: Board): Fault[] {
  const faults = faultsOf(board.draft);
  const sentences = new Map(faults.map(({ field, sentence }) => [field, sentence]));
  for (const place of document.querySelectorAll<HTMLElement>('[data-field]')) {
    const id = place.dataset['field'] ?? '';
    const isShown = board.isChecked || board.touched.has(id);
    markField(id, isShown ? (sentences.get(id) ?? '') : '');
  }
  return faults;
}

/** Faults of one destination's card, which are marked from now on. */
export function checkDestination(board: Board, { id }: DestinationDraft): Fault[] {
  const isOfCard = ({ field }: Fault): boolean => field.endsWith(`-of-${id}`);
  const faults = faultsOf(board.draft).filter(isOfCard);
  for (const { field } of faults) board.touched.add(field);
  markFaults(board);
  return faults;
}
