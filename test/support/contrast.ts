/// <reference lib="dom" />
/** How well the text of a page can be read, measured where it is shown. */
import type { Frame, Page } from 'playwright-core';

export interface PoorText {
  text: string;
  ratio: number;
  color: string;
  ground: string;
}

/** Every visible text whose contrast is under WCAG 2.2 AA: 4.5, or 3 where it is large. Text in components' shadows counts; disabled controls and drawings do not. */
export function poorTexts(page: Page | Frame): Promise<PoorText[]> {
  return page.evaluate(() => {
    type Rgb = [number, number, number, number];
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const rgb = (color: string): Rgb => {
      if (canvas === null) throw new Error('There is no canvas to read colours with.');
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
      const [r = 0, g = 0, b = 0, a = 0] = canvas.getImageData(0, 0, 1, 1).data;
      return [r, g, b, a / 255];
    };
    const hostOf = (element: Element): Element | null => {
      const root = element.getRootNode();
      return root instanceof ShadowRoot ? root.host : null;
    };
    const parentOf = (element: Element): Element | null =>
      element.assignedSlot ?? element.parentElement ?? hostOf(element);
    const over = (top: Rgb, below: Rgb): Rgb =>
      [0, 1, 2].map((at) => (top[at] ?? 0) * top[3] + (below[at] ?? 0) * (1 - top[3])).concat(1) as Rgb;
    const groundOf = (element: Element | null): Rgb => {
      if (element === null) return rgb('Canvas');
      const own = rgb(getComputedStyle(element).backgroundColor);
      return own[3] === 1 ? own : over(own, groundOf(parentOf(element)));
    };
    const luminance = ([r, g, b]: Rgb): number => {
      const [x = 0, y = 0, z = 0] = [r, g, b].map((part) =>
        part / 255 <= 0.03928 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const isOut = (element: Element): boolean =>
      element.closest(
        'svg, input[type="range"], input[type="checkbox"], [disabled], [aria-disabled="true"], .unseen, .skip',
      ) !== null || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    const textOf = (element: Element): string => {
      if (
        element instanceof HTMLInputElement ||
        element instanceof HTMLTextAreaElement ||
        element instanceof HTMLSelectElement
      )
        return element.value;
      return [...element.childNodes]
        .filter(({ nodeType }) => nodeType === Node.TEXT_NODE)
        .map(({ textContent }) => textContent)
        .join('')
        .trim();
    };
    const elementsIn = (root: Document | ShadowRoot): Element[] =>
      [...root.querySelectorAll('body, body *, :host *, *')].flatMap((element) =>
        element.shadowRoot === null ? [element] : [element, ...elementsIn(element.shadowRoot)],
      );
    return [...new Set(elementsIn(document))].flatMap((element) => {
      const text = textOf(element);
      if (text === '' || isOut(element)) return [];
      const { color, fontSize, fontWeight } = getComputedStyle(element);
      const ground = groundOf(element);
      const [a, b] = [luminance(over(rgb(color), ground)), luminance(ground)];
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      const isLarge = parseFloat(fontSize) >= 24 || (parseFloat(fontSize) >= 18.66 && Number(fontWeight) >= 700);
      return ratio >= (isLarge ? 3 : 4.5)
        ? []
        : [
            {
              text: text.slice(0, 60),
              ratio: Math.round(ratio * 100) / 100,
              color,
              ground: ground.slice(0, 3).join(' '),
            },
          ];
    });
  });
}
