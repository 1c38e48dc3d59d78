/** The files the page is made of, bundled and read once: what is not among them cannot be asked for. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { UserError } from '../../lib/json-file';
import { messageOf } from '../../lib/thrown';
import type { Plugin } from './plugin';
import type { PageFile } from './shell';

const STYLE = 'text/css; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';
const HERE = join(__dirname, '..');

/** By address, such as `/static/page.css`. */
export function pageFiles(plugins: readonly Plugin[]): Map<string, PageFile> {
  return new Map([
    ['/static/index.html', { type: 'text/html; charset=utf-8', content: read('index.html') }],
    ['/static/page.css', { type: STYLE, content: read('page.css') }],
    ['/static/page.js', { type: SCRIPT, content: bundle(join(HERE, 'client', 'main.ts')) }],
    ...plugins.flatMap(({ name, script, style }): [string, PageFile][] => [
      [`/plugins/${name}.js`, { type: SCRIPT, content: bundle(script) }],
      [`/plugins/${name}.css`, { type: STYLE, content: style === undefined ? '' : readFileSync(style, 'utf8') }],
    ]),
  ]);
}

function read(name: string): string {
  return readFileSync(join(HERE, 'static', name), 'utf8');
}

/** Kept in memory: nothing is written, and a browser never gets an older one. */
function bundle(entry: string): string {
  if (!existsSync(entry)) throw new UserError(`${entry} does not exist, so the page has no such view.`);
  try {
    const { outputFiles } = buildSync({
      entryPoints: [entry],
      bundle: true,
      write: false,
      format: 'esm',
      target: 'es2022',
      logLevel: 'silent',
    });
    return outputFiles[0]?.text ?? '';
  } catch (error) {
    throw new UserError(`The page cannot be bundled: ${messageOf(error).split('\n').slice(0, 2).join(' ')}`);
  }
}
