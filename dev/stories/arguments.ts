/** Reading a command line: a close miss is told what was meant, and files are found from where the person stands. */
import { resolve } from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { messageOf, UserError } from '../../packages/fresh-platform/lib/json-file';
import { meant } from '../../packages/fresh-platform/lib/nearness';

/** As `parseArgs`; throws a UserError that says what does not fit, and what would. */
export function readArguments<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    const sentence = messageOf(error).split(/\. |\n/)[0] ?? '';
    const typed = /^Unknown option '--([^']+)'/.exec(sentence)?.[1];
    const nearest = typed === undefined ? undefined : meant(typed, Object.keys(config.options ?? {}));
    const guess = nearest === undefined ? '' : ` Did you mean --${nearest}?`;
    throw new UserError(`${sentence}; --help lists the options.${guess}`);
  }
}

/** A file as the person named it: npm runs scripts in the project's folder, and says where it was called from. */
export function fromWherePersonStands(file: string): string {
  return resolve(process.env['INIT_CWD'] ?? '.', file);
}
