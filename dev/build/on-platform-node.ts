/**
 * `tsx dev/build/on-platform-node.ts SCRIPT`: runs a script of the project on the Node that manifest.json names for the
 * platform, since what an invocation costs there is another Node's figure here.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { digText } from '../../packages/fresh-platform/lib/dig';
import { readJsonFile } from '../../packages/fresh-platform/lib/json-file';
import { messageOf } from '../../packages/fresh-platform/lib/thrown';
import { fetchNodes } from './nodes';

const ROOT = join(__dirname, '..', '..');

/** The newest Node there is a binary for of the major version the manifest names. Throws a sentence. */
function platformNode(): string {
  const major = digText(readJsonFile(join(ROOT, 'manifest.json')), 'engines', 'node').split('.')[0] ?? '';
  const found = fetchNodes().find((path) => path.includes(`node-${major}.`));
  if (found === undefined)
    throw new Error(`manifest.json names Node ${major}, and dev/build/nodes.ts knows no binary of it.`);
  return found;
}

try {
  const [script = ''] = process.argv.slice(2);
  process.exitCode =
    spawnSync(platformNode(), ['--import', 'tsx', script], { cwd: ROOT, stdio: 'inherit' }).status ?? 1;
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
