/**
 * The form of server/server.js and of the files it requires: the real tool parses server.js and looks for one top-level
 * `exports = { … }`; only properties that are functions written there count as handlers. (FDK 6.9's source; a log of FDK 10.1
 * prints the list found so; every app the vendor publishes has this form.) Files are parsed as ECMAScript 2020 (the same
 * log): syntax of ES2021 and later stops there.
 */
import { parse, type ExpressionStatement, type Node, type ObjectExpression, type Program, type Property } from 'acorn';

/** The last edition of the language whose syntax the platform's tool parses. */
export const ECMA_VERSION = 2020;

export interface ServerForm {
  /** Names of the functions written in `exports = { … }`, in order; undefined where there is no such statement. */
  functions: string[] | undefined;
  /** Names that stand in `exports = { … }` or as `exports.name = …` without counting, with why. */
  uncounted: Map<string, string>;
}

/** Where a text stops being ES2020, counted from 1. */
export interface SyntaxFault {
  message: string;
  line: number;
  column: number;
}

/** Reads the form of server.js; a fault where the text does not parse. */
export function readServerForm(text: string): ServerForm | SyntaxFault {
  const program = parseServerFile(text);
  return 'message' in program ? program : formOf(program);
}

/** The syntax fault of a file under server/, if any. */
export function syntaxFault(text: string): SyntaxFault | undefined {
  const program = parseServerFile(text);
  return 'message' in program ? program : undefined;
}

function parseServerFile(text: string): Program | SyntaxFault {
  try {
    return parse(text, { ecmaVersion: ECMA_VERSION, sourceType: 'script' });
  } catch (error) {
    return faultOf(error);
  }
}

function faultOf(error: unknown): SyntaxFault {
  const { message, loc } = error as { message?: unknown; loc?: { line: number; column: number } };
  if (loc === undefined) {
    // Acorn descends by calls of its own: a text nested thousands deep exhausts the stack, as it would the real tool's.
    return { message: 'it is nested too deeply to be read', line: 1, column: 1 };
  }
  return { message: String(message).replace(/ \(\d+:\d+\)$/, ''), line: loc.line, column: loc.column + 1 };
}

function formOf(program: Program): ServerForm {
  const form: ServerForm = { functions: undefined, uncounted: new Map() };
  for (const statement of program.body) {
    if (statement.type === 'ExpressionStatement') readAssignment(statement, form);
  }
  return form;
}

function readAssignment({ expression }: ExpressionStatement, form: ServerForm): void {
  if (expression.type !== 'AssignmentExpression' || expression.operator !== '=') return;
  const { left, right } = expression;
  if (left.type === 'Identifier' && left.name === 'exports' && right.type === 'ObjectExpression')
    readObject(right, form);
  const member = exportsMember(left);
  if (member !== undefined) form.uncounted.set(member, `it is assigned as exports.${member}`);
}

function exportsMember(node: Node): string | undefined {
  if (node.type !== 'MemberExpression') return undefined;
  const { object, property, computed } = node as Node & {
    object: Node & { name?: string };
    property: Node & { name?: string };
    computed: boolean;
  };
  return object.name === 'exports' && !computed ? property.name : undefined;
}

function readObject({ properties }: ObjectExpression, form: ServerForm): void {
  form.functions = [];
  for (const property of properties) {
    if (property.type !== 'Property') continue;
    const name = nameOf(property);
    if (name === undefined) continue;
    const reason = whyUncounted(property);
    if (reason === undefined) form.functions.push(name);
    else form.uncounted.set(name, reason);
  }
}

function nameOf({ key, computed }: Property): string | undefined {
  if (computed) return undefined;
  if (key.type === 'Identifier') return key.name;
  return key.type === 'Literal' ? String(key.value) : undefined;
}

function whyUncounted({ value, shorthand, kind }: Property): string | undefined {
  if (kind !== 'init') return 'it is an accessor';
  if (value.type === 'FunctionExpression') return undefined;
  if (value.type === 'ArrowFunctionExpression') return 'it is an arrow function';
  return shorthand || value.type === 'Identifier' ? 'it names a function declared elsewhere' : 'it is no function';
}

/** A sentence for each name that `manifest.json` calls and the tool would not find; `where` says what calls it. */
export function formProblems(form: ServerForm, called: readonly { name: string; where: string }[]): string[] {
  if (form.functions === undefined && called.length > 0)
    return [
      'there is no top-level `exports = { … }`, in which the platform looks for the functions that manifest.json names: end the file with one.',
    ];
  return called.flatMap(({ name, where }) => {
    if (form.functions?.includes(name) === true) return [];
    const reason = form.uncounted.get(name);
    return [
      reason === undefined
        ? `${name}, which manifest.json names for ${where}, is not in \`exports = { … }\`.`
        : `${name}, which manifest.json names for ${where}, is not found because ${reason}: write \`${name}: function (payload) { … }\` inside \`exports = { … }\`.`,
    ];
  });
}
