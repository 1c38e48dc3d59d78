/** Coverage is gathered where the shipped files really run: inside the simulator's sandbox (see test/support/coverage.ts). */
const collectsAppCoverage = process.argv.some((argument) =>
  /^--(?:coverage|collect-?coverage)(?:=true)?$/i.test(argument),
);

module.exports = {
  testEnvironment: 'node',
  // The first platform of a file compiles the app, and with coverage instruments it, which a busy machine takes seconds for.
  testTimeout: 60_000,
  // One worker a core: most of the time is spent in the sandbox.
  maxWorkers: '100%',
  setupFiles: ['<rootDir>/test/support/listeners.ts'],
  roots: ['<rootDir>/test', '<rootDir>/packages'],
  testMatch: ['**/*.test.ts'],
  transform: { '\\.ts$': '<rootDir>/dev/build/jest-esbuild.cjs' },
  // The library comes as ES modules, which Jest does not read, and for all others in one file.
  moduleNameMapper: { '^adaptivecards$': '<rootDir>/node_modules/adaptivecards/dist/adaptivecards.js' },
  globals: { collectsAppCoverage },
  // Jest itself instruments nothing: a source file imported by a test does not run as it is shipped.
  coveragePathIgnorePatterns: ['/'],
  coverageProvider: 'babel',
  coverageDirectory: 'coverage/unit',
  coverageReporters: ['text-summary', 'json', 'json-summary', 'lcov'],
  coverageThreshold: { global: { statements: 95, branches: 95, functions: 95, lines: 95 } },
};
