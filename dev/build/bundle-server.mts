/** Builds server/server.js from src/. */
import { join } from 'node:path';
import { ROOT, run, writeBundle } from './readable-bundle.mjs';

run(() =>
  writeBundle(
    'server/server.js',
    { input: join(ROOT, 'src', 'server.ts'), external: ['standardwebhooks'], treeshake: false },
    { format: 'cjs' },
  ),
);
