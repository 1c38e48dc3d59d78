/**
 * External events: what an outside service sends to the address that generateTargetUrl gave. Documented: 250 a minute,
 * 100 KB, four content types; the payload has the request's data, headers and options.
 */
import type { Installation } from '../installation/installation';
import { inARow } from '../lib/words';
import { jsonText } from '../rules/errors';
import type { ExternalEvent, InvocationResult } from '../types';
import { count } from './quota';
import { startEvent } from './start';

/** What outside services may send; any other type is refused. */
export const EXTERNAL_TYPES: readonly string[] = [
  'application/json',
  'application/xml',
  'text/xml',
  'application/x-www-form-urlencoded',
];

/** Delivers one without moving the clock. Rejects, with the platform's sentence, what it would not deliver. */
export async function receiveExternal(
  installation: Installation,
  data: unknown,
  { headers = { 'Content-Type': 'application/json' }, options = '' }: ExternalEvent = {},
): Promise<InvocationResult> {
  const most = installation.limits.externalEventBytes;
  const bytes = Buffer.byteLength(jsonText(data) ?? '', 'utf8');
  if (bytes > most) throw new Error(`The external event has ${bytes} bytes, and the platform takes at most ${most}.`);
  const type = contentTypeOf(headers);
  if (!EXTERNAL_TYPES.includes(type))
    throw new Error(
      `An external event of the type "${type}" is not taken: the platform takes ${inARow(EXTERNAL_TYPES)}.`,
    );
  count(installation, 'externalEvents');
  return startEvent(installation, 'onExternalEvent', { data, headers, options }, {});
}

/** Recordings may come without one: then it is JSON. */
function contentTypeOf(headers: Record<string, string>): string {
  const found = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type');
  return (found?.[1] ?? 'application/json').split(';')[0]?.trim().toLowerCase() ?? '';
}
