/// <reference lib="dom" />
import type { PageState } from '../server/api';

/** One view of the page. A plugin's script exports `createViews`, which gives a list of them. */
export interface View {
  title: string;
  /** Its addresses; the tab's is the first that no view before it has. */
  paths: readonly string[];
  element: HTMLElement;
  /** Hears of every new state while it is shown. */
  show: (state: PageState) => void;
  /** Called when somebody comes to it, or when its address changes. */
  enter?: () => void;
}
