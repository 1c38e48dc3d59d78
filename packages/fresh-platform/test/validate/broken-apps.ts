/** Apps with one thing wrong: test/validate/good with one overlay of test/validate/broken laid over it. */
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

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

const folders: string[] = [];

/** Removes what was made; for `afterAll`. */
export function removeApps(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
}

/** Names of the overlays, which are the ids of rules. */
export function overlayNames(): string[] {
  return readdirSync(BROKEN);
}

export function readOverlay(name: string): Overlay {
  return JSON.parse(readFileSync(join(BROKEN, name, OVERLAY), 'utf8')) as Overlay;
}

/** Writes the good app to a folder of its own, with the package it depends on, and returns the folder. */
export function makeGoodApp(): string {
  const dir = mkdtempSync(join(tmpdir(), 'validated-'));
  folders.push(dir);
  cpSync(GOOD, dir, { recursive: true });
  write(dir, 'server/node_modules/greeting/package.json', '{ "name": "greeting", "version": "1.0.0" }');
  write(dir, 'server/node_modules/greeting/index.js', "module.exports = 'Hello';\n");
  return dir;
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
