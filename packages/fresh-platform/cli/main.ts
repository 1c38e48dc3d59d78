#!/usr/bin/env node
/** `npx fresh-platform`: see HELP. */
import { resolve } from 'node:path';
import { readAppPackage } from '../app/app-package';
import { runCommand } from '../lib/command';
import { readJsonFile, UserError } from '../lib/json-file';
import { lookOf } from '../lib/terminal';
import { receiverBy, receiverIn, type ReceiverRule } from '../receivers/modes';
import type { Receiver } from '../types';
import { HELP, readCommand, readSimulateOptions, type SimulateOptions } from './options';
import { reportOf } from './report';
import { simulate } from './simulate';

/** Resolves to the exit code. */
async function main(args: string[]): Promise<number> {
  const { command, rest } = readCommand(args);
  if (command === 'help') return say(HELP, 0);
  if (command === 'validate') {
    const { validateCommand } = await import('../validate/command.js');
    return validateCommand(rest, process.cwd());
  }
  const options = readSimulateOptions(rest);
  return options.help ? say(HELP, 0) : simulateCommand(options);
}

async function simulateCommand({ app: path, receivers, mode, variant }: SimulateOptions): Promise<number> {
  const app = readAppPackage(resolve(process.env['INIT_CWD'] ?? '.', path));
  const { plan, played } = await simulate(app, receiverFor(receivers, receiverIn(mode)), { variant });
  const text = reportOf(app, plan, played, lookOf(process.stdout, process.env, 'full'));
  return say(text, played.some(({ problem }) => problem !== undefined) ? 1 : 0);
}

function receiverFor(file: string | undefined, otherwise: Receiver): Receiver {
  if (file === undefined) return otherwise;
  const rules = readJsonFile(resolve(process.env['INIT_CWD'] ?? '.', file));
  if (!Array.isArray(rules)) throw new UserError(`${file} must hold a list of rules.`);
  return receiverBy(rules as ReceiverRule[], otherwise);
}

function say(text: string, code: number): number {
  process.stdout.write(`${text}\n`);
  return code;
}

runCommand(main);
