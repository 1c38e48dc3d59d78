/** The page's own code, bundled when the server starts. */
import { join } from 'node:path';
import { build } from 'esbuild';
import { UserError } from '../../../../packages/fresh-platform/lib/json-file';
import { messageOf } from '../../../../packages/fresh-platform/lib/thrown';

/** Kept in memory: nothing is written, and a browser never gets an older one. `iife` is for a page that opens from a disk. */
export async function bundlePage(format: 'esm' | 'iife' = 'esm'): Promise<string> {
  try {
    const { outputFiles } = await build({
      entryPoints: [join(__dirname, '..', '..', 'client', 'main.ts')],
      bundle: true,
      write: false,
      format,
      target: 'es2022',
      minify: true,
      legalComments: 'none',
      logLevel: 'silent',
    });
    return outputFiles[0]?.text ?? '';
  } catch (error) {
    throw new UserError(`The page cannot be bundled: ${messageOf(error).split('\n').slice(0, 2).join(' ')}`);
  }
}
