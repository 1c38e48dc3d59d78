/**
 * The form of server/server.js and of the files it requires: the real tool parses server.js and looks for one top-level
 * `exports = { … }`; only properties that are functions written there count as handlers. (FDK 6.9's source; a log of FDK 10.1
 * prints the list found so; every app the vendor publishes has this form.) Files are parsed as ECMAScript 2020 (the same
 * log): syntax of ES2021 and later stops there.
 */
import {
  parse,
  type AssignmentExpression,
  type ExpressionStatement,
  type Node,
  type ObjectExpression,
  type Program,
  type Property,
} from 'acorn';

/** The last edition of the language whose syntax the platform's tool parses. */
export const ECMA_VERSION = 2020;

/** A place in the text; both count from 1. */
export interface Spot {
  line: number;
  column: number;
}

export interface ServerForm {
  /** The first `exports = …` at the top of the file; undefined where there is none. */
  assignment: Spot | undefined;
  /** Functions written in the object that it assigns, in order: these the tool finds. */
  functions: Map<string, Spot>;
  /** What stands there, or as `exports.name = …`, without counting. */
  uncounted: Uncounted[];
  /** The tool stops at it. */
  spread: Spot | undefined;
  /** Where the file's first statement stands. */
  start: Spot;
}

export interface Uncounted {
  /** Undefined where only running the file can tell. */
  name: string | undefined;
  at: Spot;
  /** "an arrow function". */
  what: string;
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

function parseServerFile(text: string): Program | SyntaxFault {
  try {
    return parse(text, { ecmaVersion: ECMA_VERSION, sourceType: 'script', locations: true });
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
  const form: ServerForm = {
    assignment: undefined,
    functions: new Map(),
    uncounted: [],
    spread: undefined,
    start: program.body[0] === undefined ? { line: 1, column: 1 } : spotOf(program.body[0]),
  };
  for (const statement of program.body) {
    if (statement.type === 'ExpressionStatement') readAssignment(statement, form);
  }
  return form;
}

function spotOf({ loc }: Node): Spot {
  return { line: loc?.start.line ?? 1, column: (loc?.start.column ?? 0) + 1 };
}

function readAssignment({ expression }: ExpressionStatement, form: ServerForm): void {
  if (expression.type !== 'AssignmentExpression' || expression.operator !== '=') return;
  const member = exportsMember(expression.left);
  if (member !== undefined)
    form.uncounted.push({ name: member, at: spotOf(expression.left), what: `assigned as exports.${member}` });
  else if (isExports(expression.left)) readExports(expression, form);
}

function isExports(node: Node): boolean {
  return node.type === 'Identifier' && (node as Node & { name: string }).name === 'exports';
}

/** Of several `exports = …` the tool reads the first. */
function readExports(assignment: AssignmentExpression, form: ServerForm): void {
  if (form.assignment !== undefined) return;
  form.assignment = spotOf(assignment);
  if (assignment.right.type === 'ObjectExpression') readObject(assignment.right, form);
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
  for (const property of properties) {
    if (property.type === 'Property') readProperty(property, form);
    else form.spread ??= spotOf(property);
  }
}

/** The tool reads plain names only: one in quotes or brackets it does not see. */
function readProperty(property: Property, { functions, uncounted }: ServerForm): void {
  const { key, computed } = property;
  const isPlain = !computed && key.type === 'Identifier';
  const what = whyUncounted(property) ?? (isPlain ? undefined : 'named in quotes or brackets');
  if (what === undefined && isPlain) functions.set(key.name, spotOf(property));
  else uncounted.push({ name: nameOf(property), at: spotOf(property), what: what ?? '' });
}

function nameOf({ key, computed }: Property): string | undefined {
  if (computed) return undefined;
  if (key.type === 'Identifier') return key.name;
  return key.type === 'Literal' ? String(key.value) : undefined;
}

function whyUncounted({ value, shorthand, kind }: Property): string | undefined {
  if (kind !== 'init') return 'a getter or setter';
  if (value.type === 'FunctionExpression') return undefined;
  if (value.type === 'ArrowFunctionExpression') return 'an arrow function';
  return shorthand || value.type === 'Identifier' ? 'a function declared elsewhere' : 'no function';
}

/** A sentence for each name that `manifest.json` calls and the tool would not find; `where` says what calls it. */
export function formProblems(form: ServerForm, called: readonly { name: string; where: string }[]): string[] {
  if (called.length === 0) return [];
  const fault = formFault(form);
  if (fault !== undefined) return [`${fault.sentence} End the file with one.`];
  return called.flatMap(({ name, where }) => {
    if (form.functions.has(name)) return [];
    const found = form.uncounted.find((one) => one.name === name);
    return [
      found === undefined
        ? `${name}, which manifest.json names for ${where}, is not in \`exports = { … }\`.`
        : `${name}, which manifest.json names for ${where}, is not found because it is ${found.what}: write \`${name}: function (payload) { … }\` inside \`exports = { … }\`.`,
    ];
  });
}

/** What makes the tool find no function at all. */
export function formFault({
  assignment,
  functions,
  uncounted,
  spread,
  start,
}: ServerForm): { at: Spot; sentence: string } | undefined {
  if (spread !== undefined) return { at: spread, sentence: 'The exports hold a spread, at which the FDK stops.' };
  if (assignment !== undefined && functions.size + uncounted.length > 0) return undefined;
  return {
    at: assignment ?? uncounted[0]?.at ?? start,
    sentence:
      'There is no top-level `exports = { … }`: the FDK stops with an error while parsing the file containing serverless functions.',
  };
}
