/** A JSON file with the places of its parts. */
import { findNodeAtLocation, parseTree, type Node } from 'jsonc-parser';
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
  const root = parse(text);
  const place = (node: Node | undefined): Place & { file: string } => ({ file, ...placeIn(text, node?.offset ?? 0) });
  return {
    file,
    value,
    valueAt: (path) => place(find(root, path)),
    keyAt: (path) => place(keyOf(below(root, path)) ?? find(root, path)),
  };
}

/** What is nested too deeply for a tree is placed at the file's beginning. */
function parse(text: string): Node | undefined {
  try {
    return parseTree(text);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** An offset as line and column. */
export function placeIn(text: string, offset: number): Place {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** The key of a value that stands in an object. */
function keyOf(value: Node | undefined): Node | undefined {
  const parent = value?.parent;
  return parent?.type === 'property' ? parent.children?.[0] : undefined;
}

/** The value at a path, or at the longest part of it that is there. */
function find(root: Node | undefined, path: readonly string[]): Node | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const found = below(root, path.slice(0, length));
    if (found !== undefined) return found;
  }
  return root;
}

/** Items of lists are named by their numbers. */
function below(root: Node | undefined, path: readonly string[]): Node | undefined {
  let node = root;
  for (const name of path) node = node && findNodeAtLocation(node, [node.type === 'array' ? Number(name) : name]);
  return node;
}
