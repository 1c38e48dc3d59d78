/// <reference lib="dom" />
/** Walking through a page with the keyboard alone. */
import type { Page } from 'playwright-core';

/** Presses a key until what has the focus is what is wanted; `read` runs in the browser. */
export async function tabTo(page: Page, read: () => string | null, wanted: string, key = 'Tab'): Promise<void> {
  for (let pressed = 0; pressed < 60; pressed += 1) {
    await page.keyboard.press(key);
    if ((await page.evaluate(read)) === wanted) return;
  }
  throw new Error(`The keyboard does not come to ${wanted}.`);
}

/** Whether what has the focus, in shadows too, is marked by an outline or a shadow. */
export function focusIsVisible(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (element === null) return false;
    const { outlineStyle, boxShadow } = getComputedStyle(element);
    return outlineStyle !== 'none' || boxShadow !== 'none';
  });
}
