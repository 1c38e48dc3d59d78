/** config/requests.json, read and checked by the rules that need no values. */
import { messageOf } from '../lib/thrown';
import { isObject } from '../rules/errors';
import { hostProblem, isHeaderName } from '../rules/request';
import { iparamsIn, parseTemplateText, type TemplateText } from './template-text';

/** A request template, ready to be filled in. */
export interface RequestTemplate {
  name: string;
  method: string;
  host: TemplateText;
  path: TemplateText;
  headers: [string, TemplateText][];
  query: [string, TemplateText][];
  /** 1–5; the platform repeats network errors, 429 and 5xx by itself. */
  maxAttempts: number;
  /** Virtual ms between attempts, 0–1500. */
  retryDelay: number;
  /** The integration of config/oauth_config.json whose token the template names. */
  oauth: string | undefined;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const SCHEMA_KEYS = ['protocol', 'method', 'host', 'path', 'headers', 'query'];

/** Collects the problems of one template, each as a sentence that names it. */
type Report = (problem: string) => void;

/**
 * Reads one entry of config/requests.json. Every breach of a rule goes to `report`, and a template comes back only
 * when there was none.
 */
export function readTemplate(
  name: string,
  entry: unknown,
  secureIparams: Set<string>,
  report: Report,
): RequestTemplate | undefined {
  const problems: string[] = [];
  const note: Report = (problem) => problems.push(`config/requests.json, template ${name}: ${problem}`);
  const schema = isObject(entry) ? entry['schema'] : undefined;
  const template =
    isObject(entry) && isObject(schema) ? compile(name, schema, entry['options'] ?? {}, note) : undefined;
  if (!template) note('a template is { "schema": { "method", "host", "path", … }, "options": { … } }.');
  else checkTemplate(template, secureIparams, note);
  problems.forEach(report);
  return problems.length === 0 ? template : undefined;
}

function compile(name: string, schema: Record<string, unknown>, options: unknown, note: Report): RequestTemplate {
  checkSchemaKeys(schema, note);
  const text = (where: string, value: unknown): TemplateText => readText(where, value, note);
  const texts = (where: string): [string, TemplateText][] =>
    Object.entries(readMap(where, schema[where], note)).map(([key, value]) => [key, text(`${where}.${key}`, value)]);
  return {
    name,
    method: readMethod(schema['method'], note),
    host: text('host', schema['host']),
    path: text('path', schema['path'] ?? '/'),
    headers: texts('headers'),
    query: texts('query'),
    maxAttempts: readNumber(
      'maxAttempts',
      isObject(options) ? options['maxAttempts'] : undefined,
      { least: 1, most: 5, step: 1 },
      note,
    ),
    retryDelay: readNumber(
      'retryDelay',
      isObject(options) ? options['retryDelay'] : undefined,
      { least: 0, most: 1500, step: 100 },
      note,
    ),
    oauth: isObject(options) && typeof options['oauth'] === 'string' ? options['oauth'] : undefined,
  };
}

function checkSchemaKeys(schema: Record<string, unknown>, note: Report): void {
  for (const key of Object.keys(schema)) {
    if (key === 'body') note('body is never part of the schema: pass it to invokeTemplate.');
    else if (!SCHEMA_KEYS.includes(key)) note(`${key} is not part of a schema.`);
  }
  const protocol = schema['protocol'];
  if (protocol !== undefined && protocol !== 'https')
    note('protocol must be "https": a submitted app makes no plain HTTP request.');
}

function readMethod(method: unknown, note: Report): string {
  if (typeof method === 'string' && METHODS.includes(method)) return method;
  note(`method must be one of ${METHODS.join(', ')}.`);
  return 'GET';
}

function readText(where: string, value: unknown, note: Report): TemplateText {
  if (typeof value !== 'string') {
    note(`${where} must be a text.`);
    return [];
  }
  try {
    return parseTemplateText(value);
  } catch (error) {
    note(`${where}: ${messageOf(error)}`);
    return [];
  }
}

function readMap(where: string, value: unknown, note: Report): Record<string, unknown> {
  if (value === undefined) return {};
  if (isObject(value) && !Array.isArray(value)) return value;
  note(`${where} must be an object of texts.`);
  return {};
}

function readNumber(
  name: string,
  value: unknown,
  range: { least: number; most: number; step: number },
  note: Report,
): number {
  const { least, most, step } = range;
  if (value === undefined) return least;
  if (typeof value === 'number' && value >= least && value <= most && value % step === 0) return value;
  note(`options.${name} must be from ${least} to ${most}${step > 1 ? ` in steps of ${step} ms` : ''}.`);
  return least;
}

const PORT = /:\d+$/;

/** Whether a port passes is a way of the platform, and decided when the request is made: until then it is warned of. */
export function portWarning({ name, host }: RequestTemplate): string | undefined {
  const port = PORT.exec(literal(host) ?? '')?.[0];
  return port === undefined
    ? undefined
    : `config/requests.json, template ${name}: the host names a port, ${port.slice(1)}, and should be a domain name alone.`;
}

function checkTemplate(template: RequestTemplate, secureIparams: Set<string>, note: Report): void {
  checkSecureIparams(template, secureIparams, note);
  const host = literal(template.host);
  const problem = host === undefined ? undefined : hostProblem(host.replace(PORT, ''));
  if (problem) note(problem);
  const start = template.path[0];
  if (typeof start === 'string' && !start.startsWith('/')) note('path must start with /.');
  for (const [name] of template.headers) if (!isHeaderName(name)) note(`"${name}" is not a header name.`);
}

function checkSecureIparams(template: RequestTemplate, secureIparams: Set<string>, note: Report): void {
  const open = [template.host, template.path, ...template.query.map(([, text]) => text)];
  for (const name of new Set(open.flatMap(iparamsIn))) {
    if (secureIparams.has(name))
      note(`iparam.${name} is secure, and secure installation parameters stand in headers only.`);
  }
}

/** The text itself when nothing in it is substituted. */
function literal(text: TemplateText): string | undefined {
  return text.every((piece) => typeof piece === 'string') ? text.join('') : undefined;
}
