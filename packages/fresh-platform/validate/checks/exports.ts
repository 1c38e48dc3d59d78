/** What server/server.js exports, as the FDK reads it: from the text, without running it. */
import ts from 'typescript';
import { memberAccess, type CodeSource } from '../app/code-source';

export interface Exports {
  /** The first `exports = …` at the top of the file; undefined where there is none. */
  assignment: ts.BinaryExpression | undefined;
  /** Functions written in the object that is assigned: these the FDK finds. Name → property. */
  functions: Map<string, ts.Node>;
  /** Other things that are exported, which it does not find. */
  hidden: Hidden[];
}

export interface Hidden {
  /** Undefined where only running the file can tell. */
  name: string | undefined;
  node: ts.Node;
  /** "an arrow function". */
  what: string;
}

export function exportsOf({ tree }: CodeSource): Exports {
  const assignments = tree.statements.flatMap(assignmentIn);
  const assignment = assignments.find(({ left }) => ts.isIdentifier(left) && left.text === 'exports');
  const found: Exports = { assignment, functions: new Map(), hidden: assignments.flatMap(memberOf) };
  const object = assignment?.right;
  if (object !== undefined && ts.isObjectLiteralExpression(object))
    for (const property of object.properties) readProperty(property, found);
  return found;
}

function assignmentIn(statement: ts.Statement): ts.BinaryExpression[] {
  if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return [];
  return statement.expression.operatorToken.kind === ts.SyntaxKind.EqualsToken ? [statement.expression] : [];
}

function memberOf({ left }: ts.BinaryExpression): Hidden[] {
  const access = memberAccess(left);
  return access?.object === 'exports'
    ? [{ name: access.member, node: left, what: `assigned as exports.${access.member}` }]
    : [];
}

function readProperty(property: ts.ObjectLiteralElementLike, { functions, hidden }: Exports): void {
  const { name } = property;
  const what = faultOf(property);
  if (what === undefined && name !== undefined && ts.isIdentifier(name)) functions.set(name.text, property);
  else hidden.push({ name: textOf(name), node: property, what: what ?? 'named in quotes or brackets' });
}

/** What a property is, where it is no function that is written there. */
function faultOf(property: ts.ObjectLiteralElementLike): string | undefined {
  if (ts.isMethodDeclaration(property)) return undefined;
  if (ts.isSpreadAssignment(property)) return 'spread from another object';
  if (ts.isShorthandPropertyAssignment(property)) return 'a function declared elsewhere';
  if (!ts.isPropertyAssignment(property)) return 'a getter or setter';
  if (ts.isFunctionExpression(property.initializer)) return undefined;
  return ts.isArrowFunction(property.initializer) ? 'an arrow function' : 'a value declared or made elsewhere';
}

function textOf(name: ts.PropertyName | undefined): string | undefined {
  return name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? name.text : undefined;
}
