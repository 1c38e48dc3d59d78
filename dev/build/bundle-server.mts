/** Builds server/server.js from src/, without what no callback needs. */
import { join } from 'node:path';
import { ROOT, writeBundle } from './readable-bundle.mjs';

export const buildServer = (): Promise<void> =>
  writeBundle(
    'server/server.js',
    {
      input: join(ROOT, 'src', 'server.ts'),
      external: ['standardwebhooks'],
      treeshake: { propertyReadSideEffects: true },
    },
    { format: 'cjs' },
  );
