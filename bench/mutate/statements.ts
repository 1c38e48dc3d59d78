/** Places in server/server.js: the statement, and the file of src/ it was built from. */

interface Place {
  line: number;
  column: number;
}

/** By id, as the counting of statements names them. */
export type StatementMap = Record<string, { start: Place; end: Place }>;

/** Says the id of the smallest statement around an offset; null where there is none. */
export function createStatements(server: string, map: StatementMap): (offset: number) => string | null {
  const lines = beginnings(server);
  const offsetOf = ({ line, column }: Place): number => (lines[line - 1] ?? 0) + column;
  const statements = Object.entries(map)
    .map(([id, { start, end }]) => ({ id, start: offsetOf(start), end: offsetOf(end) }))
    .sort((a, b) => a.end - a.start - (b.end - b.start));
  return (offset) => statements.find(({ start, end }) => start <= offset && offset < end)?.id ?? null;
}

/** By line, the offset at which it begins. */
function beginnings(text: string): number[] {
  return [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
}

/** The build puts each file under a heading. */
const HEADING = /^\/\/ -+ (src\/\S+) -+$/gm;

/** The file of src/ from which the build took what stands at an offset. */
export function sourceAt(server: string, offset: number): string {
  const headings = [...server.slice(0, offset).matchAll(HEADING)];
  return headings.at(-1)?.[1] ?? '';
}
