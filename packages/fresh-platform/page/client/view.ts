/// <reference lib="dom" />
import type { PageState } from '../server/api';

/** One view of the page. A plugin's script exports `createView`, which gives one. */
export interface View {
  title: string;
  /** Its addresses, the first of them the tab's. */
  paths: readonly string[];
  element: HTMLElement;
  /** Hears of every new state while it is shown. */
  show: (state: PageState) => void;
  /** Called when somebody comes to it. */
  enter?: () => void;
}
