// `node dev/build/unless-built.mjs COMMAND …`: runs the commands of the build one after another, unless what they read and
// what they write is to the byte as it was when they last went well.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const RECORD = join(root, 'node_modules', '.cache', 'built.txt');
/** Everything that the build reads or writes is in one of these. */
const FOLDERS = ['config', 'dev', 'docs', 'packages', 'server', 'src', 'test_data'];
const FILES = ['manifest.json', 'package.json', 'package-lock.json', 'tsconfig.json'];

function filesUnder(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesUnder(path);
    return entry.isFile() ? [path] : [];
  });
}

function digest() {
  const hash = createHash('sha256').update(process.version);
  for (const path of [...FILES, ...FOLDERS.flatMap(filesUnder)].sort()) {
    const content = readFileSync(join(root, path));
    hash.update(`\n${path} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

function run(command) {
  const { status } = spawnSync(command, { cwd: root, stdio: 'inherit', shell: true });
  if (status !== 0) process.exit(status ?? 1);
}

const isBuilt = existsSync(RECORD) && readFileSync(RECORD, 'utf8') === digest();
if (!isBuilt) {
  process.argv.slice(2).forEach(run);
  mkdirSync(dirname(RECORD), { recursive: true });
  writeFileSync(RECORD, digest());
}
