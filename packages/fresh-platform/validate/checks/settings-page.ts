/** A settings page of the app's own, as the platform calls it and as reviewers read it. */
import { join } from 'node:path';
import ts from 'typescript';
import { keysAt, type App } from '../app/app';
import { memberAccess, placeOf, walk, type CodeSource } from '../app/code-source';
import { kindOf } from '../app/files';
import { packageJson } from '../app/package-json';
import { declaredFunctions, PAGE, placeInText } from '../app/page-source';
import { pagesOf } from '../app/page-texts';
import { startOf, type Report } from '../problem';
import { inARow } from '../../lib/words';

const NEEDED = ['getConfigs', 'postConfigs', 'validate'];

/** config/ holds a form or a page, not both, and a page has what the platform calls; what all pages of the app are held to. */
export function checkSettingsPage(app: App, report: Report): void {
  checkFiles(app, report);
  checkPackages(app, report);
  for (const source of app.pageCode) checkWindow(source, report);
  const { page } = app;
  if (page === undefined) return;
  const scripts = [...page.inline, ...page.assets];
  const declared = scripts.flatMap(declaredFunctions);
  const missing = NEEDED.filter((name) => !declared.includes(name));
  if (missing.length > 0)
    report(
      'page-functions',
      startOf(PAGE),
      `The page declares no function ${inARow(missing)}.`,
      'Declare them in a script of the page, or in config/assets/iparams.js: function postConfigs() { … }.',
    );
  for (const source of scripts) checkScript(source, report);
}

function checkFiles({ dir, page }: App, report: Report): void {
  const hasForm = kindOf(join(dir, 'config/iparams.json')) !== undefined;
  if (page !== undefined && hasForm)
    report(
      'iparams-files',
      startOf('config/iparams.json'),
      'There is a config/iparams.html as well.',
      'Keep one of them: a form drawn by the platform, or a page of your own.',
    );
  if (page === undefined && !hasForm)
    report(
      'iparams-files',
      startOf('config/iparams.json'),
      'There is neither a config/iparams.json nor a config/iparams.html.',
      'Write config/iparams.json; {} where an admin has nothing to enter.',
    );
}

/** Assets are parsed as scripts, and what a page hangs on window is refused in a review. */
function checkScript(source: CodeSource, report: Report): void {
  const module = source.tree.statements.find((one) => ts.isImportDeclaration(one) || isExport(one));
  if (module !== undefined)
    report(
      'page-module',
      placeOf(source, module),
      'This is a module, and the platform runs it as a plain script.',
      'Write it without import and export.',
    );
  checkWindow(source, report);
}

/** What a window has by itself: where it is, and what it calls when something happens. */
const OF_THE_BROWSER = /^(?:location|name|on[a-z]+)$/;

function checkWindow(source: CodeSource, report: Report): void {
  walk(source.tree, (node) => {
    if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return;
    const access = memberAccess(node.left);
    if (access?.object === 'window' && !OF_THE_BROWSER.test(access.member))
      report(
        'page-window',
        placeOf(source, node),
        `window.${access.member} is set here.`,
        'Declare a variable or function: reviewers refuse what hangs on window.',
      );
  });
}

const FROM_CDN = /https:\/\/cdn\.jsdelivr\.net\/npm\/((?:@[\w.-]+\/)?[\w.-]+)/g;

/** What pages load from the CDN stands in package.json, where reviewers look for it; each package is told once. */
function checkPackages(app: App, report: Report): void {
  const content = packageJson(app.dir)?.value;
  const listed = ['dependencies', 'devDependencies'].flatMap((kind) => keysAt(content, kind));
  for (const { file, text: page } of pagesOf(app))
    for (const { index, 1: name = '' } of page.matchAll(FROM_CDN)) {
      if (listed.includes(name)) continue;
      listed.push(name);
      report(
        'page-package',
        placeInText(file, page, index),
        `This loads ${name} from the CDN, and package.json does not list it.`,
        'Add it with its version under devDependencies.',
      );
    }
}

function isExport(node: ts.Statement): boolean {
  return (
    ts.isExportDeclaration(node) ||
    ts.isExportAssignment(node) ||
    (ts.canHaveModifiers(node) &&
      (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword))
  );
}
