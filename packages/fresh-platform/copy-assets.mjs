/** Copies into dist/ what the compiler leaves behind: schemas, the lint rules, and what is bundled for browsers as it is asked for. */
import { cpSync } from 'node:fs';

const copy = (folder, filter) => {
  cpSync(new URL(`${folder}/`, import.meta.url), new URL(`dist/${folder}/`, import.meta.url), {
    recursive: true,
    filter,
  });
};

copy('rules', (path) => !path.endsWith('.ts'));
copy('settings/browser', () => true);
copy('page/client', () => true);
copy('page/static', () => true);
