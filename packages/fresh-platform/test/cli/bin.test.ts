import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const BIN = join(__dirname, '..', '..', 'bin', 'fresh-platform.cjs');

it.each(['run', 'simulate', 'validate'])('The command %s is found where the package lies', (command) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, command, '--help'], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain(command);
});
