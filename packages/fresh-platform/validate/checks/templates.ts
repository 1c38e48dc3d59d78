/** What a schema cannot say of request templates: what they substitute. */
import { digRecord, isRecord } from '../../lib/dig';
import { messageOf } from '../../lib/json-file';
import { byNearness } from '../../lib/nearness';
import { iparamsIn, parseTemplateText } from '../../request/template-text';
import { secureIparams, type App } from '../app/app';
import type { Report } from '../problem';
import { didYouMean } from './words';

interface Text {
  path: string[];
  text: string;
}

/** Substitutions can be read, name parameters there are, and give secure ones to headers alone. */
export function checkTemplates(app: App, report: Report): void {
  const secure = new Set(secureIparams(app));
  for (const text of Object.keys(app.requests.value).flatMap((name) => textsOf(app, name)))
    checkText(app, text, secure, report);
}

function textsOf({ requests }: App, name: string): Text[] {
  const schema = digRecord(requests.value, name, 'schema');
  return Object.entries(schema).flatMap(([key, value]): Text[] => {
    const path = [name, 'schema', key];
    if (typeof value === 'string') return [{ path, text: value }];
    return isRecord(value)
      ? Object.entries(value).flatMap(([inner, text]) =>
          typeof text === 'string' ? [{ path: [...path, inner], text }] : [],
        )
      : [];
  });
}

function checkText(app: App, { path, text }: Text, secure: ReadonlySet<string>, report: Report): void {
  const where = app.requests.valueAt(path);
  try {
    for (const name of iparamsIn(parseTemplateText(text))) {
      checkName(app, name, where, report);
      if (secure.has(name) && path[2] !== 'headers')
        report(
          'requests-secure',
          where,
          `iparam.${name} is secure, and stands in the ${path[2] ?? 'template'}.`,
          'Secure parameters may stand in headers only: addresses end up in logs.',
        );
    }
  } catch (error) {
    report(
      'requests-substitution',
      where,
      messageOf(error),
      'The platform substitutes iparam.x, context.x, current_host.x, app_settings.x and access_token, plain or in encode(…).',
    );
  }
}

/** What a page of the app's own asks for, no file says. */
function checkName({ iparams, page }: App, name: string, where: Parameters<Report>[1], report: Report): void {
  const known = Object.keys(iparams.value);
  if (page !== undefined || known.includes(name)) return;
  report(
    'requests-iparam',
    where,
    `iparam.${name} is no installation parameter.`,
    `Add it to config/iparams.json, or name one of those.${didYouMean(byNearness(name, known)[0])}`,
  );
}
