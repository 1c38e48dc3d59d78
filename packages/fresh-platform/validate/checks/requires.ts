/** What the code requires: files of server/, and packages that the manifest lists. */
import { isBuiltin } from 'node:module';
import { dirname, posix } from 'node:path';
import ts from 'typescript';
import { digText } from '../../lib/dig';
import { byNearness } from '../../lib/nearness';
import { keysAt, type App } from '../app/app';
import { placeOf, walk, type CodeSource } from '../app/code-source';
import { packageJson } from '../app/package-json';
import type { Report } from '../problem';
import { didYouMean } from './words';

interface Required {
  source: CodeSource;
  call: ts.CallExpression;
  /** Undefined where it is worked out while the code runs. */
  name: string | undefined;
}

/** Files are found as the platform finds them; packages and manifest.json agree. */
export function checkRequires(app: App, report: Report): void {
  const required = app.code.flatMap(requiresIn);
  const packages = new Set(required.flatMap((one) => checkRequire(app, one, report)));
  for (const name of keysAt(app.manifest.value, 'dependencies')) {
    if (!packages.has(name))
      report(
        'dependency-unused',
        app.manifest.keyAt(['dependencies', name]),
        `Nothing in server/ requires ${name}.`,
        'Take it out: the platform would install it for nothing.',
      );
  }
  checkVersions(app, report);
}

function requiresIn(source: CodeSource): Required[] {
  const found: Required[] = [];
  walk(source.tree, (node) => {
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression) || node.expression.text !== 'require') return;
    const [name] = node.arguments;
    found.push({
      source,
      call: node,
      name: name !== undefined && ts.isStringLiteralLike(name) ? name.text : undefined,
    });
  });
  return found;
}

/** The package that is required, if it is one. */
function checkRequire(app: App, required: Required, report: Report): string[] {
  const { source, call, name } = required;
  const where = placeOf(source, call);
  if (isRelative(name) && isInsideFunction(call))
    report(
      'code-require',
      where,
      'This require stands in a function.',
      'Require at the top of the file: later, the platform looks from server/ and not from the file.',
    );
  if (name === undefined)
    report(
      'code-require',
      where,
      'What is required here is worked out while the code runs.',
      'Name the file or package in quotes.',
    );
  else if (isRelative(name)) checkFile(app, source, where, name, report);
  else return checkPackage(app, where, name, report);
  return [];
}

function isRelative(name: string | undefined): name is string {
  return name !== undefined && /^\.\.?(\/|$)/.test(name);
}

function isInsideFunction(node: ts.Node): boolean {
  for (let outer = node.parent; !ts.isSourceFile(outer); outer = outer.parent) {
    if (ts.isFunctionLike(outer)) return true;
  }
  return false;
}

function checkFile(
  { code }: App,
  { file }: CodeSource,
  where: ReturnType<typeof placeOf>,
  name: string,
  report: Report,
): void {
  const wanted = posix.join(dirname(file), `${name}.js`);
  if (code.some((source) => source.file === wanted)) return;
  if (!wanted.startsWith('server/'))
    report(
      'code-require',
      where,
      `require('${name}') leaves server/.`,
      'The platform loads nothing from outside it: move the file into server/.',
    );
  else if (/\.\w+$/.test(name))
    report(
      'code-require',
      where,
      `require('${name}') finds no ${wanted}.`,
      'The platform appends .js by itself: name no extension, and no JSON.',
    );
  else {
    const nearest = byNearness(
      wanted,
      code.map((source) => source.file),
    )[0];
    report(
      'code-require',
      where,
      `require('${name}') finds no ${wanted}.`,
      `Name a file of server/.${didYouMean(nearest)}`,
    );
  }
}

function checkPackage({ manifest }: App, where: ReturnType<typeof placeOf>, request: string, report: Report): string[] {
  const name = request
    .split('/')
    .slice(0, request.startsWith('@') ? 2 : 1)
    .join('/');
  const listed = keysAt(manifest.value, 'dependencies');
  if (listed.includes(name)) return [name];
  if (isBuiltin(request))
    report(
      'dependency-builtin',
      where,
      `${request} is one of Node's own modules.`,
      'The platform does not promise those: use the language itself, or a package listed in manifest.json.',
    );
  else
    report(
      'dependency-unlisted',
      where,
      `manifest.json does not list the package ${name}.`,
      `Add "${name}" with its exact version under dependencies.${didYouMean(byNearness(name, listed)[0])}`,
    );
  return [];
}

/** What package.json has, the code was tested with. */
function checkVersions({ dir, manifest }: App, report: Report): void {
  const source = packageJson(dir);
  if (source === undefined) return;
  for (const path of keysAt(manifest.value, 'dependencies').flatMap((name) => [
    ['dependencies', name],
    ['devDependencies', name],
  ])) {
    const name = path[1] ?? '';
    const tested = digText(source.value, ...path);
    const shipped = digText(manifest.value, 'dependencies', name);
    if (tested !== '' && tested !== shipped)
      report(
        'dependency-version',
        source.valueAt(path),
        `${name} is ${tested} here and ${shipped} in manifest.json.`,
        'Make the two agree, or you test with another package than you ship.',
      );
  }
}
