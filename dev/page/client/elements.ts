/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** Pieces that several views are built of. Whatever comes from outside enters as text. */
import { html } from '../pictures/dom';

export { html };

/** A Crayons component: `properties` are set on the element, as its documentation has them. */
export function crayon(
  name: `fw-${string}`,
  properties: object = {},
  children: readonly (Node | string)[] = [],
  id = '',
): HTMLElement {
  const element = html(name, id === '' ? {} : { id }, children);
  Object.assign(element, properties);
  return element;
}

/** A Crayons list of which one entry is always chosen. Choosing the chosen one again closes it, which Crayons leaves undone. */
export function choice(properties: object, id: string): HTMLElement {
  const element = crayon('fw-select', { allowDeselect: false, ...properties }, [], id);
  element.addEventListener('click', (event) => {
    const isChosen = event
      .composedPath()
      .some(
        (part) =>
          part instanceof HTMLElement &&
          part.localName === 'fw-select-option' &&
          Reflect.get(part, 'selected') === true,
      );
    if (isChosen) element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
  });
  return element;
}

/** A Crayons button that does `act` when pressed. */
export function button(label: string, act: () => void, properties: object = {}, id = ''): HTMLElement {
  const element = crayon('fw-button', { throttleDelay: 0, ...properties }, [label], id);
  element.addEventListener('fwClick', act);
  return element;
}

/** The head of a tab in `fw-tabs`, which shows the `fw-tab-panel` of that name. */
export function tab(label: string, panel: string): HTMLElement {
  const element = crayon('fw-tab', { panel }, [label]);
  element.slot = 'tab';
  return element;
}

export type Tone = 'green' | 'yellow' | 'red' | 'blue' | 'grey';

/** A short word in a coloured box. */
export function badge(text: string, tone: Tone): HTMLElement {
  return html('span', { class: `badge badge-${tone}` }, [text]);
}

/** A box with a heading; `level` is the heading's. */
export function card(
  title: string,
  children: readonly (Node | string)[],
  attributes: Record<string, string> = {},
): HTMLElement {
  const { class: extra = '', ...rest } = attributes;
  return html('section', { ...rest, class: `card ${extra}` }, [html('h2', {}, [title]), ...children]);
}

/** What stands where there is nothing to show yet. */
export function empty(title: string, hint: string): HTMLElement {
  return html('div', { class: 'empty' }, [html('p', { class: 'empty-title' }, [title]), html('p', {}, [hint])]);
}

/** Text as it is, in a box that scrolls and can be reached by keyboard. */
export function block(text: string, label: string): HTMLElement {
  return html('pre', { tabindex: 0, role: 'region', 'aria-label': label }, [text]);
}

/** Shows a sentence in a message box of Crayons, or nothing for an empty one. */
export function say(place: HTMLElement, type: 'error' | 'success' | 'warning' | 'info', text: string): void {
  place.replaceChildren(...(text === '' ? [] : [crayon('fw-inline-message', { type, closable: false }, [text])]));
}

interface Row<T> {
  element: HTMLElement;
  update: (item: T) => void;
}

/**
 * Keeps the children of `place` in step with a list: an item that stays keeps its element, with whatever is open or focused in
 * it. `draw` makes the element of a new item, and how to change it when the item has changed.
 */
export function keyedList<T>(
  place: HTMLElement,
  keyOf: (item: T) => string,
  draw: (item: T) => Row<T>,
): (items: readonly T[]) => void {
  const rows = new Map<string, Row<T> & { seen: string }>();
  const rowOf = (item: T): HTMLElement => {
    const key = keyOf(item);
    const text = JSON.stringify(item);
    const known = rows.get(key) ?? { ...draw(item), seen: '' };
    if (known.seen !== text) known.update(item);
    known.seen = text;
    rows.set(key, known);
    return known.element;
  };
  return (items) => {
    const keys = new Set(items.map(keyOf));
    for (const key of rows.keys()) if (!keys.has(key)) rows.delete(key);
    const wanted = items.map(rowOf);
    for (const child of [...place.children]) if (!wanted.includes(child as HTMLElement)) child.remove();
    wanted.forEach((element, index) => {
      if (place.children[index] !== element) place.insertBefore(element, place.children[index] ?? null);
    });
  };
}
