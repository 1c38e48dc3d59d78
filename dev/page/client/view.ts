import type { PageState } from '../server/api';

/** One of the page's views. */
export interface View {
  /** In the address bar; the first one is canonical. */
  paths: string[];
  title: string;
  element: HTMLElement;
  /** Shows the state; called for the view that is open, at every change. */
  show: (state: PageState) => void;
  /** Called when the person comes to the view, or its address changes. */
  enter?: () => void;
}
