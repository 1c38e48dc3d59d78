/** A file of JavaScript with its syntax tree. */
import ts from 'typescript';
import type { Place } from '../problem';

export interface CodeSource {
  /** Relative to the app's folder, such as server/server.js. */
  file: string;
  /** Absolute. */
  path: string;
  text: string;
  tree: ts.SourceFile;
  /** Set where it does not parse: its tree is a guess. */
  isBroken?: boolean;
}

/** Undefined where the code is nested so deeply that nothing can walk its tree. */
export function codeSource(file: string, path: string, text: string): CodeSource | undefined {
  try {
    const tree = ts.createSourceFile(file, text, ts.ScriptTarget.ES2021, true, ts.ScriptKind.JS);
    walk(tree, () => undefined);
    return { file, path, text, tree };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Where a part of the tree stands. */
export function placeOf({ file, tree }: CodeSource, node: ts.Node): Place & { file: string } {
  const { line, character } = tree.getLineAndCharacterOfPosition(node.getStart(tree));
  return { file, line: line + 1, column: character + 1 };
}

/** Calls back for every part of a tree, parents first. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  node.forEachChild((child) => {
    walk(child, visit);
  });
}

/** Whether a part is an access `object.member` of a plain name; returns the two names. */
export function memberAccess(node: ts.Node): { object: string; member: string } | undefined {
  if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
  return { object: node.expression.text, member: node.name.text };
}
