/** A process of the pool: measures the jobs it is sent, one at a time. */
import { measure, type Job } from './row';

process.on('message', (job) => {
  void measure(job as Job).then((row) => process.send?.(row));
});
