/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** Elements of the page. Whatever comes from outside enters as text. */

export type Child = Node | string | null;
/** One, or several. */
export type Children = Child | readonly Child[];
type Attributes = Readonly<Record<string, string | boolean>>;

/** An element; an attribute that is `true` stands without a value, one that is `false` does not stand, and null is no child. */
export function html(name: string, attributes: Attributes = {}, children: readonly Child[] = []): HTMLElement {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (value !== false) element.setAttribute(key, value === true ? '' : value);
  element.append(...children.filter((child) => child !== null));
  return element;
}

export function childrenOf(children: Children): readonly Child[] {
  return [children].flat();
}

/** A name that people typed: it keeps its own direction and leaves the sentence around it alone. */
export function named(name: string): HTMLElement {
  return html('bdi', {}, [name]);
}

/** Said by screen readers only. */
export function unseen(text: string): HTMLElement {
  return html('span', { class: 'unseen' }, [text]);
}

export interface ButtonLook {
  color?: 'primary' | 'secondary' | 'danger' | 'link';
  size?: 'normal' | 'small';
  id?: string;
}

/** A Crayons button that does `act` when pressed; one that looks like a link is the browser's own, which can be dark as well. */
export function button(label: Children, act: () => void, look: ButtonLook = {}): HTMLElement {
  const { color = 'secondary', size = 'small', id } = look;
  const children = childrenOf(label);
  if (color === 'link') return linkButton(children, act, id);
  const element = html('fw-button', { color, size, 'throttle-delay': '0', ...(id !== undefined && { id }) }, children);
  element.addEventListener('click', act);
  return element;
}

function linkButton(children: readonly Child[], act: () => void, id = ''): HTMLElement {
  const element = html('button', { type: 'button', class: 'link', ...(id !== '' && { id }) }, children);
  element.addEventListener('click', act);
  return element;
}

/** Replaces what is in `place`, and gives the focus back to what has the same id as what had it. */
export function redraw(place: HTMLElement, children: readonly Child[]): void {
  const focused = document.activeElement?.id ?? '';
  place.replaceChildren(...children.filter((child) => child !== null));
  if (focused !== '') focusOn(focused);
}

/** What a component of Crayons has besides, once its script is loaded. */
interface Component extends HTMLElement {
  componentOnReady?: () => Promise<unknown>;
  setFocus?: () => Promise<void>;
}

/** Gives the focus to the element of an id. A Crayons button takes it by a function of its own alone, once it is drawn. */
export function focusOn(id: string): void {
  const element: Component | null = document.getElementById(id);
  element?.focus({ preventScroll: true });
  element
    ?.componentOnReady?.()
    // By then the focus may be elsewhere, and is left there.
    .then(() => (document.activeElement === document.body ? element.setFocus?.() : undefined))
    .catch(() => undefined);
}
