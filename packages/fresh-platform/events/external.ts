/**
 * External events: what an outside service sends to the address that generateTargetUrl gave. Documented: 250 a minute,
 * 100 KB; the payload has the request's data, headers and options.
 */
import type { Installation } from '../installation/installation';
import { jsonText } from '../rules/errors';
import type { ExternalEvent, InvocationResult } from '../types';
import { count } from './quota';
import { startEvent } from './start';

/** Delivers one without moving the clock. Rejects, with the platform's sentence, what it would not deliver. */
export async function receiveExternal(
  installation: Installation,
  data: unknown,
  { headers = { 'Content-Type': 'application/json' }, options = '' }: ExternalEvent = {},
): Promise<InvocationResult> {
  const most = installation.limits.externalEventBytes;
  const bytes = Buffer.byteLength(jsonText(data) ?? '', 'utf8');
  if (bytes > most) throw new Error(`The external event has ${bytes} bytes, and the platform takes at most ${most}.`);
  count(installation, 'externalEvents');
  return startEvent(installation, 'onExternalEvent', { data, headers, options }, {});
}
