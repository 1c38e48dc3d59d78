import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** What the marketplace's own lint holds serverless code to; server/ and src/ share it. */
const platformRules = {
  complexity: ['error', 7],
  'no-unused-vars': ['error', { args: 'all', caughtErrors: 'all' }],
  'require-await': 'error',
  'no-unreachable': 'error',
  'no-eval': 'error',
  'no-implied-eval': 'error',
  'no-new-func': 'error',
};

const platformGlobals = Object.fromEntries(
  ['console', 'require', 'exports', '$request', '$db', '$schedule', 'renderData', 'generateTargetUrl', 'process'].map((name) => [name, 'readonly']),
);

export default defineConfig(
  globalIgnores(['coverage/', 'node_modules/', 'server/node_modules/', 'test/fixtures/', 'examples/receiver/node_modules/', 'docs/', 'build/', 'bench/reliability/baselines/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['server/**/*.js'],
    languageOptions: { ecmaVersion: 2021, sourceType: 'script', globals: { ...platformGlobals, exports: 'writable' } },
    rules: platformRules,
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.tools.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      complexity: platformRules.complexity,
      '@typescript-eslint/no-unused-vars': ['error', { args: 'all', caughtErrors: 'all' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: { sourceType: 'commonjs', globals: { module: 'writable', process: 'readonly' } },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { sourceType: 'module', globals: { process: 'readonly', console: 'readonly' } },
  },
);
