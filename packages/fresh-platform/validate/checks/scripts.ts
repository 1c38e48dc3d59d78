/** The command that `fdk pack` of FDK 10 runs, in the two files that name it. */
import { digText } from '../../lib/dig';
import type { App } from '../app/app';
import { packageJson } from '../app/package-json';
import { startOf, type Report } from '../problem';

const SCRIPT = ['scripts', 'fdk-unit-test'] as const;

/** What the manifest names, npm runs: by the vendor's apps both files have it. That the manifest has it, its schema asks. */
export function checkScripts({ dir, manifest }: App, report: Report): void {
  if (digText(manifest.value, ...SCRIPT) === '') return;
  const source = packageJson(dir);
  if (source !== undefined && digText(source.value, ...SCRIPT) !== '') return;
  report(
    'manifest-unit-test',
    source?.keyAt(['scripts']) ?? startOf('package.json'),
    source === undefined ? 'There is no package.json.' : 'package.json has no script fdk-unit-test.',
    'Add it there as well: "scripts": { "fdk-unit-test": "…" }; fdk pack runs it by npm.',
  );
}
