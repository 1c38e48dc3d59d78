/** What a schema cannot say of installation parameters. */
import { isRecord } from '../lib/dig';
import type { App } from './app';
import type { Report } from './problem';
import { quoted } from './words';

/** A default stands among the options. */
export function checkIparams({ iparams }: App, report: Report): void {
  for (const [name, parameter] of Object.entries(iparams.value)) {
    if (!isRecord(parameter) || !Array.isArray(parameter['options'])) continue;
    const options: unknown[] = parameter['options'];
    const wrong = defaultsOf(parameter).filter((value) => !options.includes(value));
    for (const value of wrong) {
      report(
        'iparams-default',
        iparams.valueAt([name, 'default_value']),
        `${quoted(value)}, the default of ${name}, is not among its options.`,
        'Choose one of the options, letter for letter.',
      );
    }
  }
}

function defaultsOf(parameter: Record<string, unknown>): unknown[] {
  const value = parameter['default_value'];
  return Array.isArray(value) ? (value as unknown[]) : value === undefined ? [] : [value];
}
