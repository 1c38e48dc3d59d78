/// <reference lib="dom" />
/** Elements of drawings by hand. Whatever comes from outside enters as text or as an attribute's value, never as markup. */
import { html } from '../../../packages/fresh-platform/page/client/elements';

export { html };

const SVG = 'http://www.w3.org/2000/svg';

/** An SVG element with attributes and children; texts become text nodes. */
export function svg(
  name: keyof SVGElementTagNameMap,
  attributes: Readonly<Record<string, string | number>> = {},
  children: readonly (Node | string)[] = [],
): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}
