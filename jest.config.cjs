/** Coverage is gathered where the shipped file really runs: inside the platform package's sandbox (see test/support/coverage.ts). */
const collectsAppCoverage = process.argv.some((argument) =>
  /^--(?:coverage|collect-?coverage)(?:=true)?$/i.test(argument),
);

/** What takes long because it tries very much, starts other programs, or needs a browser: beside `npm test`, in `npm run test:all`. */
const LONG = [
  'packages/fresh-platform/test/page/browser',
  'packages/fresh-platform/test/settings/hosted',
  'test/dev/page/browser/*',
  'test/dev/page/demo',
  'test/dev/page/server/start',
  'test/outbox/death-pairs',
  'test/outbox/deaths',
  'test/outbox/histories',
  'test/outbox/outage',
  'test/outbox/overload',
  'test/project/nodes',
  'test/project/simulations',
  'test/reminders/histories',
  'test/settings-page/browser/*',
].map((path) => `<rootDir>/${path}.test.ts`);

/** What tries much, for seconds a file: `npm run test:fast` leaves it out. */
const THOROUGH = [
  'packages/fresh-platform/test/cli/bin',
  'packages/fresh-platform/test/page/server',
  'packages/fresh-platform/test/page/server-lists',
  'packages/fresh-platform/test/validate/command',
  'packages/fresh-platform/test/validate/hardness',
  'packages/fresh-platform/test/validate/rules',
  'test/destinations/destination',
  'test/destinations/failures',
  'test/destinations/slack/threads-at-a-rate',
  'test/dev/check-receiver/check',
  'test/dev/page/pictures/*',
  'test/dev/page/server/session/*',
  'test/dev/stories/command',
  'test/dev/stories/scenarios',
  'test/examples/receiver',
  'test/examples/receiving-page',
  'test/handlers/stories',
  'test/messages/hostile-input',
  'test/outbox/deaths-and-refusals',
  'test/outbox/each-refused',
  'test/outbox/faults',
  'test/outbox/item',
  'test/outbox/pages',
  'test/outbox/promises/*',
  'test/outbox/store-trouble',
  'test/reminders/refused-operations',
  'test/reminders/trouble',
  'test/reminders/unattended',
].map((path) => `<rootDir>/${path}.test.ts`);

const project = {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/support/instrument-once.ts',
  setupFiles: ['<rootDir>/test/support/listeners.ts', '<rootDir>/test/support/seed.cjs'],
  roots: ['<rootDir>/test', '<rootDir>/packages'],
  transform: { '\\.ts$|/server/server\\.js$': '<rootDir>/dev/build/jest-esbuild.cjs' },
  // The library comes as ES modules, which Jest does not read, and for all others in one file.
  moduleNameMapper: { '^adaptivecards$': '<rootDir>/node_modules/adaptivecards/dist/adaptivecards.js' },
  globals: { collectsAppCoverage },
  // Jest itself instruments nothing: a source file imported by a test does not run as it is shipped.
  coveragePathIgnorePatterns: ['/'],
};

/** Proofs of the outbox on a platform with other ways. */
function harsher(displayName, platformWays, proofs) {
  const testMatch = proofs.map((name) => `<rootDir>/test/outbox/${name}.test.ts`);
  return { ...project, displayName, testMatch, globals: { ...project.globals, platformWays } };
}

module.exports = {
  // A busy machine takes seconds for what takes none on an idle one.
  testTimeout: 180_000,
  // One worker a core: most of the time is spent in the sandbox.
  maxWorkers: '100%',
  // Each sandbox leaves something behind, and a worker that has grown large takes so long to go that Jest takes it for a leak.
  workerIdleMemoryLimit: '250MB',
  projects: [
    {
      ...project,
      displayName: 'short',
      testMatch: ['**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', ...[...THOROUGH, ...LONG].map((path) => path.replace('*', '[^/]*'))],
    },
    { ...project, displayName: 'thorough', testMatch: THOROUGH },
    { ...project, displayName: 'long', testMatch: LONG },
    harsher('fdk6', { variant: 'fdk6' }, ['deaths', 'death-pairs', 'histories', 'promises/*']),
    harsher('scarce', { limits: { scheduleOperationsPerMinute: 50 } }, [
      'deaths',
      'death-pairs',
      'histories',
      'promises/*',
    ]),
  ],
  coverageProvider: 'babel',
  coverageDirectory: 'coverage/unit',
  coverageReporters: ['text-summary', 'json', 'json-summary', 'lcov'],
  coverageThreshold: { global: { statements: 95, branches: 95, functions: 95, lines: 95 } },
};
