/** What every command of the project does around its work: an exit code, and a sentence where a person can mend something. */
import { resolve } from 'node:path';
import { AppPackageError } from '../rules/errors';
import { UserError } from './json-file';

/** A path as the person meant it: from the folder they stand in, also where npm has gone to another. */
export function fromHere(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? '.', path);
}

/** Where a command prints: the terminal, or whatever reads it there. */
export interface Output {
  write: (text: string) => unknown;
  isTTY?: boolean;
  columns?: number;
}

/** Prints a line or several; returns the exit code that a command may end with. */
export function say(out: Output, text: string, code = 0): number {
  out.write(`${text}\n`);
  return code;
}

/** Resolves to the exit code. */
export type Command = (args: string[], out: Output) => Promise<number>;

/** Runs a command on the command line's arguments. */
export function runCommand(command: Command): void {
  // A reader such as `head` may leave before the end.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  void exitCodeOf(command, process.argv.slice(2), process.stdout, process.stderr).then((code) => {
    process.exitCode = code;
  });
}

/** What the command throws is told on `err`, with code 1. */
export async function exitCodeOf(command: Command, args: string[], out: Output, err: Output): Promise<number> {
  try {
    return await command(args, out);
  } catch (error) {
    err.write(`${complaint(error)}\n`);
    return 1;
  }
}

/** What a person can mend is told in a sentence; a fault of ours with its place. */
function complaint(error: unknown): string {
  if (error instanceof UserError || error instanceof AppPackageError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
