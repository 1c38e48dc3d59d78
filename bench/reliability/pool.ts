/** Measures many jobs side by side, one process a core; a process runs one job after another. */
import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Job, Row } from './row';

/** Rows in the order of the jobs, which are begun in that order too: put the long ones first. `onRow` hears of each as it comes. */
export async function measureAll(jobs: readonly Job[], onRow: (row: Row) => void): Promise<Row[]> {
  const rows: Row[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    const worker = fork(join(__dirname, 'worker.ts'), { execArgv: ['--import', 'tsx'] });
    try {
      for (let index = next++; index < jobs.length; index = next++) {
        const row = await ask(worker, jobs[index] as Job);
        rows[index] = row;
        onRow(row);
      }
    } finally {
      worker.kill();
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), jobs.length) }, work));
  return rows;
}

function ask(worker: ChildProcess, job: Job): Promise<Row> {
  return new Promise((resolve, reject) => {
    worker.once('message', (row) => {
      worker.removeAllListeners('exit');
      resolve(row as Row);
    });
    worker.once('exit', () => {
      reject(new Error(`"${job.load}" with ${job.design} ended without a result; what went wrong stands above.`));
    });
    worker.send(job);
  });
}
