/** Reading tables of the project's documents, whatever a formatter pads them with. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** By the name of the column. */
export type TableRow = Readonly<Record<string, string>>;

/** The rows of the table whose first column has this name. Throws where the document has none. */
export function tableIn(document: string, first: string): TableRow[] {
  const lines = readFileSync(join(ROOT, document), 'utf8').split('\n');
  const start = lines.findIndex((line) => line.startsWith('|') && cellsOf(line)[0] === first);
  if (start < 0) throw new Error(`${document} has no table with the first column “${first}”.`);
  const columns = cellsOf(lines[start] ?? '');
  const after = lines.slice(start + 2);
  const end = after.findIndex((line) => !line.startsWith('|'));
  return after
    .slice(0, end < 0 ? undefined : end)
    .map((line) => Object.fromEntries(cellsOf(line).map((cell, index) => [columns[index] ?? '', cell])));
}

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

/** `` `a`, `b` `` or `a, b` as a list. */
export function listIn(cell: string | undefined): string[] {
  return (cell ?? '')
    .split(',')
    .map((part) => part.trim().replace(/^`|`$/g, ''))
    .filter((part) => part !== '');
}
