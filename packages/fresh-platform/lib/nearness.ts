/**
 * Sorts names by how near they are to what somebody typed: first those that hold it, then by the letters to add, drop or replace;
 * who typed the beginning of a name need not have typed the rest.
 */
export function byNearness(typed: string, names: readonly string[]): string[] {
  const wanted = typed.toLowerCase();
  const ranked = names.map((name) => ({
    name,
    distance: typed !== '' && name.includes(wanted) ? 0 : distance(wanted, name),
  }));
  return ranked.sort((a, b) => a.distance - b.distance || a.name.localeCompare(b.name)).map(({ name }) => name);
}

/** The name that somebody meant who typed something near it; undefined where none is near. */
export function meant(typed: string, names: readonly string[]): string | undefined {
  const [nearest] = byNearness(typed, names);
  const isNear = nearest !== undefined && distance(typed.toLowerCase(), nearest) <= Math.max(2, typed.length / 3);
  return isNear ? nearest : undefined;
}

/** Levenshtein's distance, one row of the table at a time; what follows a beginning that was typed counts as one letter. */
function distance(typed: string, name: string): number {
  let row = Array.from({ length: name.length }, (...[, column]) => column + 1);
  for (let index = 0; index < typed.length; index += 1) {
    row = nextRow(row, index, (column) => name[column] === typed[index]);
  }
  return Math.min(row.at(-1) ?? typed.length, 1 + Math.min(typed.length, ...row));
}

function nextRow(above: readonly number[], index: number, same: (column: number) => boolean): number[] {
  let left = index + 1;
  let corner = index;
  return above.map((up, column) => {
    const cost = Math.min(corner + (same(column) ? 0 : 1), up + 1, left + 1);
    corner = up;
    left = cost;
    return cost;
  });
}
