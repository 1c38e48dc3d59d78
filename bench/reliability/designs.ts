/** The app, and two simpler designs: the same app with another outbox.js and drain.js. */
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { APP, ROOT, type Design } from './load';

export const DESIGN_NAMES = ['outbox', 'direct', 'schedules'] as const;
export type DesignName = (typeof DESIGN_NAMES)[number];

export const TITLES: Readonly<Record<DesignName, string>> = {
  outbox: 'the outbox',
  direct: 'direct delivery only',
  schedules: 'one schedule per failed event',
};

/** Lays a design out below build/, from where the project's packages are found. */
export function designOf(name: DesignName): Design {
  if (name === 'outbox') return APP;
  const appDir = join(ROOT, 'build', 'baselines', name);
  rmSync(appDir, { recursive: true, force: true });
  mkdirSync(appDir, { recursive: true });
  for (const part of ['manifest.json', 'config', 'server']) cpSync(join(ROOT, part), join(appDir, part), { recursive: true });
  cpSync(join(__dirname, 'baselines', name), join(appDir, 'server'), { recursive: true });
  return { name: TITLES[name], appDir };
}
