/**
 * The world in which Jest runs a test file for `npm run mutate`. Where `REACH_DIR` is set, it writes what each test reaches of
 * server/server.js. Where `MUTANT` is, it runs the tests named there alone, and no more after the first that fails.
 */
const { createHash } = require('node:crypto');
const { readFileSync, writeFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { performance } = require('node:perf_hooks');
const { TestEnvironment } = require('jest-environment-node');

/** The command runs in the project's folder. */
const SERVER = resolve('server', 'server.js');
const { REACH_DIR, MUTANT } = process.env;
const FAILURES = ['test_fn_failure', 'hook_failure', 'error'];

/** As `hash.ts` does. */
function hashOf(text) {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** With the titles around it. */
function nameOf({ name, parent }) {
  return parent === undefined || parent.name === 'ROOT_DESCRIBE_BLOCK' ? name : `${nameOf(parent)} ${name}`;
}

/** The ids of the statements that ran between two states of the counters. */
function ranBetween(before, after) {
  return Object.keys(after).filter((id) => after[id] > (before[id] ?? 0));
}

module.exports = class MutateEnvironment extends TestEnvironment {
  /** The first test that failed since `asking.cjs` set it to null. */
  static noticedBy = null;

  constructor(config, context) {
    if (MUTANT !== undefined && MutateEnvironment.noticedBy !== null) throw new Error('It is noticed already.');
    super(config, context);
    this.path = context.testPath;
    this.tests = [];
    this.chosen = MUTANT === undefined ? null : JSON.parse(readFileSync(MUTANT, 'utf8')).tests[this.path];
  }

  counters() {
    return this.global.__coverage__?.[SERVER]?.s ?? {};
  }

  handleTestEvent({ name, test }) {
    if (FAILURES.includes(name)) MutateEnvironment.noticedBy ??= { path: this.path, name: test ? nameOf(test) : null };
    if (this.chosen !== null) this.choose(name, test);
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
    if (name === 'test_done') process.send('a test has ended');
    const isOver = MutateEnvironment.noticedBy !== null;
    if (name === 'test_start' && (isOver || !this.chosen.includes(nameOf(test)))) test.mode = 'skip';
  }

  async teardown() {
    if (REACH_DIR !== undefined && MutateEnvironment.noticedBy === null) {
      const { statementMap = {} } = this.global.__coverage__?.[SERVER] ?? {};
      const suite = { path: this.path, text: hashOf(readFileSync(this.path, 'utf8')), tests: this.tests };
      const file = join(REACH_DIR, `${hashOf(this.path)}.json`);
      writeFileSync(file, JSON.stringify({ ...suite, before: this.before ?? [], statementMap }));
    }
    await super.teardown();
  }
};
