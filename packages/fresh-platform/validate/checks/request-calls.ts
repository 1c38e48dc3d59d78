/** manifest.json, config/requests.json and the code agree on the request templates. */
import ts from 'typescript';
import { byNearness } from '../../lib/nearness';
import { keysAt, type App } from '../app/app';
import { pageTexts } from '../app/page-texts';
import { placeOf, walk, type CodeSource } from '../app/code-source';
import type { Report } from '../problem';
import { didYouMean } from './words';

const PATH = ['modules', 'common', 'requests'];

/** Every call names a template that is there; what is only listed, only defined or never called is a warning. */
export function checkRequestCalls(app: App, report: Report): void {
  const { manifest, requests } = app;
  const listed = keysAt(manifest.value, ...PATH);
  const defined = Object.keys(requests.value);
  const calls = callsOf(app);
  const known = [...defined, ...listed];
  const unknown = calls.filter(({ name }) => !known.includes(name.text));
  for (const { source, name } of unknown)
    report(
      'template-unknown',
      placeOf(source, name),
      `config/requests.json has no template ${name.text}.`,
      `Write it there and list it in manifest.json.${didYouMean(byNearness(name.text, defined)[0])}`,
    );
  const called = calls.map(({ name }) => name.text);
  checkListed(app, listed, defined, called, report);
  // One that is listed by a name nearly right is told above.
  const isMisspelt = listed.some((name) => !defined.includes(name));
  for (const name of isMisspelt ? [] : defined.filter((one) => !listed.includes(one))) {
    report(
      'template-unlisted',
      requests.keyAt([name]),
      `manifest.json does not list the template ${name}.`,
      `Add "${name}": {} under modules.common.requests.`,
    );
  }
  // What seems unused may be misspelt where it is called.
  if (unknown.length === 0 && !isMisspelt) checkUnused(app, defined, report);
}

function checkListed(
  { manifest }: App,
  listed: readonly string[],
  defined: readonly string[],
  called: readonly string[],
  report: Report,
): void {
  for (const name of listed.filter((one) => !defined.includes(one))) {
    const nearest = byNearness(
      name,
      defined.filter((one) => !listed.includes(one)),
    )[0];
    report(
      called.includes(name) ? 'template-missing' : 'template-unused',
      manifest.keyAt([...PATH, name]),
      `config/requests.json has no template ${name}.`,
      `Write it there, or take it off the list.${didYouMean(nearest)}`,
    );
  }
}

/** A name may reach the call by way of a variable: it counts as used where it stands as a text, in a page as well. */
function checkUnused(app: App, defined: readonly string[], report: Report): void {
  const texts = new Set<string>();
  for (const source of app.code)
    walk(source.tree, (node) => {
      if (ts.isStringLiteralLike(node)) texts.add(node.text);
    });
  const pages = pageTexts(app);
  const isUsed = (name: string): boolean =>
    texts.has(name) || pages.some((text) => ["'", '"', '`'].some((quote) => text.includes(quote + name + quote)));
  for (const name of defined.filter((one) => !isUsed(one))) {
    report(
      'template-unused',
      app.requests.keyAt([name]),
      `Nothing in server/ names the template ${name}, and no page does.`,
      'Call it with $request.invokeTemplate, or take it away.',
    );
  }
}

interface Call {
  source: CodeSource;
  name: ts.StringLiteralLike;
}

function callsOf({ code }: App): Call[] {
  const calls: Call[] = [];
  for (const source of code)
    walk(source.tree, (node) => {
      const name = calledName(node);
      if (name !== undefined) calls.push({ source, name });
    });
  return calls;
}

/** The template's name in `$request.invokeTemplate('name', …)`. */
function calledName(node: ts.Node): ts.StringLiteralLike | undefined {
  if (!ts.isCallExpression(node) || node.expression.getText() !== '$request.invokeTemplate') return undefined;
  const [name] = node.arguments;
  return name !== undefined && ts.isStringLiteralLike(name) ? name : undefined;
}
