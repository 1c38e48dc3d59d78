/** server/*.js, read and compiled once per platform, evaluated anew in every invocation. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { Script, type Context } from 'node:vm';
import { syntaxFault } from '../rules/server-form';
import { createPackageLoader } from './packages';
import type { AppPackage } from '../app/app-package';

/** One file under server/, found and compiled once. */
interface ServerFile {
  path: string;
  /** Its own, from which its relative requires resolve while it loads. */
  folder: Folder;
  /** The compiled file; its value is the platform's wrapper, a function that returns what the file exports. */
  script: Script;
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

export function createServerCode(
  app: AppPackage,
  instrument: ((code: string, path: string) => string) | undefined,
): ServerCode {
  const files = new Map<string, ServerFile>();
  const folders = new Map<string, Folder>();

  const folderAt = (path: string): Folder => {
    const folder = folders.get(path) ?? { path, found: new Map() };
    folders.set(path, folder);
    return folder;
  };
  const fileAt = (path: string): ServerFile => {
    const file = files.get(path) ?? { path, folder: folderAt(dirname(path)), script: compile(path, app, instrument) };
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

function compile(
  path: string,
  app: AppPackage,
  instrument: ((code: string, path: string) => string) | undefined,
): Script {
  const text = readFileSync(path, 'utf8');
  const fault = syntaxFault(text);
  if (fault)
    throw new Error(
      `${relative(app.dir, path)}, line ${fault.line}, column ${fault.column}: ${fault.message}. The platform parses ECMAScript 2020 and no ES modules.`,
    );
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
      const run = file.script.runInContext(context) as () => unknown;
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
