import type { PageState } from '../../server/api';

/** A part of the Platform view. */
export interface Card {
  element: HTMLElement;
  show: (state: PageState) => void;
}
