/** An app's folder as it may lie on a disk: with links, pipes and names that no package can hold. */
import { lstatSync, readdirSync, readFileSync, readlinkSync, statSync, type Stats } from 'node:fs';
import { join } from 'node:path';

const MB = 1024 * 1024;
/** More than a package may hold altogether: such a file is not read. */
export const MOST_TEXT_BYTES = 5 * MB;

export type Content = { text: string } | Fault;

/** What a path is, links followed; undefined where it is nothing, or a link to nothing. */
export function kindOf(path: string): 'file' | 'folder' | 'other' | undefined {
  const stats = statsOf(path);
  if (stats === undefined) return undefined;
  if (stats.isFile()) return 'file';
  return stats.isDirectory() ? 'folder' : 'other';
}

/** Links that lead nowhere, or round in a circle, have none. */
function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** Whether something of this name is there, be it a link that leads nowhere. */
function isThere(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

/** The text of a file; what keeps it from being read; or undefined where there is none. */
export function readText(dir: string, file: string): Content | undefined {
  const path = join(dir, file);
  if (!isThere(path)) return undefined;
  const oddity = oddityOf(path) ?? textFault(path, file);
  if (oddity !== undefined) return oddity;
  try {
    return { text: readFileSync(path, 'utf8').replace(/^\uFEFF/, '') };
  } catch {
    return { fault: 'The file cannot be read.', remedy: 'Allow it to be read.' };
  }
}

/** The text of a file; empty where it cannot be read, which is told elsewhere. */
export function textOf(dir: string, file: string): string {
  const content = readText(dir, file);
  return content !== undefined && 'text' in content ? content.text : '';
}

/** What an entry of a folder has that keeps it from being packed or read. */
interface Fault {
  fault: string;
  remedy: string;
}

function textFault(path: string, file: string): Fault | undefined {
  const { size, isFolder } = { size: statsOf(path)?.size ?? 0, isFolder: kindOf(path) === 'folder' };
  if (isFolder) return { fault: 'This is a folder.', remedy: `Put a file named ${file} in its place.` };
  return size <= MOST_TEXT_BYTES
    ? undefined
    : {
        fault: `The file has ${(size / MB).toFixed(1)} MB.`,
        remedy: 'Make it smaller: a package has 5 MB at most.',
      };
}

/** What keeps an entry of a folder from being packed. */
export function oddityOf(path: string): Fault | undefined {
  const kind = kindOf(path);
  const isLink = lstatSync(path).isSymbolicLink();
  if (kind === 'file') return undefined;
  if (isLink) return linkFault(kind, readlinkSync(path));
  return kind === 'folder'
    ? undefined
    : {
        fault: 'This is no file, but a pipe, a socket or a device.',
        remedy: 'Take it out: a package holds files only.',
      };
}

function linkFault(kind: ReturnType<typeof kindOf>, target: string): Fault {
  if (kind === undefined)
    return {
      fault: `This is a link that leads nowhere, to ${target}.`,
      remedy: 'Put the file itself there, or take the link away.',
    };
  return {
    fault: `This is a link to ${kind === 'folder' ? 'a folder' : 'what is no file'}, ${target}.`,
    remedy: `Put ${kind === 'folder' ? 'the folder' : 'a file'} itself there.`,
  };
}

/** An entry that no package can hold. */
export interface OddEntry {
  /** Relative to the app, with forward slashes. Bytes that are no UTF-8 are written as %xx. */
  file: string;
  fault: string;
  remedy: string;
}

export interface Listing {
  files: string[];
  odd: OddEntry[];
}

/** Files below a folder of the app, sorted, as paths relative to the app; links to folders are not followed. */
export function listFiles(dir: string, folder: string, except: readonly string[] = []): Listing {
  const found: Listing = { files: [], odd: [] };
  if (kindOf(join(dir, folder)) === 'folder') list(dir, folder, except, found);
  found.files.sort();
  return found;
}

function list(dir: string, folder: string, except: readonly string[], found: Listing): void {
  for (const bytes of readdirSync(join(dir, folder), { encoding: 'buffer' })) {
    const name = bytes.toString('utf8');
    const file = `${folder}/${name}`;
    if (except.includes(file)) continue;
    if (!Buffer.from(name).equals(bytes)) {
      found.odd.push({
        file: `${folder}/${escaped(bytes)}`,
        fault: 'The name of the file is no UTF-8.',
        remedy: 'Rename it: a package holds names in UTF-8 only.',
      });
      continue;
    }
    const oddity = oddityOf(join(dir, file));
    if (oddity !== undefined) found.odd.push({ file, ...oddity });
    else if (kindOf(join(dir, file)) === 'folder') list(dir, file, except, found);
    else found.files.push(file);
  }
}

function escaped(bytes: Buffer): string {
  return [...bytes]
    .map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `%${byte.toString(16)}`))
    .join('');
}

/** Files below a folder of the app that can be read. */
export function filesIn(dir: string, folder: string, except: readonly string[] = []): string[] {
  return listFiles(dir, folder, except).files;
}
