/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** Pieces that several views are built of. Whatever comes from outside enters as text. */
import type { Badge, Tone } from '../server/api';

export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** An HTML element with attributes and children; texts become text nodes. An attribute that is `true` has no value, one that is `false` is left out. */
export function html<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  children: readonly (Node | string)[] = [],
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (value !== false) element.setAttribute(key, value === true ? '' : String(value));
  element.append(...children);
  return element;
}

export type ButtonKind = 'primary' | 'secondary' | 'link' | 'danger';

/** A button that does `act` when pressed. */
export function button(label: string, act: () => void, kind: ButtonKind = 'secondary', id = ''): HTMLButtonElement {
  const attributes = { type: 'button', class: `button button-${kind}`, ...(id === '' ? {} : { id }) };
  const element = html('button', attributes, [label]);
  element.addEventListener('click', act);
  return element;
}

export interface Option {
  text: string;
  value: string;
}

/** A list of which one entry is chosen, under its label. */
export interface Choice {
  element: HTMLElement;
  select: HTMLSelectElement;
  /** Replaces the entries, and keeps the chosen one where it is still there. */
  offer: (options: readonly Option[]) => void;
}

export function choice(label: string, id: string, onChange: (value: string) => void): Choice {
  const select = html('select', { id });
  let offered = '';
  select.addEventListener('change', () => {
    onChange(select.value);
  });
  return {
    element: html('div', { class: 'field' }, [html('label', { for: id }, [label]), select]),
    select,
    offer: (options) => {
      const text = JSON.stringify(options);
      if (text === offered) return;
      offered = text;
      const before = select.value;
      select.replaceChildren(...options.map((option) => html('option', { value: option.value }, [option.text])));
      if (options.some(({ value }) => value === before)) select.value = before;
    },
  };
}

/** A box to search in; `onSearch` hears what is typed once the person pauses. */
export function searchBox(label: string, id: string, onSearch: (text: string) => void): HTMLInputElement {
  const input = html('input', { type: 'search', id, placeholder: label, 'aria-label': label });
  let soon: ReturnType<typeof setTimeout> | undefined;
  input.addEventListener('input', () => {
    clearTimeout(soon);
    soon = setTimeout(() => {
      onSearch(input.value);
    }, 200);
  });
  return input;
}

/** Leads through the pages of a list; hidden where one page holds all. */
export function pager(onPage: (page: number) => void): {
  element: HTMLElement;
  show: (page: number, pages: number) => void;
} {
  let current = 1;
  const back = button('Newer', () => {
    onPage(current - 1);
  });
  const on = button('Older', () => {
    onPage(current + 1);
  });
  const words = html('span', { class: 'quiet' });
  const element = html('nav', { class: 'pager', 'aria-label': 'Pages' }, [back, words, on]);
  return {
    element,
    show: (page, pages) => {
      current = page;
      element.hidden = pages <= 1;
      words.textContent = `page ${page} of ${pages}`;
      back.disabled = page <= 1;
      on.disabled = page >= pages;
    },
  };
}

/** A short word in a coloured box. */
export function badge(text: string, tone: Tone): HTMLElement {
  return html('span', { class: `badge badge-${tone}` }, [text]);
}

export function badgeOf({ text, tone }: Badge): HTMLElement {
  return badge(text, tone);
}

/** A box with a heading. */
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

/** What could not be had, in its place. */
export function fault(sentence: string): HTMLElement {
  return html('p', { class: 'fault' }, [sentence]);
}

/** Shows a sentence in a box, or nothing for an empty one. */
export function say(place: HTMLElement, type: 'error' | 'success' | 'info', text: string): void {
  const role = type === 'error' ? 'alert' : 'status';
  place.replaceChildren(...(text === '' ? [] : [html('p', { class: `said said-${type}`, role }, [text])]));
}

export interface Row<T> {
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
