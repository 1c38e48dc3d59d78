/** manifest.json, config/requests.json and the code agree on the request templates. */
import ts from 'typescript';
import { byNearness } from '../lib/nearness';
import { keysAt, type App } from './app';
import { placeOf, walk, type CodeSource } from './code-source';
import type { Report } from './problem';
import { didYouMean } from './words';

/** Every template is listed, defined and called; every call names one. */
export function checkRequestCalls(app: App, report: Report): void {
  const { manifest, requests } = app;
  const path = ['modules', 'common', 'requests'];
  const listed = keysAt(manifest.value, ...path);
  const defined = Object.keys(requests.value);
  for (const name of listed.filter((one) => !defined.includes(one))) {
    const nearest = byNearness(
      name,
      defined.filter((one) => !listed.includes(one)),
    )[0];
    report(
      'template-missing',
      manifest.keyAt([...path, name]),
      `config/requests.json has no template ${name}.`,
      `Write it there, or take it off the list.${didYouMean(nearest)}`,
    );
  }
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
  // What the manifest lists and config/ lacks is told once.
  checkCalls(app, defined, listed, report);
}

function checkCalls(
  { code, requests }: App,
  defined: readonly string[],
  listed: readonly string[],
  report: Report,
): void {
  const texts = new Set<string>();
  let unknown = 0;
  for (const source of code) {
    walk(source.tree, (node) => {
      if (ts.isStringLiteralLike(node)) texts.add(node.text);
      unknown += checkCall(source, node, [...defined, ...listed], report) ? 0 : 1;
    });
  }
  // A name may reach the call by way of a variable: it counts as used where it stands as a text.
  for (const name of unknown > 0 ? [] : defined.filter((one) => !texts.has(one))) {
    report(
      'template-unused',
      requests.keyAt([name]),
      `Nothing in server/ names the template ${name}.`,
      'Call it with $request.invokeTemplate, or take it away.',
    );
  }
}

/** The template's name in `$request.invokeTemplate('name', …)`. */
function calledName(node: ts.Node): ts.StringLiteralLike | undefined {
  if (!ts.isCallExpression(node) || node.expression.getText() !== '$request.invokeTemplate') return undefined;
  const [name] = node.arguments;
  return name !== undefined && ts.isStringLiteralLike(name) ? name : undefined;
}

/** Whether a part of the tree is no call of a template that is not defined. */
function checkCall(source: CodeSource, node: ts.Node, defined: readonly string[], report: Report): boolean {
  const name = calledName(node);
  if (name === undefined || defined.includes(name.text)) return true;
  report(
    'template-unknown',
    placeOf(source, name),
    `config/requests.json has no template ${name.text}.`,
    `Write it there and list it in manifest.json.${didYouMean(byNearness(name.text, defined)[0])}`,
  );
  return false;
}
