/** The page's own code and the Crayons components it uses, bundled from the installed packages when the server starts. */
import { join } from 'node:path';
import { build } from 'esbuild';
import { messageOf, UserError } from '../../../../packages/fresh-platform/lib/json-file';
import { crayonsPlugin } from './crayons-plugin';

/**
 * Kept in memory: nothing is written, and a browser never gets an older one. Crayons' own lazy loader makes code of text, which
 * the page's Content-Security-Policy forbids, so its components are bundled one by one.
 */
export async function bundlePage(): Promise<string> {
  try {
    const { outputFiles } = await build({
      entryPoints: [join(__dirname, '..', '..', 'client', 'main.ts')],
      bundle: true,
      plugins: [crayonsPlugin],
      write: false,
      format: 'esm',
      target: 'es2022',
      minify: true,
      legalComments: 'none',
      // Stencil looks for components it could load later; ours are all in the bundle.
      logOverride: { 'empty-glob': 'silent' },
      logLevel: 'silent',
    });
    return outputFiles[0]?.text ?? '';
  } catch (error) {
    throw new UserError(`The page cannot be bundled: ${messageOf(error).split('\n').slice(0, 2).join(' ')}`);
  }
}
