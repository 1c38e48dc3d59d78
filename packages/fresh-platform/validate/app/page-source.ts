/** A settings page of the app's own, config/iparams.html, with the scripts it runs. */
import { posix } from 'node:path';
import ts from 'typescript';
import { codeSource, walk, type CodeSource } from './code-source';
import { filesIn, readText, textOf } from './files';
import type { Place } from '../problem';
import { placeIn } from './json-source';

export interface SettingsPage {
  text: string;
  /** Plain scripts inside the page. */
  inline: CodeSource[];
  /** Files of config/assets/ that the page loads as plain scripts. */
  assets: CodeSource[];
  /** Parameters that postConfigs names under `__meta.secure`, where it does so in plain texts. */
  secure: string[];
}

export const PAGE = 'config/iparams.html';
const SCRIPT = /<script\b([^>]*)>([\s\S]*?)<\/script\s*>/gi;
const MODULE = /\btype\s*=\s*["']?(?!text\/javascript|application\/javascript)/i;

/** Undefined where the app has none. What cannot be read has no scripts. */
export function readSettingsPage(dir: string): SettingsPage | undefined {
  if (readText(dir, PAGE) === undefined) return undefined;
  const text = textOf(dir, PAGE);
  const scripts = [...text.matchAll(SCRIPT)].filter(([, attributes = '']) => !MODULE.test(attributes));
  const inline = scripts.flatMap(({ 1: attributes = '', 2: code = '', index }) => {
    if (/\bsrc\s*=/i.test(attributes) || code.trim() === '') return [];
    // Blank lines before it give the code the places it has in the page.
    const before = text.slice(0, index + (text.slice(index).indexOf('>') + 1));
    return codeSource(PAGE, PAGE, before.replace(/[^\n]/g, ' ') + code) ?? [];
  });
  const sources = scripts.flatMap(
    ({ 1: attributes = '' }) => /\bsrc\s*=\s*["']?([^"'\s>]+)/i.exec(attributes)?.[1] ?? [],
  );
  const assets = filesIn(dir, 'config/assets')
    .filter((file) => sources.some((source) => posix.join('config', source) === file) || file.endsWith('/iparams.js'))
    .flatMap((file) => assetOf(dir, file));
  return { text, inline, assets, secure: [...inline, ...assets].flatMap(secureIn) };
}

function assetOf(dir: string, file: string): CodeSource[] {
  const source = codeSource(file, file, textOf(dir, file));
  return source === undefined ? [] : [source];
}

/** The texts of `secure: ['a', 'b']`. */
function secureIn({ tree }: CodeSource): string[] {
  const names: string[] = [];
  walk(tree, (node) => {
    if (!ts.isPropertyAssignment(node) || node.name.getText(tree) !== 'secure') return;
    if (ts.isArrayLiteralExpression(node.initializer))
      names.push(...node.initializer.elements.filter(ts.isStringLiteralLike).map(({ text }) => text));
  });
  return names;
}

/** Functions declared at the top of a script, as the FDK looks for them. */
export function declaredFunctions({ tree }: CodeSource): string[] {
  return tree.statements
    .filter(ts.isFunctionDeclaration)
    .flatMap(({ name }) => (name === undefined ? [] : [name.text]));
}

/** Where a text stands in a file. */
export function placeInText(file: string, text: string, index: number): Place & { file: string } {
  return { file, ...placeIn(text, index) };
}
