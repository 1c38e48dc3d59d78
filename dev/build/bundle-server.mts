/** Builds server/server.js from src/, without what no callback needs. */
import { join } from 'node:path';
import { ROOT, run, writeBundle } from './readable-bundle.mjs';

run(() =>
  writeBundle(
    'server/server.js',
    {
      input: join(ROOT, 'src', 'server.ts'),
      external: ['standardwebhooks'],
      treeshake: { propertyReadSideEffects: true },
    },
    { format: 'cjs' },
  ),
);
