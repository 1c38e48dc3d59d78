import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const BIN = join(__dirname, '..', '..', 'bin', 'fresh-platform.cjs');

it('finds what each command needs where the package lies', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, 'validate', '--help'], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain('validate');
});
