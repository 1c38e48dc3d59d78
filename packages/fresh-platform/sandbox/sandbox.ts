/**
 * The global scope an app's code meets: the language, what the platform promises, and nothing of Node or the browser.
 * It keeps an app honest about what it uses; it is no defence against code that wants to break out.
 */
import { createContext, Script, type Context } from 'node:vm';
import { refusedGlobals, type Refuse } from './refused-globals';
import type { LogLevel } from '../types';
import { VIRTUAL_DATE, VIRTUAL_WAITS } from './virtual-time';

export interface SandboxHost {
  /** Virtual epoch ms, which `Date` follows. */
  now: () => number;
  /** Calls back after so many virtual ms: the language's one timer, `Atomics.waitAsync`, follows it. */
  later: (ms: number, callback: () => void) => void;
  random: (() => number) | undefined;
  /** Told each time the code reaches for something that is not there. */
  onRefused: (sentence: string) => void;
  /** Put on the global as they are. */
  globals: Record<string, unknown>;
  log: (level: LogLevel, args: unknown[]) => void;
  cwd: string;
}

export interface Sandbox {
  context: Context;
  /** By it a promise of this sandbox is known. */
  promisePrototype: object;
  /** Parses JSON into the sandbox's own realm. */
  parse: (json: string) => unknown;
}

interface Bootstrapped extends Omit<Sandbox, 'context'> {
  throwReferenceError: (sentence: string) => never;
}

/** Runs inside, so that what it makes is of the sandbox's realm. Returns what the outside needs of that realm. */
const bootstrap = new Script(`(function (now, random, later) {
  const RealReferenceError = ReferenceError;
  const define = (target, name, value) => Object.defineProperty(target, name, { value, writable: true, configurable: true });
  ${VIRTUAL_DATE}
  ${VIRTUAL_WAITS}
  if (random) define(Math, 'random', () => random());
  return {
    promisePrototype: Promise.prototype,
    parse: JSON.parse,
    throwReferenceError: (sentence) => { throw new RealReferenceError(sentence); },
  };
})`);

/** Makes the global scope of one invocation. */
export function createSandbox(host: SandboxHost): Sandbox {
  const refuse: Refuse = (sentence) => {
    host.onRefused(sentence);
    return inside.throwReferenceError(sentence);
  };
  const globals = refusedGlobals(refuse);
  const context = createContext(globals);
  const start = bootstrap.runInContext(context) as (
    now: SandboxHost['now'],
    random: SandboxHost['random'],
    later: SandboxHost['later'],
  ) => Bootstrapped;
  const inside = start(host.now, host.random, host.later);
  put(globals, {
    console: createConsole(host, refuse),
    process: nothingBut('process', { cwd: () => host.cwd, env: { ENV: 'development' } }, refuse),
    ...host.globals,
  });
  return { context, promisePrototype: inside.promisePrototype, parse: inside.parse };
}

function put(target: object, values: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });
  }
}

function createConsole(host: SandboxHost, refuse: Refuse): object {
  const at =
    (level: LogLevel) =>
    (...args: unknown[]) => {
      host.log(level, args);
    };
  return nothingBut('console', { log: at('log'), info: at('info'), warn: at('warn'), error: at('error') }, refuse);
}

/** An object whose other properties are refused by name, where reading them would give a quiet `undefined`. */
function nothingBut(name: string, offered: Record<string, unknown>, refuse: Refuse): object {
  return new Proxy(offered, {
    get: (target, key) => {
      if (typeof key === 'symbol' || Object.hasOwn(target, key) || key in Object.prototype || key === 'toJSON')
        return Reflect.get(target, key) as unknown;
      return refuse(
        `${name}.${key} does not exist on the platform: of ${name} it offers ${Object.keys(target).join(', ')}.`,
      );
    },
  });
}
