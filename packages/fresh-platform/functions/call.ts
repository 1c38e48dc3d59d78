/**
 * Functions of server.js that a page calls by `client.request.invoke` (server method invocation). Documented: 50 calls a
 * minute, 100 KB, 20 s, `{ …args, iparams }`, answered by renderData; callable from the settings page before the app is
 * installed, when there is no store yet.
 */
import { count } from '../events/quota';
import { start } from '../events/start';
import type { Installation } from '../installation/installation';
import { isPlainObject, Refusal } from '../rules/errors';
import type { CallResult, InvocationResult } from '../types';

/** Calls the function without moving the clock; resolves with what the page sees. */
export async function callFunction(installation: Installation, name: string, args: unknown): Promise<CallResult> {
  try {
    const seconds = findFunction(installation, name);
    const payload = payloadOf(installation, name, args);
    count(installation, 'functionCalls');
    return answerOf(
      await start(installation, {
        role: 'function',
        event: name,
        handler: name,
        payload,
        iparams: installation.iparams,
        runTimeMs: Math.min(installation.limits.runTimeMs, (seconds ?? Infinity) * 1_000),
      }),
    );
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: error.status, message: error.message };
  }
}

/** Its timeout in seconds, where the manifest gives it one. */
function findFunction({ app }: Installation, name: string): number | undefined {
  const found = app.functions.get(name);
  if (!found)
    throw new Refusal(
      404,
      `${name} is not listed under modules.common.functions in manifest.json, so no page can call it.`,
    );
  return found.timeout;
}

function payloadOf({ limits, iparams, installed }: Installation, name: string, args: unknown): Record<string, unknown> {
  if (!isPlainObject(args)) throw new Refusal(400, `${name} is called with an object, which becomes its payload.`);
  const bytes = Buffer.byteLength(JSON.stringify(args), 'utf8');
  if (bytes > limits.functionPayloadBytes)
    throw new Refusal(
      413,
      `${name} is called with ${bytes} bytes, and at most ${limits.functionPayloadBytes} may be passed.`,
    );
  return { ...args, iparams, ...(!installed && { isInstall: true }) };
}

function answerOf(invocation: InvocationResult): CallResult {
  if (invocation.answer) return { ...invocation.answer, invocation };
  const status = invocation.outcome === 'threw' ? 500 : 504;
  return { status, message: invocation.error ?? 'The function did not answer.', invocation };
}
