/** Run by itself: puts the design that keeps nothing into the folder it is given. A build takes all of a process's attention. */
import { layOutOne } from '../../../../bench/reliability/designs';

const [folder = ''] = process.argv.slice(2);

layOutOne('direct', folder).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
