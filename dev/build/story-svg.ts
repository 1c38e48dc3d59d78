/** A conversation's picture that moves: it grows from moment to moment, and below stands what Slack reads. One SVG, which needs nothing else. */
import { wrap } from '../../packages/fresh-platform/lib/terminal';

export interface MovingStory {
  /** The picture as the page draws it: an `svg` element with a view box. */
  chart: string;
  /** Where each moment lies, in the view box's units, and what Slack reads then. */
  moments: { x: number; says: string }[];
  /** The style sheet of the page's pictures. */
  css: string;
}

/** How long a moment is read, and how long the last one, in seconds. */
const READ_S = 2.8;
const LAST_S = 5;
const WORDS_HEIGHT = 84;
const LINE_LENGTH = 112;

export function movingStory({ chart, moments, css }: MovingStory): string {
  const [, width = 960, height = 300] = (/viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(chart) ?? []).map(Number);
  const total = Number((READ_S * (moments.length - 1) + LAST_S).toFixed(1));
  const begins = moments.map((...[, index]) => (index * READ_S) / total);
  const inner = chart.replace(/^<svg[^>]*>/, '').replace(/<\/svg>$/, '');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height + WORDS_HEIGHT}" font-family="-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif" role="img">
<style>${styles(css)}</style>
<rect width="100%" height="100%" rx="8" style="fill: var(--picture-surface)"/>
<clipPath id="past"><rect width="${width}" height="${height}">${reveal(moments, begins, width, total)}</rect></clipPath>
<g clip-path="url(#past)">${inner}</g>
${moments.map(({ says }, index) => words(says, index, begins, height, total)).join('\n')}
</svg>
`;
}

/** The picture is open as far as time has come; it goes on quickly, and rests at each moment. */
function reveal(moments: MovingStory['moments'], begins: readonly number[], width: number, total: number): string {
  const ends = moments.map(({ x }, index) => (index === moments.length - 1 ? width : x + 16));
  const steps = ends.flatMap((end, index) => {
    const at = begins[index] ?? 0;
    return index === 0
      ? [[0, end]]
      : [
          [at, ends[index - 1] ?? end],
          [Math.min(1, at + 0.5 / total), end],
        ];
  });
  const all = [...steps, [1, width]];
  return `<animate attributeName="width" dur="${total}s" repeatCount="indefinite" keyTimes="${all.map(([at]) => (at ?? 0).toFixed(4)).join(';')}" values="${all.map(([, value]) => value).join(';')}"/>`;
}

/** What Slack reads at a moment; the last one stays where nothing moves. */
function words(says: string, index: number, begins: readonly number[], top: number, total: number): string {
  const isLast = index === begins.length - 1;
  const [from, to] = [begins[index] ?? 0, isLast ? 1 : (begins[index + 1] ?? 1)];
  const lines = wrap(says, LINE_LENGTH).slice(0, 2);
  const texts = lines.map(
    (line, place) =>
      `<text class="picture-label" style="font-size: 14px" x="96" y="${top + 34 + place * 20}">${escaped(line)}</text>`,
  );
  return `<g opacity="${isLast ? 1 : 0}">
<animate attributeName="opacity" dur="${total}s" repeatCount="indefinite" calcMode="discrete" keyTimes="0;${from.toFixed(4)};${to.toFixed(4)}" values="${index === 0 ? 1 : 0};1;${isLast ? 1 : 0}"/>
<text class="picture-row" x="14" y="${top + 34}">Slack reads</text>
${texts.join('\n')}
</g>`;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}

/** The picture's own rules; a picture in a document follows the reader's choice of light and dark by a media query alone. */
function styles(css: string): string {
  const [own = ''] = css.split('/* Messages in Slack and Teams */');
  const pair = /light-dark\(([^,]+), ([^)]+)\)/g;
  const variables = /:root \{[^}]*\}/.exec(own)?.[0] ?? '';
  const dark = `@media (prefers-color-scheme: dark) { ${variables.replace(pair, '$2')} }`;
  return `${own.replace(pair, '$1')}\n${dark}`;
}
