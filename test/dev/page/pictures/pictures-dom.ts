/** What tests of drawings do with elements. */

/** Lets an event happen to an element, from which it bubbles up. */
export function happen(element: Element | null | undefined, type: string, properties: object = {}): void {
  element?.dispatchEvent(Object.assign(new Event(type, { bubbles: true, cancelable: true }), properties));
}

/** The texts of the elements that match a selector. */
export function textsOf(element: ParentNode, selector: string): string[] {
  return [...element.querySelectorAll(selector)].map(({ textContent }) => textContent);
}
