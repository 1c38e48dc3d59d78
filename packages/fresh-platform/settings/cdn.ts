/** The jsdelivr CDN, out of the packages that are installed. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

/** `@scope/name@version/path` or `name@version/path`, as the CDN's addresses have it. */
const PACKAGE_PATH = /^((?:@[\w.-]+\/)?[\w.-]+)(?:@[\w.^~-]+)?\/(.+)$/;
/** Of icons that are not installed: an icon without a picture. */
const NO_PICTURE = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"></svg>\n');

/** A file of an installed package, whatever version the address asks for; null where it is not installed. */
export function packageFile(appDir: string, address: string): Buffer | null {
  const [, name = '', path = ''] = PACKAGE_PATH.exec(address) ?? [];
  const folder = packageFolder(appDir, name);
  if (folder !== null && isFileIn(folder, join(folder, path))) return readFileSync(join(folder, path));
  return path.endsWith('.svg') ? NO_PICTURE : null;
}

function isFileIn(folder: string, path: string): boolean {
  return path.startsWith(folder + sep) && existsSync(path) && statSync(path).isFile();
}

/** Of the app, or of a folder above it, as Node looks for packages; else of where this package is installed. */
function packageFolder(appDir: string, name: string): string | null {
  return name === '' ? null : (installedAbove(appDir, name) ?? installedAbove(__dirname, name));
}

function installedAbove(start: string, name: string): string | null {
  for (let dir = start; ; dir = dirname(dir)) {
    const folder = join(dir, 'node_modules', name);
    if (existsSync(folder)) return folder;
    if (dir === dirname(dir)) return null;
  }
}
