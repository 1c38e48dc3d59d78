/** server/*.js, read and compiled once per platform, evaluated anew in every invocation. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { Script, type Context } from 'node:vm';
import { createPackageLoader } from './packages';
import type { AppPackage } from './app-package';

export interface ServerCode {
  /** The compiled file; its value is the platform's wrapper, a function that returns what the file exports. */
  script: (path: string) => Script;
  requirePackage: (request: string) => unknown;
  /** What a relative require means from a folder, looked up once: a disk is slower than a small app. */
  find: (request: string, folder: string) => string;
}

/** A file's evaluation in one invocation. */
export interface Loader {
  /** The `require` the app's code calls. */
  require: (request: unknown) => unknown;
  /** Evaluates server/server.js and returns its exports. */
  loadServer: () => unknown;
}

const OPENING = '(function () { var exports = {}; ';
/** Follows the text on its last line, as on the platform. */
const CLOSING = ' return exports; })';

export function createServerCode(app: AppPackage, instrument: ((code: string, path: string) => string) | undefined): ServerCode {
  const scripts = new Map<string, Script>();
  const found = new Map<string, string>();
  return {
    requirePackage: createPackageLoader(app),
    find: (request, folder) => {
      const key = `${folder}\0${request}`;
      const path = found.get(key) ?? findFile(request, folder, app.serverDir);
      found.set(key, path);
      return path;
    },
    script: (path) => {
      const script = scripts.get(path) ?? compile(path, app, instrument);
      scripts.set(path, script);
      return script;
    },
  };
}

function compile(path: string, app: AppPackage, instrument: ((code: string, path: string) => string) | undefined): Script {
  const text = readFileSync(path, 'utf8');
  const code = instrument ? instrument(text, path) : text;
  try {
    return new Script(OPENING + code + CLOSING, { filename: path, columnOffset: -OPENING.length });
  } catch (error) {
    if (!/\/\/[^\n]*$/.test(text)) throw error;
    throw new Error(
      `${relative(app.dir, path)} ends in a comment with no newline after it, and the platform's wrapper, which follows on that line, becomes part of the comment: ` +
        'end the file with a newline and carry no source map reference.',
      { cause: error },
    );
  }
}

/** Each relative file is evaluated once per invocation, in the invocation's own context. */
export function createLoader(code: ServerCode, app: AppPackage, context: Context): Loader {
  const { serverDir } = app;
  const evaluated = new Map<string, unknown>();
  const underWay = new Set<string>();
  // Relative requires resolve from the folder of the file that is loading, and from server/ once all are loaded.
  let folder = serverDir;

  const evaluate = (path: string): unknown => {
    if (evaluated.has(path)) return evaluated.get(path);
    if (underWay.has(path)) throw new Error(`${relative(app.dir, path)} requires itself by way of another file: the platform hands out exports only when a file is through.`);
    const before = folder;
    folder = dirname(path);
    underWay.add(path);
    try {
      const run = code.script(path).runInContext(context) as () => unknown;
      const exports = run();
      evaluated.set(path, exports);
      return exports;
    } finally {
      folder = before;
      underWay.delete(path);
    }
  };

  return {
    require: (request) => {
      if (typeof request !== 'string') throw new Error('require takes the name of a package or a relative path, as a text.');
      return isRelative(request) ? evaluate(code.find(request, folder)) : code.requirePackage(request);
    },
    loadServer: () => evaluate(join(serverDir, 'server.js')),
  };
}

function isRelative(request: string): boolean {
  return /^\.\.?(\/|$)/.test(request);
}

function findFile(request: string, folder: string, serverDir: string): string {
  const path = resolve(folder, `${request}.js`);
  if (!path.startsWith(serverDir + sep)) throw new Error(`require('${request}') leaves server/: the platform loads nothing from outside it.`);
  if (existsSync(path)) return path;
  const from = relative(dirname(serverDir), folder);
  const hint = /\.\w+$/.test(request) ? ' The platform appends .js by itself: name no extension.' : '';
  throw new Error(`require('${request}') from ${from}/ finds no ${relative(dirname(serverDir), path)}.${hint} Require at the top of files only: later, paths resolve from server/.`);
}
