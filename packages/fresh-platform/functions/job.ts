/**
 * Jobs: functions that a page begins and does not wait for. Documented: two minutes at most, no renderData, progress by
 * `$job.updateStatusMessage`, listed under `jobs` in manifest.json.
 */
import { start } from '../events/start';
import type { Installation } from '../installation/installation';
import type { InvocationResult } from '../types';

/** Runs a job without moving the clock; resolves when it is through. Rejects where the manifest lists no such job. */
export async function runJob(
  installation: Installation,
  name: string,
  args: Record<string, unknown>,
): Promise<InvocationResult & { messages: string[] }> {
  if (!installation.app.jobs.has(name)) throw new Error(`manifest.json lists no job ${name}.`);
  const messages: string[] = [];
  const result = await start(installation, {
    role: 'job',
    event: name,
    handler: name,
    payload: { ...args, iparams: installation.iparams },
    iparams: installation.iparams,
    runTimeMs: installation.limits.jobMs,
    globals: {
      $job: {
        updateStatusMessage: (message: unknown) => {
          messages.push(String(message));
          return Promise.resolve();
        },
      },
    },
  });
  return { ...result, messages };
}
