/** Apps with one thing wrong: test/validate/good with one overlay of test/validate/broken laid over it. */
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix, relative } from 'node:path';

const GOOD = join(__dirname, 'good');
const BROKEN = join(__dirname, 'broken');
const OVERLAY = 'broken.json';

/** What makes a good app a broken one, besides the files beside it, and what must be said of it. */
export interface Overlay {
  /** `file:line:column`. */
  at: string;
  /** Part of what is said. */
  says: string;
  /** File → text in it, once, and what stands there instead. */
  edit?: Record<string, [string, string]>;
  /** File → text, where version control would ignore the file itself. */
  write?: Record<string, string>;
  remove?: string[];
  /** File → so many bytes that no zip makes smaller. */
  grow?: Record<string, number>;
}

/** What the good app holds, with the package it depends on: text by file. */
const GOOD_FILES: ReadonlyMap<string, string> = new Map([
  ...filesIn(GOOD).map((file) => [file, readFileSync(join(GOOD, file), 'utf8')] as const),
  ['server/node_modules/greeting/package.json', '{ "name": "greeting", "version": "1.0.0" }'],
  ['server/node_modules/greeting/index.js', "module.exports = 'Hello';\n"],
]);

let folder: string | undefined;

/** Removes what was made; for `afterAll`. */
export function removeApps(): void {
  if (folder !== undefined) rmSync(folder, { recursive: true });
  folder = undefined;
}

/** Names of the overlays, which are the ids of rules. */
export function overlayNames(): string[] {
  return readdirSync(BROKEN);
}

export function readOverlay(name: string): Overlay {
  return JSON.parse(readFileSync(join(BROKEN, name, OVERLAY), 'utf8')) as Overlay;
}

/** Returns the folder of the good app. It is the same one every time, mended: making another takes longer than checking it. */
export function makeGoodApp(): string {
  const dir = (folder ??= mkdtempSync(join(tmpdir(), 'validated-')));
  removeOthers(dir, '');
  for (const [file, text] of GOOD_FILES) if (!holds(join(dir, file), text)) write(dir, file, text);
  return dir;
}

/** Takes away whatever is no file or folder of the good app. */
function removeOthers(dir: string, below: string): void {
  for (const entry of readdirSync(join(dir, below), { withFileTypes: true })) {
    const file = posix.join(below, entry.name);
    const isFolder = entry.isDirectory() && [...GOOD_FILES.keys()].some((good) => good.startsWith(`${file}/`));
    if (isFolder) removeOthers(dir, file);
    else if (!entry.isFile() || !GOOD_FILES.has(file)) rmSync(join(dir, file), { recursive: true });
  }
}

function holds(path: string, text: string): boolean {
  return existsSync(path) && readFileSync(path, 'utf8') === text;
}

function filesIn(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)));
}

export function makeBrokenApp(name: string): string {
  const dir = makeGoodApp();
  const overlay = readOverlay(name);
  cpSync(join(BROKEN, name), dir, { recursive: true, filter: (path) => !path.endsWith(OVERLAY) });
  for (const [file, [from, to]] of entriesOf(overlay.edit))
    write(dir, file, replaced(readFileSync(join(dir, file), 'utf8'), from, to));
  for (const [file, text] of entriesOf(overlay.write)) write(dir, file, text);
  for (const [file, bytes] of entriesOf(overlay.grow))
    write(dir, file, JSON.stringify(randomBytes(bytes).toString('base64')));
  overlay.remove?.forEach((file) => {
    rmSync(join(dir, file));
  });
  return dir;
}

function entriesOf<T>(record: Record<string, T> | undefined): [string, T][] {
  return Object.entries(record ?? {});
}

function write(dir: string, file: string, text: string): void {
  mkdirSync(dirname(join(dir, file)), { recursive: true });
  writeFileSync(join(dir, file), text);
}

function replaced(text: string, from: string, to: string): string {
  if (text.split(from).length !== 2) throw new Error(`${JSON.stringify(from)} must stand in the good app once.`);
  return text.replace(from, () => to);
}
