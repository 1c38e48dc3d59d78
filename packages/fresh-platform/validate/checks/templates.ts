/** What a schema cannot say of request templates: what they substitute. */
import { dig, digRecord, digText, isRecord } from '../../lib/dig';
import { jsonFault } from '../../lib/json-file';
import { messageOf } from '../../lib/thrown';
import { byNearness } from '../../lib/nearness';
import { iparamsIn, parseTemplateText } from '../../request/template-text';
import { secureIparams, type App } from '../app/app';
import { textOf } from '../app/files';
import type { Report } from '../problem';
import { didYouMean } from './words';

interface Text {
  path: string[];
  text: string;
}

/** Substitutions can be read, name parameters there are, and give secure ones to headers alone. */
export function checkTemplates(app: App, report: Report): void {
  const secure = new Set(secureIparams(app));
  const integrations = integrationsOf(app.dir);
  for (const name of Object.keys(app.requests.value)) {
    const texts = textsOf(app, name);
    for (const text of texts) checkText(app, text, secure, report);
    checkToken(app, name, texts, integrations, report);
    checkPort(app, name, report);
  }
}

/** A host is a domain name by the documentation; an older FDK let a port pass. */
function checkPort({ requests }: App, name: string, report: Report): void {
  const path = [name, 'schema', 'host'];
  const port = /:\d+$/.exec(digText(requests.value, ...path))?.[0];
  if (port !== undefined)
    report(
      'requests-port',
      requests.valueAt(path),
      `The host of ${name} names a port, ${port.slice(1)}.`,
      'Give the domain name alone: the platform sends to port 443.',
    );
}

/** Names in config/oauth_config.json; an older form of it describes one integration without a name. */
function integrationsOf(dir: string): string[] | undefined {
  const text = textOf(dir, 'config/oauth_config.json');
  const content: unknown = jsonFault(text) === undefined ? JSON.parse(text) : undefined;
  return dig(content, 'integrations') === undefined ? undefined : Object.keys(digRecord(content, 'integrations'));
}

/** A template that sends an access token says whose. */
function checkToken(
  { requests }: App,
  name: string,
  texts: readonly Text[],
  integrations: readonly string[] | undefined,
  report: Report,
): void {
  const oauth = digText(requests.value, name, 'options', 'oauth');
  const sent = texts.find(({ text }) => /<%=[^%]*\baccess_token\b/.test(text));
  if (sent !== undefined && oauth === '')
    report(
      'requests-options',
      requests.valueAt(sent.path),
      `${name} sends an access_token, and does not say whose.`,
      'Name the integration of config/oauth_config.json: "options": { "oauth": "…" }.',
    );
  else if (oauth !== '' && integrations?.includes(oauth) === false)
    report(
      'requests-options',
      requests.valueAt([name, 'options', 'oauth']),
      `config/oauth_config.json has no integration ${oauth}.`,
      `Name one of those it has.${didYouMean(byNearness(oauth, integrations)[0])}`,
    );
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
