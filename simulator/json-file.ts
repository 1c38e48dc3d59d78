import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

/** A complaint for the person at the keyboard: its message is one sentence that names what to mend. */
export class UserError extends Error {
  override name = 'UserError';
}

/** A path as a person would type it from where they are. */
export function friendlyPath(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere === '' || fromHere.startsWith('..') ? path : fromHere;
}

/** Reads a JSON file. Throws a UserError that names the file and, for bad JSON, the line and column. */
export function readJsonFile(path: string): unknown {
  const text = readText(path);
  const fault = jsonFault(text);
  if (fault === undefined) return JSON.parse(text) as unknown;
  throw new UserError(`${friendlyPath(path)} is not valid JSON at line ${fault.line}, column ${fault.column}: ${fault.reason}.`);
}

/** Why and where (both counted from 1) a text is not JSON; undefined where it is. */
export function jsonFault(text: string): { line: number; column: number; reason: string } | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const reason = messageOf(error);
    return { ...place(text, errorOffset(text, reason)), reason: shortReason(reason) };
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new UserError(`${friendlyPath(path)} cannot be read: ${messageOf(error).replace(/^\w+: |, \w+( '.*')?$/g, '')}.`);
  }
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Where JSON.parse stopped. Its message tells most of the time; for an unexpected token we look for the first text it already refuses. */
function errorOffset(text: string, reason: string): number {
  const told = /at position (\d+)/.exec(reason);
  if (told?.[1] !== undefined) return Number(told[1]);
  const token = /^Unexpected token '?(.)/su.exec(reason)?.[1];
  if (token === undefined) return text.length;
  for (let offset = text.indexOf(token); offset >= 0; offset = text.indexOf(token, offset + 1)) {
    if (refusedFor(text.slice(0, offset + 1), token)) return offset;
  }
  return text.length;
}

function refusedFor(text: string, token: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch (error) {
    return messageOf(error).replace("'", '').startsWith(`Unexpected token ${token}`);
  }
}

function place(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** V8 appends the place and an excerpt, which the sentence around it has already told. */
function shortReason(reason: string): string {
  const short = reason.replace(/ (in JSON )?at position.*$/s, '').replace(/, (\.\.\.)?".*$/s, '').replace(/token '\n'/, 'end of line');
  return short.charAt(0).toLowerCase() + short.slice(1);
}
