/** Nothing secret or personal in any line an app logs. */
import ts from 'typescript';
import type { Json } from '../../lib/dig';
import { secureIparams, type App } from '../app/app';
import { memberAccess, placeOf, walk } from '../app/code-source';
import { comparable, type Private } from './personal';
import type { Place, Report } from '../problem';
import type { RuleId } from '../rules';
import { inARow } from '../../lib/words';

/** What a log line holds that it must not. */
export interface Leak {
  rule: RuleId;
  sentence: string;
  remedy: string;
}

const IPARAMS_REMEDY = 'Log what happened, never the settings: they hold secrets, secure ones in plain text.';
const SECRET_REMEDY = 'Leave it out of every log line, errors of receivers included.';
const PERSONAL_REMEDY = 'Leave it out, or mask it: logs outlive conversations.';

/** What an installation's lines are held to. */
export interface Watch {
  secrets: [name: string, value: string][];
  /** Empty where the admin chose to include personal data. */
  personal: readonly Private[];
}

/** Shorter texts stand in a line by chance. */
const SHORTEST_SECRET = 6;

/** Secure values worth looking for, at any depth; two secrets may stand in one text while one replaces the other. */
export function secretsOf(app: App, iparams: Json): [name: string, value: string][] {
  return secureIparams(app).flatMap((name) =>
    textsIn(iparams[name])
      .flatMap((text) => text.split(/\s+/))
      .filter((part) => part.length >= SHORTEST_SECRET)
      .map((part): [string, string] => [name, part]),
  );
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** The first leak of a line. */
export function leakIn(text: string, { secrets, personal }: Watch): Leak | undefined {
  const settings = /\b(iparams|app_settings)\\*["']?:\s*\{\s*[^}\s]/.exec(text)?.[1];
  if (settings !== undefined)
    return {
      rule: 'log-iparams',
      sentence: `This log line holds ${settings === 'iparams' ? 'the installation parameters' : 'what the developer keeps for all customers'}.`,
      remedy: IPARAMS_REMEDY,
    };
  const secret = secrets.find(([, value]) => text.includes(value));
  if (secret !== undefined)
    return {
      rule: 'log-secret',
      sentence: `This log line holds the value of ${secret[0]}, which is secure.`,
      remedy: SECRET_REMEDY,
    };
  const kinds = personalIn(text, personal);
  return kinds.length === 0
    ? undefined
    : { rule: 'log-personal', sentence: `This log line holds ${inARow(kinds)}.`, remedy: PERSONAL_REMEDY };
}

/** What of a customer's a text holds. `personal` has long texts first: a name that stands in an email is not told besides. */
function personalIn(text: string, personal: readonly Private[]): string[] {
  if (personal.length === 0) return [];
  let words = comparable(text);
  const kinds = new Set<string>();
  for (const { text: one, what } of personal) {
    if (!words.includes(one)) continue;
    kinds.add(what);
    words = words.replaceAll(one, ' … ');
  }
  return [...kinds];
}

/** Log calls that name settings, found without running them. Returns their places, `file:line`. */
export function checkLogCalls(app: App, report: Report): Set<string> {
  const secure = new Set(secureIparams(app));
  const told = new Set<string>();
  for (const source of app.code) {
    walk(source.tree, (node) => {
      if (!ts.isCallExpression(node) || memberAccess(node.expression)?.object !== 'console') return;
      const leak = leakOfNames(node, secure);
      if (leak === undefined) return;
      const where = placeOf(source, node);
      told.add(placeKey(where));
      report(leak.rule, where, leak.sentence, leak.remedy);
    });
  }
  return told;
}

export function placeKey({ file, line }: Place & { file: string }): string {
  return `${file}:${line}`;
}

function leakOfNames(call: ts.CallExpression, secure: ReadonlySet<string>): Leak | undefined {
  const names = new Map<string, ts.Node>();
  for (const argument of call.arguments) {
    walk(argument, (node) => {
      if (ts.isIdentifier(node)) names.set(node.text, node);
      else if (ts.isStringLiteralLike(node) && ts.isElementAccessExpression(node.parent)) names.set(node.text, node);
    });
  }
  const secret = [...names.keys()].find((name) => secure.has(name));
  if (secret !== undefined)
    return { rule: 'log-secret', sentence: `${secret}, which is secure, is logged here.`, remedy: SECRET_REMEDY };
  const settings = names.get('iparams');
  // `iparams.region` is one setting, and no secret.
  const isWhole =
    settings !== undefined &&
    !(memberAccess(settings.parent)?.object === 'iparams' || ts.isPropertyAccessExpression(settings.parent.parent));
  return isWhole
    ? { rule: 'log-iparams', sentence: 'The installation parameters are logged here.', remedy: IPARAMS_REMEDY }
    : undefined;
}
