/** Packages the manifest lists, loaded once and outside the sandbox, as the platform does. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import type { AppPackage } from '../app/app-package';

/** Returns the `require` for anything that is not a relative path. It throws sentences. */
export function createPackageLoader(app: AppPackage): (request: string) => unknown {
  const loaded = new Map<string, unknown>();
  const requireFromServer = createRequire(join(app.serverDir, 'server.js'));
  return (request) => {
    if (!loaded.has(request)) {
      checkPackage(request, app);
      loaded.set(request, requireFromServer(pathOf(request)));
    }
    return loaded.get(request);
  };
}

function checkPackage(request: string, app: AppPackage): void {
  const name = packageName(request);
  const version = app.dependencies.get(name);
  if (version === undefined && isBuiltin(request))
    throw new Error(
      `require('${request}') is one of Node's own modules, and the platform does not have those: use a package listed under dependencies in manifest.json.`,
    );
  if (version === undefined)
    throw new Error(
      `require('${request}') is not listed under dependencies in manifest.json: list ${name} with its exact version.`,
    );
  const installed = installedVersion(name, app.serverDir);
  if (installed === undefined)
    throw new Error(`${name} ${version}, which manifest.json lists, is not installed: run npm install.`);
  if (installed !== version)
    throw new Error(`manifest.json lists ${name} ${version}, and ${installed} is installed: make the two agree.`);
}

/** A listed package may bear the name of one of Node's own modules, which Node would hand out unless a path is asked for. */
function pathOf(request: string): string {
  return isBuiltin(request) ? `${request}/` : request;
}

function packageName(request: string): string {
  return request
    .split('/')
    .slice(0, request.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Looks where Node looks: node_modules of server/, then of the folders above it. */
function installedVersion(name: string, from: string): string | undefined {
  const path = join(from, 'node_modules', name, 'package.json');
  if (existsSync(path)) return (JSON.parse(readFileSync(path, 'utf8')) as { version?: string }).version;
  return dirname(from) === from ? undefined : installedVersion(name, dirname(from));
}
