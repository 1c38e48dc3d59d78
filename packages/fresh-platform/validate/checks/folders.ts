/** What lies in app/ and config/, and whether the manifest shows it. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { digRecord, digText, isRecord } from '../../lib/dig';
import { keysAt, type App } from '../app/app';
import { kindOf } from '../app/files';
import { pagesOf } from '../app/page-texts';
import { placeInText } from '../app/page-source';
import { startOf, type Report } from '../problem';

/** A place where the app shows, by the manifest. */
interface Location {
  path: string[];
  url: string;
  icon: string;
}

/** app/ and the manifest's locations belong together, and their files are there. */
export function checkAppFolder(app: App, report: Report): void {
  const locations = locationsOf(app);
  const hasFolder = kindOf(join(app.dir, 'app')) === 'folder';
  if (hasFolder && locations.length === 0)
    report(
      'app-location',
      startOf('manifest.json'),
      'There is a folder app/, and no module of the manifest has a location.',
      'Say where the app shows, under modules.<module>.location, or take app/ away.',
    );
  // Where a framework builds app/, its files come later.
  if ('metaConfig' in app.manifest.value) return;
  for (const location of locations)
    if (hasFolder) checkLocation(app, location, report);
    else
      report(
        'app-missing',
        app.manifest.keyAt(location.path),
        'The manifest says where the app shows, and there is no folder app/.',
        'Put its pages into app/, or take the location out.',
      );
}

function locationsOf({ manifest }: App): Location[] {
  return keysAt(manifest.value, 'modules').flatMap((module) =>
    keysAt(manifest.value, 'modules', module, 'location').map((name) => {
      const path = ['modules', module, 'location', name];
      const location = digRecord(manifest.value, ...path);
      return { path, url: digText(location, 'url'), icon: digText(location, 'icon') };
    }),
  );
}

function checkLocation({ dir, manifest }: App, { path, url, icon }: Location, report: Report): void {
  for (const [key, file] of Object.entries({ url, icon })) {
    if (file === '' || /^https:/.test(file) || kindOf(join(dir, 'app', file)) === 'file') continue;
    report(
      'app-file',
      manifest.valueAt([...path, key]),
      `There is no app/${file}.`,
      'Name a file of app/, as a path from there.',
    );
  }
}

/** What config/ may hold. */
const CONFIG = [
  'iparams.json',
  'iparams.html',
  'assets',
  'requests.json',
  'oauth_config.json',
  'app_settings.json',
  'actions.json',
  'entities.json',
];
const DEPRECATED = 'iparam_test_data.json';

export function checkConfigFolder({ dir }: App, report: Report): void {
  const folder = join(dir, 'config');
  if (kindOf(folder) !== 'folder') return;
  // What an operating system leaves behind is not packed.
  const names = readdirSync(folder).filter((name) => !/^\.|^Thumbs\.db$|^desktop\.ini$/.test(name));
  for (const name of names.filter((one) => !CONFIG.includes(one) && one !== DEPRECATED))
    report(
      'config-stray',
      startOf(`config/${name}`),
      `The FDK knows no ${name} in config/.`,
      `Move it away: config/ holds ${CONFIG.slice(0, -1).join(', ')} and ${CONFIG.at(-1) ?? ''}.`,
    );
  if (names.includes(DEPRECATED))
    report(
      'config-deprecated',
      startOf(`config/${DEPRECATED}`),
      `${DEPRECATED} is no longer read.`,
      'Take it away: settings are entered at http://localhost:10001/custom_configs.',
    );
}

/** An address in a text or attribute, not one that a comment speaks of. */
const FROM_UNPKG = /["'`=]\s*(?:https?:)?\/\/(?:www\.)?unpkg\.com\b/;

/** Pages and code load nothing from unpkg. */
export function checkUnpkg(app: App, report: Report): void {
  const texts = [...pagesOf(app), ...app.code.map(({ file, text }) => ({ file, text }))];
  for (const { file, text } of texts) {
    const withoutComments = text.replace(/<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\n]/g, ' '));
    const index = withoutComments.search(FROM_UNPKG);
    if (index >= 0)
      report(
        'lint-unpkg',
        placeInText(file, text, index + 1),
        'This loads from unpkg.com.',
        'Load it from cdn.jsdelivr.net, which the marketplace accepts.',
      );
  }
}

/** Each version the registry has, by package; undefined where it knows no such package. Throws where it cannot be asked. */
export type AskRegistry = (name: string) => Promise<readonly string[] | undefined>;

/** Packages of the manifest stand in the registry. Nothing is said of what cannot be asked. Returns whether all could. */
export async function checkRegistry({ manifest }: App, ask: AskRegistry, report: Report): Promise<boolean> {
  const dependencies = isRecord(manifest.value['dependencies']) ? manifest.value['dependencies'] : {};
  try {
    for (const [name, version] of Object.entries(dependencies)) {
      const versions = await ask(name);
      const where = manifest.valueAt(['dependencies', name]);
      if (versions === undefined)
        report('dependency-unknown', where, `The registry has no package ${name}.`, 'Name one that is published.');
      else if (!versions.includes(String(version)))
        report(
          'dependency-unknown',
          where,
          `The registry has no ${name} ${String(version)}.`,
          'Name a version that is published.',
        );
    }
    return true;
  } catch {
    return false;
  }
}
