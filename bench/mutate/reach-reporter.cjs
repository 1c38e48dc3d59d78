/** For Jest: notes for each test file which statements of server/server.js it reaches, and writes it to `REACH_FILE` at the end. */
const { readFileSync, writeFileSync } = require('node:fs');
const { resolve } = require('node:path');

/** The command runs in the project's folder. */
const SERVER = resolve('server', 'server.js');

/** By line, the offset at which it begins. */
function beginnings(text) {
  const offsets = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) offsets.push(at + 1);
  return offsets;
}

module.exports = class ReachReporter {
  constructor() {
    this.suites = [];
    this.lines = beginnings(readFileSync(SERVER, 'utf8'));
  }

  onTestResult({ path }, { coverage, perfStats }) {
    const entry = coverage?.[SERVER];
    const offsetOf = ({ line, column }) => (this.lines[line - 1] ?? 0) + column;
    const reached = Object.entries(entry?.statementMap ?? {}).map(([id, { start, end }]) => [
      offsetOf(start),
      offsetOf(end),
      entry.s[id] ?? 0,
    ]);
    this.suites.push({ path, ms: perfStats.runtime, reached });
  }

  onRunComplete() {
    writeFileSync(process.env.REACH_FILE, JSON.stringify(this.suites));
  }
};
