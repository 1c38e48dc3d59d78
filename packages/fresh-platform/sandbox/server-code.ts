/** server/*.js, read once per platform, compiled once unless it is asked for each time, evaluated anew in every invocation. */
import { existsSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { Script, type Context } from 'node:vm';
import { createPackageLoader } from './packages';
import { readServerFile, type ServerText } from '../app/server-file';
import type { AppPackage } from '../app/app-package';
import type { PlatformOptions } from '../types';

/** One file under server/, found once. */
interface ServerFile {
  path: string;
  /** Its own, from which its relative requires resolve while it loads. */
  folder: Folder;
  /** Gives the compiled file, whose value is the platform's wrapper: a function that returns what the file exports. */
  compile: () => Script;
}

/** What relative requires mean from one folder, looked up once: a disk is slower than a small app. */
interface Folder {
  path: string;
  found: Map<string, ServerFile>;
}

export interface ServerCode {
  requirePackage: (request: string) => unknown;
  /** The folder server/. */
  root: Folder;
  find: (request: string, from: Folder) => ServerFile;
}

/** A file's evaluation in one invocation. */
export interface Loader {
  /** The `require` the app's code calls. */
  require: (request: unknown) => unknown;
  /** Evaluates server/server.js and returns its exports. */
  loadServer: () => unknown;
}

const OPENING = '(function () { var exports = {}; ';
/** Follows the text on its last line, as on the platform: only a comment that runs to the end of the text is in its way. */
const CLOSING = '; return exports; })';

export type CodeOptions = Pick<PlatformOptions, 'instrument' | 'compiles'>;

export function createServerCode(app: AppPackage, options: CodeOptions): ServerCode {
  const files = new Map<string, ServerFile>();
  const folders = new Map<string, Folder>();

  const folderAt = (path: string): Folder => {
    const folder = folders.get(path) ?? { path, found: new Map() };
    folders.set(path, folder);
    return folder;
  };
  const fileAt = (path: string): ServerFile => {
    const file = files.get(path) ?? { path, folder: folderAt(dirname(path)), compile: compilerOf(path, app, options) };
    files.set(path, file);
    return file;
  };

  return {
    requirePackage: createPackageLoader(app),
    root: folderAt(app.serverDir),
    find: (request, from) => {
      const file = from.found.get(request) ?? fileAt(findFile(request, from.path, app.serverDir));
      from.found.set(request, file);
      return file;
    },
  };
}

/** Reads the file, and says what is wrong with its syntax, at once. */
function compilerOf(path: string, app: AppPackage, { instrument, compiles }: CodeOptions): () => Script {
  const file = readServerFile(path);
  const code = instrument ? instrument(file.text, path) : file.text;
  const script = scriptOf(path, file, code, app);
  if (compiles !== 'in every invocation') return () => script;
  return () => scriptFrom(path, code, ' '.repeat((compilations += 1)));
}

/**
 * How often anything was compiled anew, by every platform of this process: so many spaces behind the text make it another one
 * to the engine, which would not compile the same text twice.
 */
let compilations = 0;

/** By path, the last one: many platforms may run the same app. */
const compiled = new Map<string, { text: string; code: string; script: Script }>();

function scriptOf(path: string, { text, form }: ServerText, code: string, app: AppPackage): Script {
  const known = compiled.get(path);
  if (known?.text === text && known.code === code) return known.script;
  if ('message' in form)
    throw new Error(
      `${relative(app.dir, path)}, line ${form.line}, column ${form.column}: ${form.message}. The platform parses ECMAScript 2020 and no ES modules.`,
    );
  try {
    const script = scriptFrom(path, code);
    compiled.set(path, { text, code, script });
    return script;
  } catch (error) {
    if (!/\/\/[^\n]*$/.test(text)) throw error;
    throw new Error(
      `${relative(app.dir, path)} ends in a comment with no newline after it, and the platform's wrapper, which follows on that line, becomes part of the comment: ` +
        'end the file with a newline and carry no source map reference.',
      { cause: error },
    );
  }
}

function scriptFrom(path: string, code: string, after = ''): Script {
  return new Script(OPENING + code + CLOSING + after, { filename: path, columnOffset: -OPENING.length });
}

/** Each relative file is evaluated once per invocation, in the invocation's own context. */
export function createLoader(code: ServerCode, app: AppPackage, context: Context): Loader {
  const evaluated = new Map<ServerFile, unknown>();
  const underWay = new Set<ServerFile>();
  // Relative requires resolve from the folder of the file that is loading, and from server/ once all are loaded.
  let folder = code.root;

  const evaluate = (file: ServerFile): unknown => {
    if (evaluated.has(file)) return evaluated.get(file);
    if (underWay.has(file))
      throw new Error(
        `${relative(app.dir, file.path)} requires itself by way of another file: the platform hands out exports only when a file is through.`,
      );
    const before = folder;
    folder = file.folder;
    underWay.add(file);
    try {
      const run = file.compile().runInContext(context) as () => unknown;
      const exports = run();
      evaluated.set(file, exports);
      return exports;
    } finally {
      folder = before;
      underWay.delete(file);
    }
  };

  return {
    require: (request) => {
      if (typeof request !== 'string')
        throw new Error('require takes the name of a package or a relative path, as a text.');
      return isRelative(request) ? evaluate(code.find(request, folder)) : code.requirePackage(request);
    },
    loadServer: () => evaluate(code.find('./server', code.root)),
  };
}

function isRelative(request: string): boolean {
  return request.startsWith('./') || request.startsWith('../') || request === '.' || request === '..';
}

function findFile(request: string, folder: string, serverDir: string): string {
  const path = resolve(folder, `${request}.js`);
  if (!path.startsWith(serverDir + sep))
    throw new Error(`require('${request}') leaves server/: the platform loads nothing from outside it.`);
  if (existsSync(path)) return path;
  const from = relative(dirname(serverDir), folder);
  const hint = /\.\w+$/.test(request) ? ' The platform appends .js by itself: name no extension.' : '';
  throw new Error(
    `require('${request}') from ${from}/ finds no ${relative(dirname(serverDir), path)}.${hint} Require at the top of files only: later, paths resolve from server/.`,
  );
}
