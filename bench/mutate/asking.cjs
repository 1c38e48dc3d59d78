/**
 * A process of its own that runs Jest for one mutant after the other: starting Jest takes longer than most tests do. It is sent
 * each mutant as `environment.cjs` reads it, and answers with the test that noticed it, or null.
 */
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { runCLI } = require('jest');
const environment = require('./environment.cjs');

const ROOT = join(__dirname, '..', '..');
const file = process.env.MUTANT;

async function noticedBy(mutant, mark) {
  writeFileSync(file, JSON.stringify(mutant));
  environment.noticedBy = null;
  const options = {
    _: Object.keys(mutant.tests),
    $0: '',
    runTestsByPath: true,
    runInBand: true,
    reporters: [],
    env: join(__dirname, 'environment.cjs'),
    testSequencer: join(__dirname, 'sequencer.cjs'),
    // Jest remembers what it has read of a file by its settings: with others, it reads server.js anew.
    globals: JSON.stringify({ mutant: mark }),
    selectProjects: ['short', 'thorough'],
  };
  const { results } = await runCLI(options, [ROOT]);
  return environment.noticedBy ?? (results.success ? null : { path: null, name: null });
}

let mark = 0;
process.on('message', (mutant) => {
  mark += 1;
  void noticedBy(mutant, mark).then((by) => process.send({ by, bytes: process.memoryUsage().rss }));
});
