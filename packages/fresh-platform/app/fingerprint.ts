/** Notices when an app was built or edited anew, so that what runs is what is on the disk, as with the real tool. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Changes whenever a file of the app does: its manifest, its configuration, or its server code. */
export function fingerprint(appDir: string): string {
  return [join(appDir, 'manifest.json'), ...filesIn(join(appDir, 'config')), ...filesIn(join(appDir, 'server'))]
    .map(stampOf)
    .join('\n');
}

function filesIn(dir: string): string[] {
  if (!existsSync(dir) || !statSync(dir).isDirectory()) return [];
  const entries = readdirSync(dir, { withFileTypes: true }).filter(({ name }) => name !== 'node_modules');
  return entries.flatMap((entry) => (entry.isDirectory() ? filesIn(join(dir, entry.name)) : [join(dir, entry.name)]));
}

function stampOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return `${path} ${found?.mtimeMs ?? 0} ${found?.size ?? 0}`;
}
