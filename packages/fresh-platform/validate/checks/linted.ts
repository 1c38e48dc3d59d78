/** What ESLint says of a file. Setting it up takes longer than reading a file, so a file that several apps have is read once. */
import { Linter } from 'eslint';

export type Message = ReturnType<Linter['verify']>[number];

export interface Reading {
  /** Tells the configuration apart from others. */
  name: string;
  config: object;
  /** Whether comments in the file switch rules off. */
  heedsComments: boolean;
}

const linter = new Linter({ configType: 'flat' });
const known = new Map<string, readonly Message[]>();

export function linted(source: { file: string; text: string }, reading: Reading): readonly Message[] {
  const key = [reading.name, source.file, source.text].join('\0');
  const messages = known.get(key) ?? verified(source, reading);
  known.set(key, messages);
  return messages;
}

function verified(
  { file, text }: { file: string; text: string },
  { config, heedsComments }: Reading,
): readonly Message[] {
  return linter.verify(text, [config], {
    filename: file,
    allowInlineConfig: heedsComments,
    reportUnusedDisableDirectives: false,
  });
}
