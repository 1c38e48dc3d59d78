/** Which statement of server/server.js stands at an offset. */

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
