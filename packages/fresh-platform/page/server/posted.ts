/** What the page posts, read. Each throws a Complaint that says what does not fit. */
import { isRecord, type Json } from '../../lib/dig';
import { jsonProblem } from '../../lib/json-place';
import { configsOf, SECURE_MODES, storedOf } from '../../settings/secure';
import { Complaint } from './complaint';

/** A payload, from its text. */
export function payloadIn(text: string): Json {
  const problem = jsonProblem(text);
  if (problem !== null)
    throw new Complaint(
      `The payload is no JSON at line ${problem.line}, column ${problem.column}: ${problem.reason}.`,
      { line: problem.line, column: problem.column },
    );
  const payload: unknown = JSON.parse(text);
  if (isRecord(payload)) return payload;
  throw new Complaint('The payload must be a JSON object: { … }.', { line: 1, column: 1 });
}

/** What a settings page's `postConfigs` gave: the installation parameters, and which of them are secure. */
export function valuesIn(posted: unknown): [iparams: Json, secure: string[]] {
  if (!isRecord(posted)) throw new Complaint('The settings must be a JSON object: { … }.');
  const { iparams, secure } = storedOf(posted);
  return [iparams, secure];
}

/** What a settings page is filled with; `mode` says what of secure ones comes back. */
export function configsIn(iparams: Json, secure: readonly string[], mode: string): Json {
  return configsOf(iparams, secure, SECURE_MODES.find((one) => one === mode) ?? 'value');
}

/** The platform calls an app only where it is installed. */
export function checkInstalled(isInstalled: boolean): void {
  if (!isInstalled)
    throw new Complaint('The app is not installed, so the platform sends it nothing: install it under Settings.');
}
