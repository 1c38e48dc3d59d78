/** What a file exports, read from its text. */
import ts from 'typescript';
import { memberAccess, walk, type CodeSource } from './code-source';

export interface Exports {
  /** Name → what stands after it. */
  names: Map<string, ts.Node>;
  /** False where the file exports in a way that only running it can tell. */
  isPlain: boolean;
}

/** Reads `exports.name = …` and `exports = { … }`, with what tsc writes around them. */
export function exportsOf({ tree }: CodeSource): Exports {
  const found: Exports = { names: new Map(), isPlain: true };
  walk(tree, (node) => {
    if (ts.isIdentifier(node) && node.text === 'exports') readUse(node, found);
  });
  return found;
}

function readUse(node: ts.Identifier, found: Exports): void {
  const whole = assignedTo(node);
  if (memberAccess(node.parent)?.object === 'exports') readMember(node.parent as ts.PropertyAccessExpression, found);
  else if (whole !== undefined && ts.isObjectLiteralExpression(whole)) readObject(whole, found);
  else if (!marksModule(node.parent)) found.isPlain = false;
}

/** `Object.defineProperty(exports, "__esModule", …)` exports nothing that anybody calls. */
function marksModule(node: ts.Node): boolean {
  return (
    ts.isCallExpression(node) &&
    node.expression.getText() === 'Object.defineProperty' &&
    node.arguments[1]?.getText().includes('__esModule') === true
  );
}

function readMember(access: ts.PropertyAccessExpression, { names }: Exports): void {
  const value = assignedTo(access);
  // `exports.a = void 0` announces what is set further down.
  if (value !== undefined && !ts.isVoidExpression(value)) names.set(access.name.text, access);
}

function readObject(object: ts.ObjectLiteralExpression, found: Exports): void {
  for (const property of object.properties) {
    const name = property.name;
    if (name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name))) found.names.set(name.text, property);
    else found.isPlain = false;
  }
}

/** What is assigned to a part of the tree. */
function assignedTo(node: ts.Node): ts.Expression | undefined {
  const { parent } = node;
  if (
    !ts.isBinaryExpression(parent) ||
    parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken ||
    parent.right === node
  )
    return undefined;
  return parent.right;
}
