/** Requests that a page makes itself, by `client.request.invokeTemplate`: the app's templates, the same quota and limits, no handler. */
import type { Answer } from '../events/invocation';
import { settle } from '../events/invocation';
import { begin } from '../events/start';
import type { Installation } from '../installation/installation';
import { createRequestApi } from '../request/request';

/** Makes the request without moving the clock; resolves with what the page's promise resolves to, or is rejected with. */
export async function requestFromPage(installation: Installation, name: string, options: unknown): Promise<Answer> {
  let answer: Answer = { rejected: { status: 504, message: 'The request took longer than an invocation may.' } };
  const what = { event: 'invokeTemplate', handler: 'a page', role: 'event' as const };
  const runTimeMs = installation.limits.runTimeMs;
  await begin(installation, { ...what, iparams: installation.iparams, runTimeMs }, (invocation) => {
    const sent = createRequestApi(installation, invocation).invokeTemplate(name, options);
    const done = (came: Answer): void => {
      answer = came;
      settle(installation, invocation, 'completed');
    };
    Promise.resolve(sent).then(
      (resolved: unknown) => {
        done({ resolved });
      },
      (rejected: unknown) => {
        done({ rejected: rejected as object });
      },
    );
  });
  return answer;
}
