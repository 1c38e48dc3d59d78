/** How the platform says no, and how a thrown value is put into words. */

/** The platform refuses an operation; the sentence says which input is wrong and what to do. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = 'Refusal';
  }
}

/** The app's files break the platform's rules; the message lists every problem found. */
export class AppPackageError extends Error {
  constructor(
    appDir: string,
    readonly problems: string[],
  ) {
    super(`The app in ${appDir} would be rejected:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
    this.name = 'AppPackageError';
  }
}

/** An object of any realm: code in the sandbox hands over objects for which `instanceof` says nothing here. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** An object that is neither an array nor a Date, Map or the like, whatever realm made it. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return isObject(value) && !Array.isArray(value) && Object.prototype.toString.call(value) === '[object Object]';
}

/** The JSON text of a value; undefined where it has none (a circle, a bigint, a function). */
export function jsonText(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** A copy as JSON carries it, of this realm. */
export function jsonCopy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

const jsRules: [RegExp, string][] = [
  [/^module is not defined/, 'The platform has no `module`: assign to `exports` instead.'],
  [
    /^(Unexpected token 'export'|Cannot use import statement)/,
    'The platform runs no ES modules: use require and `exports`.',
  ],
  [
    /is not defined$/,
    'The platform offers the ECMAScript language, console.log/info/warn/error, require, $request, $db, $schedule, renderData, generateTargetUrl, process.cwd and process.env.ENV, and nothing else.',
  ],
];

/** A sentence about anything that was thrown, with the first place in the app's own files and the rule it broke, where known. */
export function describeThrown(thrown: unknown, serverDir: string): string {
  if (!isObject(thrown) || typeof thrown['message'] !== 'string' || typeof thrown['stack'] !== 'string')
    return inWords(thrown);
  const message = thrown['message'];
  const rule = jsRules.find(([pattern]) => pattern.test(message));
  const name = typeof thrown['name'] === 'string' ? thrown['name'] : 'Error';
  return `${name}: ${message}${placeOf(thrown['stack'], serverDir)}${rule ? ` ${rule[1]}` : ''}`;
}

function inWords(thrown: unknown): string {
  if (typeof thrown === 'string') return thrown;
  try {
    return isObject(thrown) ? JSON.stringify(thrown) : String(thrown);
  } catch {
    return String(thrown);
  }
}

function placeOf(stack: string, serverDir: string): string {
  const at = stack.indexOf(`${serverDir}/`);
  if (at < 0) return '';
  const place = /^[^\s)]+/.exec(stack.slice(at + serverDir.length + 1));
  return place ? ` (server/${place[0]})` : '';
}
