/** The text of everything an app shows: app/, src/ and the settings page. */
import { filesIn, textOf } from './files';
import type { App } from './app';

const FOLDERS = ['app', 'src', 'config'];
const READ = /\.(?:html?|m?jsx?|tsx?|vue)$/;

export interface PageText {
  file: string;
  text: string;
}

export function pagesOf({ dir }: App): PageText[] {
  return FOLDERS.flatMap((folder) => filesIn(dir, folder, [`${folder}/node_modules`]))
    .filter((file) => READ.test(file))
    .map((file) => ({ file, text: textOf(dir, file) }));
}

export function pageTexts(app: App): string[] {
  return pagesOf(app).map(({ text }) => text);
}
