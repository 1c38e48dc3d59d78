/** The app, and two simpler designs: the same app with another outbox. */
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Plugin } from 'rollup' with { 'resolution-mode': 'import' };
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

/** Builds a design's server.js from the app's sources, with other modules for keeping and for scheduled events. */
async function buildWith(name: DesignName, appDir: string): Promise<void> {
  const { writeBundle } = await import('../../dev/build/readable-bundle.mjs');
  const other: Plugin = {
    name: 'baseline',
    resolveId: (request, importer = '') =>
      isReplaced(request, importer) ? join(__dirname, 'baselines', `${name}.ts`) : null,
  };
  await writeBundle(
    relative(ROOT, join(appDir, 'server', 'server.js')),
    { input: join(ROOT, 'src', 'server.ts'), external: ['standardwebhooks'], plugins: [other] },
    { format: 'cjs' },
  );
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
