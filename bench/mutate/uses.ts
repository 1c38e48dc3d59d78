/** Where what a place of server.js says takes effect: a constant at the top of the file does where it is used. */
import ts from 'typescript';

/** Says the offsets at which a test must run to be told anything by a change at the given one. */
export function createUses(code: string): (offset: number) => number[] {
  const file = ts.createSourceFile('server.js', code, ts.ScriptTarget.ES2020, true, ts.ScriptKind.JS);
  const references = referencesIn(file);

  const usesOf = (offset: number, passed: ReadonlySet<string>): number[] => {
    const constant = constantAround(file, offset);
    if (constant === null || passed.has(constant)) return constant === null ? [offset] : [];
    const others = new Set([...passed, constant]);
    return (references.get(constant) ?? []).flatMap((each) => usesOf(each, others));
  };
  return (offset) => usesOf(offset, new Set());
}

/** By name, the offsets at which it stands. */
function referencesIn(file: ts.SourceFile): Map<string, number[]> {
  const references = new Map<string, number[]>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) references.set(node.text, [...(references.get(node.text) ?? []), node.getStart()]);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return references;
}

/** The name of the constant at the top of the file in whose value an offset stands; null in a function. */
function constantAround(file: ts.SourceFile, offset: number): string | null {
  const statement = file.statements.find((each) => each.getStart() <= offset && offset < each.end);
  if (statement === undefined || !ts.isVariableStatement(statement)) return null;
  const [declaration] = statement.declarationList.declarations;
  const isInFunction = (node: ts.Node): boolean =>
    node.getStart() <= offset &&
    offset < node.end &&
    (ts.isFunctionLike(node) || ts.forEachChild(node, (child) => isInFunction(child) || undefined) === true);
  if (declaration === undefined || !ts.isIdentifier(declaration.name) || isInFunction(statement)) return null;
  return declaration.name.text;
}
