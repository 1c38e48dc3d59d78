/** `npx fresh-platform`: see HELP. */
import { writeFileSync } from 'node:fs';
import { readAppPackage } from '../app/app-package';
import { fromHere, runCommand, say, type Output } from '../lib/command';
import { lookOf } from '../lib/terminal';
import { AppPackageError } from '../rules/errors';
import type { Receiver, Variant } from '../types';
import { archiveOf } from '../receivers/recording';
import { HELP, readCommand, readRunOptions, readSimulateOptions, type SimulateOptions } from './options';
import { receiverOf } from './receivers';
import { briefReport, isWithoutProblem, reportOf, type Outcome } from './report';
import { simulate } from '../simulation/play';
import { validateCommand } from '../validate/command';
import { runPage } from './run';

/** Resolves to the exit code. */
async function main(args: string[], out: Output): Promise<number> {
  const { command, rest } = readCommand(args);
  if (command === 'help') return say(out, HELP);
  if (command === 'validate') return validateCommand(rest, out, process.cwd());
  if (command === 'simulate') {
    const options = readSimulateOptions(rest);
    return options.help ? say(out, HELP) : simulateCommand(options, out);
  }
  const options = readRunOptions(rest);
  if (options.help) return say(out, HELP);
  return runPage(options, out);
}

async function simulateCommand({ apps, save, variant, ...answering }: SimulateOptions, out: Output): Promise<number> {
  const look = lookOf(out, process.env, 'full');
  const receiver = receiverOf(answering);
  const outcomes: Outcome[] = [];
  for (const path of apps) outcomes.push(await outcomeOf(fromHere(path), receiver, variant, apps.length > 1));
  if (save !== undefined) {
    const archive = archiveOf(
      outcomes.flatMap((one) => ('played' in one ? one.played : [])).flatMap(({ requests }) => requests),
    );
    writeFileSync(fromHere(save), `${JSON.stringify(archive, null, 2)}\n`);
  }
  const [only] = outcomes;
  const text =
    outcomes.length === 1 && only !== undefined && 'plan' in only ? reportOf(only, look) : briefReport(outcomes, look);
  return say(out, text, outcomes.every(isWithoutProblem) ? 0 : 1);
}

/** An app alone that is refused ends the command; among others it is one of them. */
async function outcomeOf(dir: string, receiver: Receiver, variant: Variant, isOneOfMany: boolean): Promise<Outcome> {
  try {
    const app = readAppPackage(dir);
    return { app, ...(await simulate(app, receiver, { variant })) };
  } catch (error) {
    if (isOneOfMany && error instanceof AppPackageError) return { dir, refused: error.problems };
    throw error;
  }
}

runCommand(main);
