/** The files the page is made of, bundled and read once: what is not among them cannot be asked for. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { UserError } from '../../lib/json-file';
import { messageOf } from '../../lib/thrown';
import type { Plugin } from './plugin';
import { firstOf } from './plugins';
import type { PageFile } from './shell';

const STYLE = 'text/css; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';
const HERE = join(__dirname, '..');
const BRAND = {
  title: 'fresh-platform',
  tagline: 'the platform on your machine',
  icon: join(HERE, 'static', 'icon.svg'),
};

/** By address, such as `/static/page.css`. */
export function pageFiles(plugins: readonly Plugin[]): Map<string, PageFile> {
  const { icon } = brandOf(plugins);
  return new Map([
    ['/static/index.html', { type: 'text/html; charset=utf-8', content: document(plugins) }],
    ['/static/page.css', { type: STYLE, content: pageStyle() }],
    ['/static/page.js', { type: SCRIPT, content: bundle(join(HERE, 'client', 'main.ts')) }],
    ['/static/icon.svg', { type: 'image/svg+xml; charset=utf-8', content: readFileSync(icon) }],
    ...plugins.flatMap(({ name, script, styles = [] }): [string, PageFile][] => [
      [`/plugins/${name}.js`, { type: SCRIPT, content: bundle(script) }],
      [`/plugins/${name}.css`, { type: STYLE, content: styles.map((path) => readFileSync(path, 'utf8')).join('\n') }],
    ]),
  ]);
}

/** The style of what all views are made of. */
export function pageStyle(): string {
  return readFileSync(join(HERE, 'static', 'page.css'), 'utf8');
}

function brandOf(plugins: readonly Plugin[]): NonNullable<Plugin['brand']> {
  return firstOf(plugins, ({ brand }) => brand) ?? BRAND;
}

function document(plugins: readonly Plugin[]): string {
  const { title, tagline } = brandOf(plugins);
  const styles = plugins.map(({ name }) => `<link rel="stylesheet" href="/plugins/${name}.css" />`);
  return readFileSync(join(HERE, 'static', 'index.html'), 'utf8')
    .replace('TITLE', title)
    .replace('TAGLINE', tagline)
    .replace('<!-- styles of plugins -->', styles.join('\n    '));
}

/** Kept in memory: nothing is written, and a browser never gets an older one. `iife` is for a page that opens from a disk. */
export function bundle(entry: string, format: 'esm' | 'iife' = 'esm'): string {
  if (!existsSync(entry)) throw new UserError(`${entry} does not exist, so the page has no such view.`);
  try {
    const { outputFiles } = buildSync({
      entryPoints: [entry],
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
