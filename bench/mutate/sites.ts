/** Where a file can be changed a little so that it does something else: one mutant for each such place. */
import ts from 'typescript';

export interface Mutant {
  /** Offsets in the file between which the replacement goes. */
  start: number;
  end: number;
  replacement: string;
}

/** By operator, the one that stands in its place. */
const SWAPPED: Readonly<Record<string, string>> = {
  '&&': '||',
  '||': '&&',
  '===': '!==',
  '!==': '===',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
};

/** Every mutant of a script, in the order of the file: a negated condition, a dropped `await`, another operator, another constant. */
export function mutantsOf(code: string): Mutant[] {
  const file = ts.createSourceFile('server.js', code, ts.ScriptTarget.ES2020, true, ts.ScriptKind.JS);
  const mutants: Mutant[] = [];
  const visit = (node: ts.Node): void => {
    mutants.push(...changesOf(node).map(([at, replacement]) => ({ start: at.getStart(), end: at.end, replacement })));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return mutants.sort((a, b) => a.start - b.start || a.end - b.end);
}

type Change = readonly [at: ts.Node, replacement: string];

function changesOf(node: ts.Node): Change[] {
  return [conditionOf(node), awaitOf(node), operatorOf(node), constantOf(node)].filter((change) => change !== null);
}

function conditionOf(node: ts.Node): Change | null {
  const isLoop = ts.isIfStatement(node) || ts.isWhileStatement(node);
  const condition = isLoop ? node.expression : ts.isConditionalExpression(node) ? node.condition : null;
  return condition && [condition, `!(${condition.getText()})`];
}

function awaitOf(node: ts.Node): Change | null {
  return ts.isAwaitExpression(node) && !isReturned(node) ? [node, `(${node.expression.getText()})`] : null;
}

/** Whether it is what an async function returns, and where that is of no effect: the caller waits all the same, save for a fault that the function would catch. */
function isReturned(node: ts.Node): boolean {
  const { parent } = node;
  if (isLastOf(parent, node)) return isReturned(parent);
  return (ts.isReturnStatement(parent) && !isTried(parent)) || (ts.isArrowFunction(parent) && parent.body === node);
}

/** Whether an expression comes to what one of its parts does. */
function isLastOf(whole: ts.Node, part: ts.Node): boolean {
  if (ts.isConditionalExpression(whole)) return whole.condition !== part;
  if (ts.isBinaryExpression(whole)) return whole.right === part && /^(?:&&|\|\|)$/.test(whole.operatorToken.getText());
  return ts.isParenthesizedExpression(whole);
}

function isTried(node: ts.Node): boolean {
  return !ts.isFunctionLike(node) && (ts.isTryStatement(node) || isTried(node.parent));
}

function operatorOf(node: ts.Node): Change | null {
  if (!ts.isBinaryExpression(node)) return null;
  const other = SWAPPED[node.operatorToken.getText()];
  const isJoining = [node.left, node.right].some(
    (side) => ts.isStringLiteralLike(side) || ts.isTemplateExpression(side),
  );
  return other === undefined || isJoining ? null : [node.operatorToken, other];
}

function constantOf(node: ts.Node): Change | null {
  if (node.kind === ts.SyntaxKind.TrueKeyword) return [node, 'false'];
  if (node.kind === ts.SyntaxKind.FalseKeyword) return [node, 'true'];
  return ts.isNumericLiteral(node) ? [node, String(anotherNumber(Number(node.text)))] : null;
}

/** Thousands are times and sizes, of which one more is the same to anybody. */
function anotherNumber(number: number): number {
  return number < 1_000 ? number + 1 : 2 * number;
}

export function applied(code: string, { start, end, replacement }: Mutant): string {
  return code.slice(0, start) + replacement + code.slice(end);
}

/** The whole lines around a mutant, as they are and as they become, without their indentation. */
export function linesOf(code: string, mutant: Mutant): { before: string; after: string } {
  const start = code.lastIndexOf('\n', mutant.start - 1) + 1;
  const end = code.indexOf('\n', mutant.end);
  const before = code.slice(start, end);
  const after = applied(before, { ...mutant, start: mutant.start - start, end: mutant.end - start });
  return { before: before.trim(), after: after.trim() };
}

export function lineNumberOf(code: string, { start }: Mutant): number {
  return code.slice(0, start).split('\n').length;
}

/** The file of the sources that an offset comes from: the build heads each with its path. Blank before the first. */
export function sourceAt(code: string, offset: number): string {
  const heads = [...code.slice(0, offset).matchAll(/^\/\/ -+ (\S+) -+$/gm)];
  return heads.at(-1)?.[1] ?? '';
}
