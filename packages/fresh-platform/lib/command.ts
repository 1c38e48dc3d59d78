/** What every command of the project does around its work: an exit code, and a sentence where a person can mend something. */
import { resolve } from 'node:path';
import { AppPackageError } from '../rules/errors';
import { UserError } from './json-file';

/** A path as the person meant it: from the folder they stand in, also where npm has gone to another. */
export function fromHere(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? '.', path);
}

/** Runs `main` on the command line's arguments; it resolves to the exit code, and what it throws is told on stderr with code 1. */
export function runCommand(main: (args: string[]) => Promise<number>): void {
  // A reader such as `head` may leave before the end.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  main(process.argv.slice(2)).then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      process.stderr.write(`${complaint(error)}\n`);
      process.exitCode = 1;
    },
  );
}

/** What a person can mend is told in a sentence; a fault of ours with its place. */
function complaint(error: unknown): string {
  if (error instanceof UserError || error instanceof AppPackageError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
