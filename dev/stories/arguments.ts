/** Reading a command line: a close miss is told what was meant. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UserError } from '../../packages/fresh-platform/lib/json-file';
import { messageOf } from '../../packages/fresh-platform/lib/thrown';
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
