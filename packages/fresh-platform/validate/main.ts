import { join } from 'node:path';
import { runCommand } from '../lib/command';
import { lookOf } from '../lib/terminal';
import { jsonReport } from './json-report';
import { HELP, readOptions } from './options';
import { reportOf } from './report';
import { validate } from './validate';

/** `npm run validate`: see HELP. Resolves to the exit code. */
async function main(args: string[]): Promise<number> {
  const options = readOptions(args, join(__dirname, '..', '..', '..'));
  if (options.help) return say(HELP, 0);
  const verdict = await validate(options.app);
  const text = options.json ? jsonReport(verdict) : reportOf(verdict, lookOf(process.stdout, process.env, 'none'));
  return say(text, verdict.problems.length > 0 ? 1 : 0);
}

function say(text: string, code: number): number {
  process.stdout.write(`${text}\n`);
  return code;
}

runCommand(main);
