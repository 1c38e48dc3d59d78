import { join } from 'node:path';
import { UserError } from '../../simulator/json-file';
import { lookOf } from '../../simulator/terminal';
import { jsonReport } from './json-report';
import { HELP, readOptions } from './options';
import { reportOf } from './report';
import { validate } from './validate';

/** `npm run validate`: see HELP. Resolves to the exit code. */
async function main(args: string[]): Promise<number> {
  const options = readOptions(args, join(__dirname, '..', '..'));
  if (options.help) return say(HELP, 0);
  const verdict = await validate(options.app);
  const text = options.json ? jsonReport(verdict) : reportOf(verdict, lookOf(process.stdout, process.env, 'none'));
  return say(text, verdict.problems.length > 0 ? 1 : 0);
}

function say(text: string, code: number): number {
  process.stdout.write(`${text}\n`);
  return code;
}

/** A reader such as `head` may leave before the end. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

/** What a person can mend is told in a sentence; a fault of the checks with its place. */
function complaint(error: unknown): string {
  if (error instanceof UserError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${complaint(error)}\n`);
    process.exitCode = 1;
  },
);
