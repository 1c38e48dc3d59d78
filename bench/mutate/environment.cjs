/**
 * The world in which Jest runs a test file for `npm run mutate`. Where `REACH_DIR` is set, it writes what each test reaches of
 * server/server.js. Where `MUTANT` is, it runs the tests named there alone, and ends everything at the first that fails.
 */
const { createHash } = require('node:crypto');
const { readFileSync, writeFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { performance } = require('node:perf_hooks');
const { TestEnvironment } = require('jest-environment-node');

/** The command runs in the project's folder. */
const SERVER = resolve('server', 'server.js');
const { REACH_DIR, MUTANT } = process.env;
const chosen = MUTANT === undefined ? null : JSON.parse(readFileSync(MUTANT, 'utf8')).tests;
const FAILURES = ['test_fn_failure', 'hook_failure', 'error'];

/** With the titles around it. */
function nameOf({ name, parent }) {
  return parent === undefined || parent.name === 'ROOT_DESCRIBE_BLOCK' ? name : `${nameOf(parent)} ${name}`;
}

/** The ids of the statements that ran between two states of the counters. */
function ranBetween(before, after) {
  return Object.keys(after).filter((id) => after[id] > (before[id] ?? 0));
}

module.exports = class MutateEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.path = context.testPath;
    this.tests = [];
  }

  counters() {
    return this.global.__coverage__?.[SERVER]?.s ?? {};
  }

  handleTestEvent({ name, test }) {
    if (chosen !== null) this.choose(name, test);
    else if (name === 'test_start') {
      this.begun = { at: performance.now(), counters: { ...this.counters() } };
      this.before ??= ranBetween({}, this.begun.counters);
    } else if (name === 'test_done')
      this.tests.push({
        name: nameOf(test),
        ms: Math.ceil(performance.now() - this.begun.at),
        reached: ranBetween(this.begun.counters, this.counters()),
      });
  }

  choose(name, test) {
    const names = chosen[this.path];
    if (name === 'test_start' && names !== undefined && !names.includes(nameOf(test))) test.mode = 'skip';
    if (FAILURES.includes(name)) process.exit(1);
  }

  async teardown() {
    if (REACH_DIR !== undefined) {
      const { statementMap = {} } = this.global.__coverage__?.[SERVER] ?? {};
      const file = join(REACH_DIR, `${createHash('sha256').update(this.path).digest('hex').slice(0, 16)}.json`);
      writeFileSync(
        file,
        JSON.stringify({ path: this.path, tests: this.tests, before: this.before ?? [], statementMap }),
      );
    }
    await super.teardown();
  }
};
