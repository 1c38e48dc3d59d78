/** A JSON file with the places of its parts. */
import ts from 'typescript';
import type { Json } from '../../lib/dig';
import type { Place } from '../problem';

export interface JsonSource {
  file: string;
  value: Json;
  /** Where the value at a path stands; where the path ends early, the last part of it that is there. */
  valueAt: (path: readonly string[]) => Place & { file: string };
  /** Where the key at the end of a path stands. */
  keyAt: (path: readonly string[]) => Place & { file: string };
}

/** `value` is what `text` parses to. */
export function jsonSource(file: string, text: string, value: Json): JsonSource {
  const source = parse(file, text);
  const root = source.statements[0]?.expression;
  const place = (node: ts.Node | undefined): Place & { file: string } => ({
    file,
    ...placeIn(source, node?.getStart(source) ?? 0),
  });
  return {
    file,
    value,
    valueAt: (path) => place(find(root, path).value),
    keyAt: (path) => {
      const { key, value: found } = find(root, path);
      return place(key ?? found);
    },
  };
}

/** What is nested too deeply for a syntax tree is placed at the file's beginning. */
function parse(file: string, text: string): ts.JsonSourceFile {
  try {
    return ts.parseJsonText(file, text);
  } catch (error) {
    if (error instanceof RangeError) return ts.parseJsonText(file, '{}');
    throw error;
  }
}

/** An offset as line and column. */
export function placeIn(source: ts.SourceFile, offset: number): Place {
  const { line, character } = source.getLineAndCharacterOfPosition(offset);
  return { line: line + 1, column: character + 1 };
}

interface Found {
  key?: ts.Node;
  value: ts.Expression | undefined;
}

function find(root: ts.Expression | undefined, path: readonly string[]): Found {
  let found: Found = { value: root };
  for (const name of path) {
    const next = below(found.value, name);
    if (next === undefined) return found;
    found = next;
  }
  return found;
}

function below(node: ts.Expression | undefined, name: string): Found | undefined {
  if (node !== undefined && ts.isArrayLiteralExpression(node))
    return node.elements[Number(name)] && { value: node.elements[Number(name)] };
  if (node === undefined || !ts.isObjectLiteralExpression(node)) return undefined;
  // Of a key that stands twice, JSON means the last.
  const property = node.properties
    .filter(ts.isPropertyAssignment)
    .filter((one) => ts.isStringLiteral(one.name) && one.name.text === name)
    .at(-1);
  return property && { key: property.name, value: property.initializer };
}
