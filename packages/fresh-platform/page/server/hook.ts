/** The app's hook: what is posted to it reaches the app as onExternalEvent. */
import type { FastifyInstance } from 'fastify';
import { EXTERNAL_TYPES } from '../../events/external';
import { UserError } from '../../lib/json-file';
import { messageOf } from '../../lib/thrown';
import type { Session } from './session';

/** Its address on the page's server; generateTargetUrl gives it to the app. */
export const HOOK = '/event/hook';

export function addHook(app: FastifyInstance, session: Session): void {
  void app.register((hook, ...[, done]) => {
    const asText = (...[, body, parsed]: [unknown, string, (error: null, text: string) => void]): void => {
      parsed(null, body);
    };
    hook.removeAllContentTypeParsers();
    hook.addContentTypeParser('*', { parseAs: 'string' }, asText);
    hook.post(HOOK, async ({ headers, body }) => {
      const type = headers['content-type'] ?? 'application/json';
      const data = dataIn(type, typeof body === 'string' ? body : '');
      const { problem } = await session.receive(data, { headers: { 'Content-Type': type } });
      return { received: true, ...(problem !== '' && { problem }) };
    });
    done();
  });
}

/** JSON and form fields become an object; XML stays a text. */
function dataIn(type: string, body: string): unknown {
  const [mediaType = ''] = type.toLowerCase().split(/\s*;/);
  if (!EXTERNAL_TYPES.includes(mediaType))
    throw new UserError(`A hook takes ${EXTERNAL_TYPES.join(', ')}, and this is ${mediaType}.`);
  if (mediaType === 'application/x-www-form-urlencoded') return Object.fromEntries(new URLSearchParams(body));
  return mediaType === 'application/json' ? jsonIn(body) : body;
}

function jsonIn(body: string): unknown {
  try {
    return body === '' ? {} : (JSON.parse(body) as unknown);
  } catch (error) {
    throw new UserError(`What was sent to the hook is no JSON: ${messageOf(error)}.`);
  }
}
