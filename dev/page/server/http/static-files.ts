/** The files the page is made of, read once: what is not among them cannot be asked for. */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { PageFile } from '../../../../packages/fresh-platform/page/server/shell';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
};

/** By address, such as `/static/page.css`. `code` is the bundled page. */
export function staticFiles(code: string): Map<string, PageFile> {
  const files = new Map<string, PageFile>([
    ['/static/page.js', { type: 'text/javascript; charset=utf-8', content: code }],
  ]);
  const add = (folder: string, prefix: string): void => {
    for (const name of readdirSync(folder)) {
      const type = TYPES[extname(name)];
      if (type !== undefined) files.set(prefix + name, { type, content: readFileSync(join(folder, name)) });
    }
  };
  add(join(__dirname, '..', '..', 'static'), '/static/');
  add(join(__dirname, '..', '..', 'pictures'), '/static/');
  return files;
}
