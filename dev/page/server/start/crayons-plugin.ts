/** Makes Crayons' components fit to be served here: in our colours, light and dark, and without anything from outside. */
import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/** Where Crayons would fetch icons; a few of our own have the same names. */
const ICONS = /https:\/\/cdn\.jsdelivr\.net\/npm\/@freshworks\/crayons-icon@next\/dist\/icons/g;
const STYLES = /^const \w+Css = ".*";$/gm;
const DECLARATION = /([\w-]+):([^;{}]*#[0-9a-f]{3,8}\b[^;{}]*)/g;
/** Where Crayons names no ground for a field, a browser would put its own under the text. */
const UNDER_TEXT = 'input{background-color:transparent}';
const COLOR = /#([0-9a-f]{3,8})\b/g;

/**
 * Crayons knows light colours only, written into the shadow of each component. Here every one of them becomes a variable of
 * its own, such as `--cr-ink-12344d` for text and `--cr-ground-fff` behind it, with the colour as its default: the page's
 * styles set those that a dark page needs.
 */
export function recolored(code: string): string {
  const variable =
    (property: string) =>
    (...[color, hex]: [string, string]) =>
      `var(--cr-${roleOf(property)}-${hex}, ${color})`;
  return code
    .replace(ICONS, '/static/icons')
    .replace(STYLES, (style) =>
      style
        .replace(
          DECLARATION,
          (...[, property, value]: [string, string, string]) =>
            `${property}:${value.replace(COLOR, variable(property))}`,
        )
        .replace(/";$/, `${UNDER_TEXT}";`),
    );
}

function roleOf(property: string): 'ground' | 'line' | 'ink' {
  if (property.startsWith('background')) return 'ground';
  return /border|outline|shadow/.test(property) ? 'line' : 'ink';
}

export const crayonsPlugin: Plugin = {
  name: 'crayons',
  setup: (build) => {
    build.onLoad({ filter: /@freshworks[\\/]crayons[\\/]dist[\\/]components[\\/].*\.js$/ }, ({ path }) => ({
      contents: recolored(readFileSync(path, 'utf8')),
      loader: 'js',
    }));
  },
};
