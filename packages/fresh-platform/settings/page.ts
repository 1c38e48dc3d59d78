/**
 * Serves an app's settings page as the platform does: config/iparams.html with its assets, or a form drawn from
 * config/iparams.json. What the page loads from the jsdelivr CDN comes from the installed package instead, so that nothing is
 * fetched from outside.
 */
import { existsSync, readFileSync } from 'node:fs';
import { extname, join, normalize, sep } from 'node:path';
import { transformSync } from 'esbuild';
import { formPage } from './form-page';
import { packageFile } from './cdn';

export interface SettingsFile {
  type: string;
  content: string | Buffer;
}

export interface SettingsPage {
  /** A file by its path under the page's address, such as `index.html`, `assets/iparams.js` or `npm/…`; null where there is none. */
  file: (path: string) => SettingsFile | null;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.png': 'image/png',
  '.json': 'application/json; charset=utf-8',
  '.woff2': 'font/woff2',
};
const CDN = 'https://cdn.jsdelivr.net/npm/';

/** `address` is the path the files are served under, with a slash at either end. Files are read anew each time, so that an edit shows. */
export function settingsPage(appDir: string, address: string): SettingsPage {
  const atHome = (text: string): string => text.replaceAll(CDN, `${address}npm/`);
  const ownFile = (name: string): SettingsFile | null => {
    const type = TYPES[extname(name)];
    const path = join(appDir, 'config', normalize(name));
    const isInside = path.startsWith(join(appDir, 'config', 'assets') + sep);
    if (type === undefined || !isInside || !existsSync(path)) return null;
    return { type, content: isText(type) ? atHome(readFileSync(path, 'utf8')) : readFileSync(path) };
  };
  const cdnFile = (name: string): SettingsFile | null => {
    const type = TYPES[extname(name)] ?? 'text/plain; charset=utf-8';
    const content = packageFile(appDir, name);
    return content === null ? null : { type, content: isText(type) ? atHome(content.toString('utf8')) : content };
  };
  return {
    file: (path) => {
      if (path === 'index.html') return html(atHome(pageOf(appDir)).replaceAll('{{{appclient}}}', 'appclient.js'));
      if (path === 'appclient.js') return script('appclient.ts');
      if (path === 'form.js') return script('form.ts');
      return path.startsWith('npm/') ? cdnFile(path.slice('npm/'.length)) : ownFile(path);
    },
  };
}

function isText(type: string): boolean {
  return type.includes('charset');
}

function html(content: string): SettingsFile {
  return { type: 'text/html; charset=utf-8', content };
}

/** An app without settings has a page that says so. */
function pageOf(appDir: string): string {
  const own = join(appDir, 'config', 'iparams.html');
  if (existsSync(own)) return readFileSync(own, 'utf8');
  const form = join(appDir, 'config', 'iparams.json');
  return formPage(existsSync(form) ? (JSON.parse(readFileSync(form, 'utf8')) as Record<string, unknown>) : {});
}

/** A browser's script of this package: its types are taken out, and nothing else is done to it. */
function script(name: string): SettingsFile {
  const source = readFileSync(join(__dirname, 'browser', name), 'utf8');
  return { type: 'text/javascript; charset=utf-8', content: transformSync(source, { loader: 'ts' }).code };
}
