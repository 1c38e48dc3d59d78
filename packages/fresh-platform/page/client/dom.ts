/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** Pieces that several views are built of. Whatever comes from outside enters as text. */

export function html<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Record<string, string | number | boolean> = {},
  children: readonly (Node | string)[] = [],
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(key, '');
    else if (value !== false) element.setAttribute(key, String(value));
  }
  element.append(...children);
  return element;
}

export function button(label: string, act: () => void, attributes: Record<string, string | boolean> = {}): HTMLElement {
  const element = html('button', { type: 'button', ...attributes }, [label]);
  element.addEventListener('click', act);
  return element;
}

/** A box with a heading. */
export function card(title: string, children: readonly (Node | string)[], id = ''): HTMLElement {
  return html('section', { class: 'card', ...(id !== '' && { id }) }, [html('h2', {}, [title]), ...children]);
}

/** A short word in a coloured box. */
export function badge(text: string, tone: 'good' | 'bad' | 'plain'): HTMLElement {
  return html('span', { class: `badge ${tone}` }, [text]);
}

/** Text as it is, in a box that scrolls and can be reached by keyboard. */
export function block(text: string, label: string): HTMLElement {
  return html('pre', { tabindex: 0, role: 'region', 'aria-label': label }, [text]);
}

/** Shows a sentence, or nothing for an empty one. */
export function say(place: HTMLElement, tone: 'good' | 'bad', text: string): void {
  place.className = text === '' ? '' : `message ${tone}`;
  place.textContent = text;
}

/** Keeps the children of `place` in step with a list: what has not changed keeps its element, and what has keeps whether it is open. */
export function keyedList<T>(
  place: HTMLElement,
  keyOf: (item: T) => string,
  draw: (item: T) => HTMLElement,
): (items: readonly T[]) => void {
  const drawn = new Map<string, { text: string; element: HTMLElement }>();
  return (items) => {
    const elements = items.map((item) => {
      const key = keyOf(item);
      const text = JSON.stringify(item);
      const known = drawn.get(key);
      if (known?.text === text) return known.element;
      const element = draw(item);
      if (known?.element.querySelector('details')?.open === true)
        element.querySelector('details')?.setAttribute('open', '');
      drawn.set(key, { text, element });
      return element;
    });
    const keys = new Set(items.map(keyOf));
    for (const key of drawn.keys()) if (!keys.has(key)) drawn.delete(key);
    for (const child of [...place.children]) if (!elements.includes(child as HTMLElement)) child.remove();
    elements.forEach((element, index) => {
      if (place.children[index] !== element) place.insertBefore(element, place.children[index] ?? null);
    });
  };
}
