/** Every rule there is, by the part of the report it stands in. Each has a broken app in test/validate/broken. */

export const GROUPS = {
  manifest: 'Manifest',
  settings: 'Installation parameters',
  requests: 'Request templates',
  agreement: 'Agreement',
  code: 'Code',
  lint: 'Lint',
  simulation: 'Simulation',
  logs: 'Logs',
  package: 'Package',
} as const;

export type Group = keyof typeof GROUPS;

const BY_GROUP = {
  manifest: [
    'manifest-json',
    'manifest-schema',
    'manifest-version',
    'manifest-name',
    'manifest-modules',
    'manifest-empty',
    'manifest-handler',
    'manifest-event',
    'manifest-requests',
    'manifest-engines',
    'manifest-dependency',
    'manifest-unit-test',
  ],
  settings: ['iparams-json', 'iparams-schema', 'iparams-type', 'iparams-options', 'iparams-default'],
  requests: [
    'requests-json',
    'requests-schema',
    'requests-https',
    'requests-method',
    'requests-host',
    'requests-path',
    'requests-body',
    'requests-header',
    'requests-content-type',
    'requests-options',
    'requests-substitution',
    'requests-iparam',
    'requests-secure',
  ],
  agreement: [
    'handler-missing',
    'handler-unused',
    'template-missing',
    'template-unlisted',
    'template-unknown',
    'template-unused',
    'dependency-unlisted',
    'dependency-unused',
    'dependency-builtin',
    'dependency-version',
  ],
  code: [
    'code-syntax',
    'code-modules',
    'code-globals',
    'code-require',
    'code-ending',
    'code-source-map',
    'code-readable',
    'code-leftovers',
  ],
  lint: ['lint-complexity', 'lint-unused', 'lint-await', 'lint-unreachable', 'lint-eval', 'lint-recommended'],
  simulation: ['test-data', 'simulation-fails', 'simulation-set-up', 'simulation-coverage', 'unit-coverage'],
  logs: ['log-secret', 'log-iparams', 'log-personal'],
  package: ['package-missing', 'package-stray', 'package-size'],
} as const satisfies Record<Group, readonly string[]>;

export type RuleId = (typeof BY_GROUP)[Group][number];

export const GROUP_NAMES = Object.keys(GROUPS) as Group[];

export const RULES: readonly RuleId[] = GROUP_NAMES.flatMap((group) => [...BY_GROUP[group]]);

const groups = new Map<string, Group>(
  GROUP_NAMES.flatMap((group) => BY_GROUP[group].map((rule) => [rule, group] as const)),
);

/** Whether a text is the id of a rule; schemas name rules as texts. */
export function isRule(id: unknown): id is RuleId {
  return typeof id === 'string' && groups.has(id);
}

export function groupOf(rule: RuleId): Group {
  return groups.get(rule) ?? 'package';
}
