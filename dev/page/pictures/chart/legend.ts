/** What the signs of the picture mean. */
import { html, svg } from '../dom';
import { KINDS } from './kinds';
import { drawKind, drawState } from './signs';
import { STATE_SIGNS } from './told-states';

/** All signs, also those this picture has none of: the next one may. */
export function drawLegend(): HTMLElement {
  return html('div', { class: 'picture-legend' }, [
    row(
      'Happened',
      KINDS.map((kind) => item(drawKind(kind, 13, 13), kind.says)),
    ),
    row(
      'Told',
      STATE_SIGNS.map((sign) => item(drawState(sign.state, 13, 13), sign.says)),
    ),
  ]);
}

function row(name: string, items: readonly HTMLElement[]): HTMLElement {
  return html('div', { class: 'picture-legend-row' }, [
    html('span', { class: 'picture-legend-name' }, [name]),
    html('ul', {}, items),
  ]);
}

function item(sign: SVGElement, says: string): HTMLElement {
  return html('li', {}, [
    svg('svg', { viewBox: '0 0 26 26', width: 20, height: 20, 'aria-hidden': 'true' }, [sign]),
    says,
  ]);
}
