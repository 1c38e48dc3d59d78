/** What `fdk pack` takes of an app's folder, and how large that is. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import type { App } from '../app/app';
import { handlersOf } from './events';
import { kindOf, listFiles } from '../app/files';
import { startOf, type Report } from '../problem';

const MB = 1024 * 1024;
const MOST_BYTES = 5 * MB;
const MOST_READ_BYTES = 50 * MB;
/** What a zip file spends on a file besides its content and twice its name. */
const ZIP_ENTRY_BYTES = 30 + 46;

export interface Package {
  files: { file: string; bytes: number }[];
  bytes: number;
  /** What a zip file of it comes to. */
  zippedBytes: number;
  /** Entries of the app's folder that stay behind; folders end in a slash. */
  leftOut: string[];
}

/** What makes up a package; test data and installed packages stay behind. */
const PACKED = ['manifest.json', 'README.md', 'app', 'config', 'server', 'src'];
const NOT_PACKED = ['app/node_modules', 'server/node_modules', 'server/test_data', 'src/node_modules'];
const OF_USE = /\.(?:js|json|pem)$/;

/** Measures the package, and reports what is missing from it, stray in it, or too much. */
export function checkPackage(app: App, report: Report): Package {
  checkNeeded(app, report);
  const packed = packageOf(app, report);
  for (const { file } of packed.files)
    if (isStray(file))
      report(
        'package-stray',
        startOf(file),
        'This file stands in a folder that is packed, and the platform has no use for it.',
        'Move it out of server/: what is packed is there for reviewers and customers to see.',
      );
  const [largest] = [...packed.files].sort((a, b) => b.bytes - a.bytes);
  if (packed.zippedBytes > MOST_BYTES && largest !== undefined) {
    report(
      'package-size',
      startOf(largest.file),
      `The package comes to ${(packed.zippedBytes / MB).toFixed(1)} MB; this is its largest file.`,
      'Make it smaller: a package has 5 MB at most.',
    );
  }
  return packed;
}

/** An app has a manifest, and code where the manifest names functions. */
function checkNeeded(app: App, report: Report): void {
  const kind = (file: string): ReturnType<typeof kindOf> => kindOf(join(app.dir, file));
  if (kind('manifest.json') === undefined)
    report('package-missing', startOf('manifest.json'), 'There is no manifest.json.', 'Name the folder of an app.');
  for (const folder of PACKED.slice(2).filter((name) => !['folder', undefined].includes(kind(name))))
    report('package-entry', startOf(folder), `${folder} is no folder.`, `Put a folder named ${folder} there.`);
  if (handlersOf(app).length > 0 && kind('server') !== 'file' && kind('server/server.js') !== 'file')
    report('package-missing', startOf('server/server.js'), 'There is no server/server.js.', 'Build the app first.');
}

function packageOf({ dir }: App, report: Report): Package {
  const entries = readdirSync(dir, { withFileTypes: true }).map((entry) => ({
    name: entry.name,
    kind: kindOf(join(dir, entry.name)),
  }));
  const packed = PACKED.filter((name) => entries.some((entry) => entry.name === name));
  const paths = packed.flatMap((name) => {
    if (kindOf(join(dir, name)) === 'file') return [name];
    const { files, odd } = listFiles(dir, name, NOT_PACKED);
    for (const { file, fault, remedy } of odd) report('package-entry', startOf(file), fault, remedy);
    return files;
  });
  const sizes = paths.map((file) => ({ file, ...sizeOf(join(dir, file)) }));
  return {
    files: sizes.map(({ file, bytes }) => ({ file, bytes })),
    bytes: sizes.reduce((sum, { bytes }) => sum + bytes, 0),
    zippedBytes: sizes.reduce(
      (sum, { file, zipped }) => sum + zipped + 2 * Buffer.byteLength(file) + ZIP_ENTRY_BYTES,
      0,
    ),
    leftOut: entries
      .filter(({ name }) => !packed.includes(name) && name !== '.git')
      .map(({ name, kind }) => (kind === 'folder' ? `${name}/` : name))
      .sort(),
  };
}

/** Of what is too large in any case nothing is read. */
function sizeOf(path: string): { bytes: number; zipped: number } {
  const bytes = statSync(path).size;
  return { bytes, zipped: bytes > MOST_READ_BYTES ? bytes : deflateRawSync(readFileSync(path)).length };
}

function isStray(file: string): boolean {
  const name = file.split('/').at(-1) ?? '';
  const isOfServer = file.startsWith('server/');
  return (
    name.startsWith('.') ||
    (isOfServer &&
      (!OF_USE.test(name) || /\.(?:test|spec|min)\.js$/.test(name) || /package(?:-lock)?\.json$/.test(name)))
  );
}
