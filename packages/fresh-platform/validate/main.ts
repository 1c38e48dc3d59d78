import { join } from 'node:path';
import { runCommand } from '../lib/command';
import { lookOf } from '../lib/terminal';
import { jsonReport } from './json-report';
import { HELP, readOptions } from './options';
import { passes } from './problem';
import { askNpm } from './registry';
import { reportOf } from './report';
import { validate } from './validate';

/** `npm run validate`: see HELP. Resolves to the exit code. */
async function main(args: string[]): Promise<number> {
  const options = readOptions(args, join(__dirname, '..', '..', '..'));
  if (options.help) return say(HELP, 0);
  const verdict = await validate(options.app, options.registry ? { registry: askNpm } : {});
  const text = options.json ? jsonReport(verdict) : reportOf(verdict, lookOf(process.stdout, process.env, 'none'));
  return say(text, passes(verdict.problems) ? 0 : 1);
}

function say(text: string, code: number): number {
  process.stdout.write(`${text}\n`);
  return code;
}

runCommand(main);
