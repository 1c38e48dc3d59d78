// Installs what package-lock.json asks for and is not there yet, so that one command works on a fresh machine.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** npm writes what it installed to node_modules/.package-lock.json; a package missing there, or of another version, is missing. */
function missing() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return true;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const have = JSON.parse(readFileSync(installed, 'utf8')).packages;
  return Object.entries(wanted).some(
    ([path, entry]) =>
      path.startsWith('node_modules/') &&
      !entry.link &&
      !entry.optional &&
      !entry.peer &&
      have[path]?.version !== entry.version,
  );
}

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Node ${process.versions.node} is too old for the tooling: install Node 20.19 or newer. The app itself runs on Node 18 to 24.`,
  );
  process.exit(1);
}
if (missing()) {
  console.error('Installing what package-lock.json asks for …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // stdout stays clean for --json; npm's own report goes to stderr.
  execFileSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
}
