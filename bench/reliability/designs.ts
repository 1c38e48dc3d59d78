/** The app, and two simpler designs: the same app with another outbox. */
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { ROOT, type Design } from './load';

export const DESIGN_NAMES = ['outbox', 'direct', 'schedules'] as const;
export type DesignName = (typeof DESIGN_NAMES)[number];

export const TITLES: Readonly<Record<DesignName, string>> = {
  outbox: 'the outbox',
  direct: 'direct delivery only',
  schedules: 'one schedule per failed event',
};

/** Below the project, from where its packages are found. */
const FOLDER = join(ROOT, 'build', 'designs');

/** Copies the three apps, so that a build meanwhile changes nothing; returns the folder they are in. */
export async function layOut(): Promise<string> {
  rmSync(FOLDER, { recursive: true, force: true });
  for (const name of DESIGN_NAMES) await layOutOne(name, designOf(name).appDir);
  return FOLDER;
}

/** Puts one design's app into a folder below the project. */
export async function layOutOne(name: DesignName, appDir: string): Promise<void> {
  mkdirSync(appDir, { recursive: true });
  for (const part of ['manifest.json', 'config', 'server'])
    cpSync(join(ROOT, part), join(appDir, part), { recursive: true });
  if (name !== 'outbox') await buildWith(name, appDir);
}

/** Bundles a design's server.js from the app's sources, with other modules for keeping and for scheduled events. Nobody reads it. */
async function buildWith(name: DesignName, appDir: string): Promise<void> {
  const other: Plugin = {
    name: 'baseline',
    setup: (bundle) => {
      bundle.onResolve({ filter: /^\./ }, ({ path, importer }) =>
        isReplaced(path, importer) ? { path: join(__dirname, 'baselines', `${name}.ts`) } : null,
      );
    },
  };
  await build({
    entryPoints: [join(ROOT, 'src', 'server.ts')],
    outfile: join(appDir, 'server', 'server.js'),
    bundle: true,
    format: 'cjs',
    target: 'es2020',
    external: ['standardwebhooks'],
    plugins: [other],
    logLevel: 'silent',
  });
}

/** What keeps a live event, and what handles the schedules of the outbox. */
function isReplaced(request: string, importer: string): boolean {
  if (importer.endsWith('scheduled-event.ts')) return request.endsWith('/outbox-event');
  return request.endsWith('/outbox/keep') && !importer.endsWith('outbox-event.ts');
}

/** A design that was laid out. */
export function designOf(name: DesignName): Design {
  return { name: TITLES[name], appDir: join(FOLDER, name) };
}
