import { exitCodeOf, type Command } from '../../lib/command';

export interface Run {
  code: number;
  out: string;
  err: string;
}

/** What a command prints and ends with, run in this process for a terminal of so many columns. */
export async function runInside(command: Command, args: string[], columns = 110): Promise<Run> {
  const run: Run = { code: 0, out: '', err: '' };
  const to = (name: 'out' | 'err') => ({ columns, write: (text: string) => (run[name] += text) });
  run.code = await exitCodeOf(command, args, to('out'), to('err'));
  return run;
}
