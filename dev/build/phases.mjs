// `node dev/build/phases.mjs PHASE …`: runs what package.json's scripts name here, one after another, and says where it is.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const cache = (name) => join('node_modules', '.cache', name);

/** Room for what lives shortly: every invocation in a test leaves a whole context behind. The workers are given it too. */
const JEST = 'node --max-semi-space-size=64 --min-semi-space-size=16 node_modules/jest/bin/jest.js';

/** Command lines by phase; each program is node, npm or one of node_modules/.bin. */
const PHASES = {
  build: ['npm run --silent build'],
  types: [`tsc -p tsconfig.tools.json --incremental --tsBuildInfoFile ${cache('tsc.json')}`],
  format: [`prettier --check --log-level warn --cache --cache-location ${cache('prettier.json')} .`],
  lint: [`eslint --cache --cache-location ${cache('eslint.json')} .`],
  'tests in short': [`${JEST} --selectProjects short`],
  'tests in short, with coverage': [`${JEST} --selectProjects short --coverage`],
  'tests that take long': [`${JEST} --selectProjects long`],
};

/** A phase's exit code. It inherits the terminal, so that a person sees it move. */
function run(name) {
  for (const command of PHASES[name]) {
    const [program, ...args] = command.split(' ');
    const { status, error } = spawnSync(program, args, {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
    if (error !== undefined) console.error(error.message);
    if (status !== 0) return status ?? 1;
  }
  return 0;
}

const names = process.argv.slice(2);
for (const [index, name] of names.entries()) {
  const startedAt = Date.now();
  console.error(`── ${index + 1} of ${names.length}: ${name} …`);
  const status = run(name);
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(0);
  console.error(`── ${index + 1} of ${names.length}: ${name}: ${status === 0 ? 'well' : 'NOT well'}, ${seconds} s`);
  if (status !== 0) {
    process.exitCode = status;
    break;
  }
}
