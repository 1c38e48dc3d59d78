/** Builds the settings page, config/iparams.html with its assets, from src/settings-page/. */
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { examplesOf } from './settings-examples.js';
import { ROOT, writeBundle } from './readable-bundle.mjs';
import { writeChanged } from './write-changed.js';

const FROM = join(ROOT, 'src', 'settings-page');
const FILES = { 'iparams.html': 'iparams.html', 'iparams.css': 'assets/iparams.css' };
const SCRIPT = 'assets/iparams.js';
const MOST_BYTES = 150_000;
/** Its examples are whole messages, each in one line. */
const MOST_COLUMNS = 200;

export async function buildSettingsPage(): Promise<void> {
  mkdirSync(join(ROOT, 'config', 'assets'), { recursive: true });
  for (const [from, to] of Object.entries(FILES))
    writeChanged(join(ROOT, 'config', to), readFileSync(join(FROM, from), 'utf8'));
  // A classic script: the platform parses assets as such. The page's functions hang on its one constant.
  await writeBundle(
    `config/${SCRIPT}`,
    { input: join(FROM, 'page.ts'), plugins: [examplesOf(join(ROOT, 'docs', 'examples.json'))] },
    {
      format: 'iife',
      name: 'settingsPage',
      plugins: [{ name: 'const', renderChunk: (code) => code.replace(/^var /, 'const ') }],
    },
    MOST_COLUMNS,
  );
  const bytes = [...Object.values(FILES), SCRIPT].map((file) => statSync(join(ROOT, 'config', file)).size);
  const total = bytes.reduce((sum, size) => sum + size, 0);
  if (total > MOST_BYTES) throw new Error(`The settings page has ${total} bytes, and must stay under ${MOST_BYTES}.`);
}
