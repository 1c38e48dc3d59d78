/** Every rule there is, by the part of the report it stands in. Each has a broken app in test/validate/broken. */

/** The validators of the FDK in the order they run, and after them what it leaves to the running app and to reviewers. */
export const GROUPS = {
  requests: 'Request templates',
  app: 'Pages in app/',
  config: 'Files of config/',
  event: 'Events and functions',
  iparam: 'Installation parameters',
  lint: 'Lint',
  manifest: 'Manifest',
  dependencies: 'Dependencies',
  scripts: 'Scripts',
  package: 'Package',
  versions: 'Versions',
  code: 'Code on the platform',
  review: 'What reviewers read',
  simulation: 'Simulation',
  logs: 'Logs',
} as const;

export type Group = keyof typeof GROUPS;

/**
 * How a breach counts: `platform` and `lint` as the FDK counts its errors, `warning` as its warnings, which stop nothing;
 * `review` is what the FDK takes, and what fails while the app runs or is refused by reviewers.
 */
export const LEVELS = ['platform', 'lint', 'review', 'warning'] as const;

export type Level = (typeof LEVELS)[number];

const BY_GROUP = {
  requests: {
    platform: [
      'requests-https',
      'requests-json',
      'requests-schema',
      'requests-method',
      'requests-host',
      'requests-path',
      'requests-body',
      'requests-header',
      'requests-options',
      'requests-substitution',
      'requests-secure',
    ],
    review: ['requests-iparam', 'template-missing', 'template-unknown'],
    warning: ['requests-port', 'template-unlisted', 'template-unused'],
  },
  app: { platform: ['app-location', 'app-missing', 'app-file'] },
  config: { platform: ['config-stray'], warning: ['config-deprecated'] },
  event: {
    platform: [
      'event-parse',
      'event-exports',
      'event-function',
      'handler-missing',
      'manifest-event',
      'manifest-handler',
    ],
    warning: ['handler-unused', 'event-updates'],
  },
  iparam: {
    platform: [
      'iparams-files',
      'iparams-json',
      'iparams-schema',
      'iparams-reserved',
      'iparams-type',
      'iparams-options',
      'iparams-default',
      'iparams-regex',
      'iparams-events',
      'page-functions',
      'page-module',
    ],
    review: ['page-package', 'page-window'],
    warning: ['iparams-secure'],
  },
  lint: {
    lint: [
      'lint-unused',
      'lint-await',
      'lint-unreachable',
      'lint-eval',
      'lint-list',
      'lint-parsing',
      'lint-unpkg',
      'code-ecma',
    ],
    warning: ['lint-complexity', 'lint-nesting', 'lint-unhandled', 'lint-logged-rejection', 'lint-advice'],
  },
  manifest: {
    platform: [
      'manifest-json',
      'manifest-schema',
      'manifest-version',
      'manifest-name',
      'manifest-modules',
      'manifest-location',
      'manifest-requests',
    ],
    warning: ['manifest-empty'],
  },
  dependencies: {
    platform: ['manifest-dependency', 'dependency-unknown'],
    lint: ['dependency-unlisted', 'dependency-unused', 'dependency-builtin'],
    warning: ['dependency-version'],
  },
  scripts: { warning: ['manifest-unit-test'] },
  package: {
    platform: ['package-missing', 'package-size', 'package-entry'],
    warning: ['package-stray'],
  },
  versions: { platform: ['manifest-engines'] },
  code: {
    platform: ['code-syntax', 'code-modules', 'code-globals', 'code-require', 'code-ending'],
    warning: ['code-doubtful'],
  },
  review: { review: ['code-readable', 'code-source-map', 'code-leftovers', 'code-proxy'] },
  simulation: {
    review: ['simulation-fails', 'simulation-set-up', 'simulation-coverage', 'unit-coverage'],
    warning: ['test-data'],
  },
  logs: { review: ['log-secret', 'log-iparams', 'log-personal'] },
} as const satisfies Record<Group, Partial<Record<Level, readonly string[]>>>;

type OfGroup<G> = G extends Partial<Record<Level, readonly (infer Id)[]>> ? Id : never;
export type RuleId = OfGroup<(typeof BY_GROUP)[Group]>;

interface Rule {
  id: RuleId;
  group: Group;
  level: Level;
}

export const GROUP_NAMES = Object.keys(GROUPS) as Group[];

const TABLE: readonly Rule[] = GROUP_NAMES.flatMap((group) =>
  (Object.entries(BY_GROUP[group]) as [Level, readonly RuleId[]][]).flatMap(([level, ids]) =>
    ids.map((id) => ({ id, group, level })),
  ),
);

const BY_ID = new Map<string, Rule>(TABLE.map((rule) => [rule.id, rule]));

export const RULES: readonly RuleId[] = TABLE.map(({ id }) => id);

/** Whether a text is the id of a rule; schemas name rules as texts. */
export function isRule(id: unknown): id is RuleId {
  return typeof id === 'string' && BY_ID.has(id);
}

export function groupOf(rule: RuleId): Group {
  return BY_ID.get(rule)?.group ?? 'package';
}

export function levelOf(rule: RuleId): Level {
  return BY_ID.get(rule)?.level ?? 'platform';
}
