import { say, type Output } from '../lib/command';
import { counted, lookOf } from '../lib/terminal';
import { jsonReport } from './report/json-report';
import { helpOf, readOptions } from './options';
import { passes } from './problem';
import { askNpm } from './checks/registry';
import { reportOf } from './report/report';
import { writeSimulations } from './simulations/pages';
import { figuresSaid, findSimulations, WANTED_PERCENT } from './simulations/find';
import { validate } from './validate';

/** The command that validates an app: see helpOf, which calls it `command`. `home` is checked when no app is named. Resolves to the exit code. */
export async function validateCommand(
  args: string[],
  out: Output,
  home: string,
  command = 'npx fresh-platform validate',
): Promise<number> {
  const options = readOptions(args, home);
  if (options.help) return say(out, helpOf(command));
  if (options.simulations) return simulate(options.app, out);
  const verdict = await validate(options.app, options.registry ? { registry: askNpm } : {});
  const text = options.json ? jsonReport(verdict) : reportOf(verdict, lookOf(out, process.env, 'none'));
  return say(out, text, passes(verdict.problems) ? 0 : 1);
}

/** Enough is found, or what is missing is said. */
async function simulate(app: string, out: Output): Promise<number> {
  const found = await findSimulations(app);
  const folder = writeSimulations(found);
  const said = `${counted(found.steps.length, 'step')} in ${folder}/README.md: ${figuresSaid(found.figures)}.`;
  if (found.isEnough) return say(out, said);
  return say(
    out,
    `${said}\nThat is less than the ${WANTED_PERCENT} % wanted; all that was tried comes to ${figuresSaid(found.most)}.`,
    1,
  );
}
