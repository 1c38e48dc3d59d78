/** The app, and two simpler designs: the same app with another outbox.js and drain.js. */
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
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
export function layOut(): string {
  rmSync(FOLDER, { recursive: true, force: true });
  for (const name of DESIGN_NAMES) {
    const { appDir } = designOf(name);
    mkdirSync(appDir, { recursive: true });
    for (const part of ['manifest.json', 'config', 'server'])
      cpSync(join(ROOT, part), join(appDir, part), { recursive: true });
    if (name !== 'outbox') cpSync(join(__dirname, 'baselines', name), join(appDir, 'server'), { recursive: true });
  }
  return FOLDER;
}

/** A design that was laid out. */
export function designOf(name: DesignName): Design {
  return { name: TITLES[name], appDir: join(FOLDER, name) };
}
