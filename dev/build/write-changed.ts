import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Leaves a file alone that holds the text already, so that nothing that watches it is woken. */
export function writeChanged(path: string, text: string): void {
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text);
}
