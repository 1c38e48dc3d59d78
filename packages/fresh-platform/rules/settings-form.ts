/**
 * config/: either iparams.json, a form that the platform draws, or iparams.html, a page of the app's own (documented, and in
 * the vendor's published apps). In a form, secure parameters are known by name; a page says so only when it saves.
 */
import { isPlainObject } from './errors';

type Report = (problem: string) => void;

/** Names of secure parameters of a form. */
export function secureNames(iparams: Record<string, unknown>): Set<string> {
  return new Set(
    Object.keys(iparams).filter((name) => isPlainObject(iparams[name]) && iparams[name]['secure'] === true),
  );
}

/** A default that is no option would leave the form without a choice. */
export function checkDefaults(iparams: Record<string, unknown>, report: Report): void {
  for (const [name, iparam] of Object.entries(iparams)) {
    if (!isPlainObject(iparam) || !Array.isArray(iparam['options'])) continue;
    const options: unknown[] = iparam['options'];
    const defaults: unknown[] = [iparam['default_value'] ?? []].flat();
    for (const value of defaults) {
      if (!options.includes(value))
        report(`config/iparams.json: the default of ${name}, ${JSON.stringify(value)}, is not among its options.`);
    }
  }
}
