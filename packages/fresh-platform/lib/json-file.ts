import { existsSync, readFileSync, statSync } from 'node:fs';
import { relative } from 'node:path';
import { jsonProblem } from './json-place';
import { messageOf } from './thrown';

/** A complaint for the person at the keyboard: its message is one sentence that names what to mend. */
export class UserError extends Error {
  override name = 'UserError';
}

/** A path as a person would type it from where they are. */
export function friendlyPath(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere === '' || fromHere.startsWith('..') ? path : fromHere;
}

/** Whether there is a file to read: reading a folder fails, and a named pipe would be waited for without end. */
export function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

/** Reads a JSON file. Throws a UserError that names the file and, for bad JSON, the line and column. */
export function readJsonFile(path: string): unknown {
  const text = readText(path);
  const fault = jsonFault(text);
  if (fault === undefined) return JSON.parse(text) as unknown;
  throw new UserError(
    `${friendlyPath(path)} is not valid JSON at line ${fault.line}, column ${fault.column}: ${fault.reason}.`,
  );
}

/** Why and where (both counted from 1) a text is not JSON; undefined where it is. */
export function jsonFault(text: string): { line: number; column: number; reason: string } | undefined {
  return jsonProblem(text) ?? undefined;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new UserError(
      `${friendlyPath(path)} cannot be read: ${messageOf(error).replace(/^\w+: |, \w+( '.*')?$/g, '')}.`,
    );
  }
}
