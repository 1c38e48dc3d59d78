import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readApp } from '../../validate/app/app';
import { checkPackage } from '../../validate/checks/packing';
import { createReport } from '../../validate/problem';
import { makeGoodApp, removeApps } from './broken-apps';

afterAll(removeApps);

const MORE = ['README.md', 'app/index.html', 'src/main.ts', 'docs/notes.md', 'package.json', 'coverage/lcov.info'];

it('a package holds app, config, server, src, manifest and README, without packages and test data (FDK 6.9’s source)', () => {
  const dir = makeGoodApp();
  for (const file of [...MORE, 'server/test_data/common/onAppInstall.json']) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), '{}');
  }
  const { report } = createReport();
  const { files, leftOut } = checkPackage(readApp(dir, report), report);
  expect(files.map(({ file }) => file).sort()).toEqual([
    'README.md',
    'app/index.html',
    'config/iparams.json',
    'config/requests.json',
    'manifest.json',
    'server/server.js',
    'server/words.js',
    'src/main.ts',
  ]);
  expect(leftOut).toEqual(['coverage/', 'docs/', 'package.json', 'test_data/']);
});
