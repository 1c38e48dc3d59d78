/** Which statement of server/server.js stands at an offset. */

interface Place {
  line: number;
  column: number;
}

/** By id, as the counting of statements names them. */
export type StatementMap = Record<string, { start: Place; end: Place }>;

/**
 * Says the id of the smallest statement around an offset. Where there is none, as around the names that a declaration takes apart, that
 * of the next one behind it; null behind them all.
 */
export function createStatements(server: string, map: StatementMap): (offset: number) => string | null {
  const lines = beginnings(server);
  const offsetOf = ({ line, column }: Place): number => (lines[line - 1] ?? 0) + column;
  const statements = Object.entries(map)
    .map(([id, { start, end }]) => ({ id, start: offsetOf(start), end: offsetOf(end) }))
    .sort((a, b) => a.end - a.start - (b.end - b.start));
  const inOrder = [...statements].sort((a, b) => a.start - b.start);
  return (offset) => {
    const around = statements.find(({ start, end }) => start <= offset && offset < end);
    return (around ?? inOrder.find(({ start }) => start > offset))?.id ?? null;
  };
}

/** By line, the offset at which it begins. */
function beginnings(text: string): number[] {
  return [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
}
