/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** Elements by hand. Whatever comes from outside enters as text or as an attribute's value, never as markup. */

export type Attributes = Readonly<Record<string, string | number>>;

const SVG = 'http://www.w3.org/2000/svg';

/** An HTML element with attributes and children; texts become text nodes. */
export function html(
  name: string,
  attributes: Attributes = {},
  children: readonly (Node | string)[] = [],
): HTMLElement {
  return filled(document.createElement(name), attributes, children);
}

/** An SVG element with attributes and children; texts become text nodes. */
export function svg(
  name: keyof SVGElementTagNameMap,
  attributes: Attributes = {},
  children: readonly (Node | string)[] = [],
): SVGElement {
  return filled<SVGElement>(document.createElementNS(SVG, name), attributes, children);
}

function filled<E extends Element>(element: E, attributes: Attributes, children: readonly (Node | string)[]): E {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}
