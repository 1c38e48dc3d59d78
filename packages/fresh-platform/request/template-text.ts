/** The `<%= … %>` language of config/requests.json: reading it, and filling it in. */
import { isObject, Refusal } from '../rules/errors';

/** What a template may name: `iparam.x`, `context.x`, `current_host.endpoint_urls.freshchat`, `app_settings.x`, `access_token`. */
export interface TemplateValues {
  iparam: Record<string, unknown>;
  context: Record<string, unknown>;
  current_host: Record<string, unknown>;
  app_settings: Record<string, unknown>;
  oauth_iparams: Record<string, unknown>;
  access_token: string | undefined;
}

type Term = { literal: string } | { path: string[] };

interface Substitution {
  encode: boolean;
  terms: Term[];
}

/** A text of a template, taken apart. */
export type TemplateText = (string | Substitution)[];

const SOURCES = ['iparam', 'context', 'current_host', 'app_settings', 'oauth_iparams'];
const TOKEN_NAME = 'access_token';
const TOKEN = /\s*(?:'([^']*)'|"([^"]*)"|([A-Za-z_$][\w$-]*(?:\.[\w$-]+)*)|(\+))\s*/y;

/** Takes a text apart. Throws a sentence when it holds something the platform does not substitute. */
export function parseTemplateText(text: string): TemplateText {
  // Odd pieces are what stood between `<%=` and `%>`.
  const pieces = text.split(/<%=([\s\S]*?)%>/);
  return pieces
    .map((piece, index) => (index % 2 === 0 ? piece : parseSubstitution(piece.trim())))
    .filter((piece) => piece !== '');
}

function parseSubstitution(source: string): Substitution {
  const encoded = /^encode\(([\s\S]*)\)$/.exec(source);
  const terms = parseTerms(encoded?.[1] ?? source);
  const plain = terms.length === 1 && terms[0] && 'path' in terms[0];
  if (!encoded && !plain) {
    throw new Error(
      `<%= ${source} %> is not substituted: name one iparam.x, context.x or current_host.x, and put literals and + inside encode(…).`,
    );
  }
  return { encode: encoded !== null, terms };
}

function parseTerms(source: string): Term[] {
  const terms: Term[] = [];
  let expectTerm = true;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const token = TOKEN.exec(source);
    const isPlus = token?.[4] === '+';
    if (!token || isPlus === expectTerm)
      throw new Error(`<%= ${source} %> cannot be read: write names and quoted texts joined by +.`);
    if (!isPlus) terms.push(toTerm(token));
    expectTerm = isPlus;
  }
  if (expectTerm) throw new Error(`<%= ${source} %> ends where a name or a quoted text should follow.`);
  return terms;
}

function toTerm(token: RegExpExecArray): Term {
  if (token[3] === undefined) return { literal: token[1] ?? token[2] ?? '' };
  const path = token[3].split('.');
  const isKnown = path.length === 1 ? path[0] === TOKEN_NAME : SOURCES.includes(path[0] ?? '');
  if (!isKnown)
    throw new Error(
      `${token[3]} is not known to request templates: use iparam.x, context.x, current_host.x, app_settings.x or access_token.`,
    );
  return { path };
}

/** The installation parameters a text names. */
export function iparamsIn(text: TemplateText): string[] {
  return text.flatMap((piece) => (typeof piece === 'string' ? [] : piece.terms.flatMap(iparamOf)));
}

function iparamOf(term: Term): string[] {
  return 'path' in term && term.path[0] === 'iparam' && term.path[1] !== undefined ? [term.path[1]] : [];
}

/** Fills a text in; `check` sees each value before. Refuses (400) a name without a value: the platform would send the word `undefined`. */
export function fillTemplateText(text: TemplateText, values: TemplateValues, check?: (value: string) => void): string {
  let filled = '';
  for (const piece of text) filled += typeof piece === 'string' ? piece : checked(substitute(piece, values), check);
  return filled;
}

function checked(value: string, check: ((value: string) => void) | undefined): string {
  check?.(value);
  return value;
}

function substitute({ terms, encode }: Substitution, values: TemplateValues): string {
  let text = '';
  for (const term of terms) text += 'literal' in term ? term.literal : valueAt(term.path, values);
  return encode ? Buffer.from(text, 'utf8').toString('base64') : text;
}

function valueAt(path: string[], values: TemplateValues): string {
  const value = path.reduce<unknown>(
    (object, name) => (isObject(object) && Object.hasOwn(object, name) ? object[name] : undefined),
    values,
  );
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Refusal(
    400,
    `The request template needs ${path.join('.')}, which is ${value === undefined ? 'undefined' : 'not a text, number or boolean'}: pass it.`,
  );
}
