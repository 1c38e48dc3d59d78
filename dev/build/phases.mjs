// `node dev/build/phases.mjs PHASE …`: runs what package.json's scripts name here, one after another, and says where it is.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const cache = (name) => join('node_modules', '.cache', name);

/** Room for what lives shortly: every invocation in a test leaves a whole context behind. The workers are given it too. */
const JEST = 'node --max-semi-space-size=64 --min-semi-space-size=16 node_modules/jest/bin/jest.js';

/** Command lines by phase; each program is node, npm or one of node_modules/.bin. */
const PHASES = {
  build: ['npm run --silent build'],
  types: ['node node_modules/typescript-7/bin/tsc -p .'],
  format: [`prettier --check --log-level warn --cache --cache-location ${cache('prettier.json')} .`],
  lint: ['oxlint --report-unused-disable-directives', `eslint --cache --cache-location ${cache('eslint.json')} .`],
  'quick tests': [`${JEST} --selectProjects short`],
  tests: [`${JEST} --selectProjects short thorough`],
  'tests, with coverage': [`${JEST} --selectProjects short thorough --coverage`],
  'tests that take long': [`${JEST} --selectProjects long fdk6 scarce`],
};

/** A phase's exit code. Alone it inherits the terminal, so that a person sees it move; beside others it prints what it has to say at its end. */
async function run(name, isAlone) {
  for (const command of PHASES[name]) {
    const status = await statusOf(command, isAlone);
    if (status !== 0) return status;
  }
  return 0;
}

function statusOf(command, isAlone) {
  const [program, ...args] = command.split(' ');
  const child = spawn(program, args, {
    cwd: root,
    stdio: isAlone ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += chunk));
  return new Promise((resolve) => {
    child.on('error', ({ message }) => console.error(message));
    child.on('close', (status) => {
      process.stderr.write(said);
      resolve(status === null || status < 0 ? 1 : status);
    });
  });
}

// One after another; those joined by + side by side.
const steps = process.argv.slice(2);
for (const [index, step] of steps.entries()) {
  const startedAt = Date.now();
  const place = `── ${index + 1} of ${steps.length}: ${step.replaceAll('+', ', ')}`;
  console.error(`${place} …`);
  const names = step.split('+');
  const statuses = await Promise.all(names.map((name) => run(name, names.length === 1)));
  const status = statuses.find((each) => each !== 0) ?? 0;
  console.error(`${place}: ${status === 0 ? 'well' : 'NOT well'}, ${((Date.now() - startedAt) / 1000).toFixed(0)} s`);
  if (status !== 0) {
    process.exitCode = status;
    break;
  }
}
