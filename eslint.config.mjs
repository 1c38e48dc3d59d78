/** What ships, held to the platform's own rules, and plain scripts. TypeScript is oxlint's: .oxlintrc.json. */
import js from '@eslint/js';
import { readFileSync } from 'node:fs';
import { defineConfig, globalIgnores } from 'eslint/config';
import freshworks from './packages/fresh-platform/rules/lint/plugin.cjs';

/** What the marketplace's own lint holds serverless code to; `npm run validate` goes by the same file. */
const platform = readJson('packages/fresh-platform/rules/lint.json');

function readJson(path) {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
}

export default defineConfig(
  globalIgnores([
    'coverage/',
    'node_modules/',
    'server/node_modules/',
    'test/fixtures/',
    'examples/receiver/node_modules/',
    'docs/',
    'build/',
    'dist/',
    'packages/*/dist/',
    'bench/reliability/baselines/',
    'packages/fresh-platform/test/validate/good/',
    'packages/fresh-platform/test/validate/broken/',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['server/server.js'],
    languageOptions: platform.languageOptions,
    // A comment in the code switches nothing off.
    linterOptions: { noInlineConfig: true },
    plugins: { freshworks },
    settings: {
      freshworks: { dependencies: Object.keys(readJson('manifest.json').dependencies), isOnlyFile: true },
    },
    rules: platform.rules,
  },
  {
    // The settings page, as the platform loads it: a script whose functions the page calls by name.
    files: ['config/assets/*.js'],
    languageOptions: {
      ecmaVersion: 2020,
      sourceType: 'script',
      globals: Object.fromEntries(
        ['app', 'btoa', 'clearTimeout', 'crypto', 'document', 'navigator', 'setTimeout', 'window'].map((name) => [
          name,
          'readonly',
        ]),
      ),
    },
    rules: { 'no-unused-vars': ['error', { vars: 'local' }] },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { __dirname: 'readonly', __filename: 'readonly', module: 'writable', process: 'readonly' },
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { sourceType: 'module', globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
);
