/** What `fdk pack` takes of an app's folder, and how large that is. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { filesIn, type App } from './app';
import { startOf, type Report } from './problem';

const MB = 1024 * 1024;
const MOST_BYTES = 5 * MB;
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

/** Folders and files that make up an app; `app/` and `lib/` belong to apps with pages. */
const PACKED = ['manifest.json', 'README.md', 'config', 'server', 'app', 'lib'];
const NEEDED = [
  ['manifest.json', 'Name the folder of an app.'],
  ['server/server.js', 'Build the app first.'],
] as const;
const INSTALLED_THERE = 'server/node_modules';
const OF_USE = /\.(?:js|json)$/;

/** Measures the package, and reports what is missing from it, stray in it, or too much. */
export function checkPackage(app: App, report: Report): Package {
  for (const [file, remedy] of NEEDED)
    if (!existsSync(join(app.dir, file))) report('package-missing', startOf(file), `There is no ${file}.`, remedy);
  const packed = packageOf(app);
  for (const { file } of packed.files)
    if (isStray(file))
      report(
        'package-stray',
        startOf(file),
        'This file would be packed, and the platform has no use for it.',
        'Move it out of server/ and config/: what is packed is there for reviewers and customers to see.',
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

function packageOf({ dir }: App): Package {
  const entries = readdirSync(dir, { withFileTypes: true });
  const packed = PACKED.filter((name) => entries.some((entry) => entry.name === name));
  const paths = packed.flatMap((name) =>
    entries.some((entry) => entry.name === name && entry.isDirectory())
      ? filesIn(dir, name, [INSTALLED_THERE])
      : [name],
  );
  const contents = paths.map((file) => ({ file, content: readFileSync(join(dir, file)) }));
  return {
    files: contents.map(({ file, content }) => ({ file, bytes: content.length })),
    bytes: contents.reduce((sum, { content }) => sum + content.length, 0),
    zippedBytes: contents.reduce(
      (sum, { file, content }) => sum + deflateRawSync(content).length + 2 * Buffer.byteLength(file) + ZIP_ENTRY_BYTES,
      0,
    ),
    leftOut: entries
      .filter(({ name }) => !packed.includes(name) && name !== '.git')
      .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
      .sort(),
  };
}

function isStray(file: string): boolean {
  const name = file.split('/').at(-1) ?? '';
  const isOfServer = file.startsWith('server/') || file.startsWith('config/');
  return (
    name.startsWith('.') ||
    (isOfServer && (!OF_USE.test(name) || /\.(?:test|spec|min)\.js$/.test(name))) ||
    file === 'server/package-lock.json'
  );
}
