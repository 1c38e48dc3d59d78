/** Folders that no package comes from: each is answered with a sentence, and never with a stack or by waiting for ever. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { validate } from '../../validate/validate';
import { makeGoodApp, removeApps } from './broken-apps';

// A folder for each: a file whose name is no UTF-8 goes with its folder only.
afterEach(removeApps);

interface Odd {
  what: string;
  make: (dir: string) => void;
  rule: string;
  at: string;
  says: string;
}

const MANIFEST = 'manifest.json';
const SERVER = 'server/server.js';

/** Puts something else where a file or folder was. */
function replace(dir: string, name: string, put: (path: string) => void): void {
  rmSync(join(dir, name), { recursive: true });
  put(join(dir, name));
}

const pipe = (path: string): void => {
  execFileSync('mkfifo', [path]);
};

const odd: Odd[] = [
  {
    what: 'a link that leads nowhere',
    make: (dir) => {
      symlinkSync('gone.js', join(dir, 'server/link.js'));
    },
    rule: 'package-entry',
    at: 'server/link.js',
    says: 'This is a link that leads nowhere, to gone.js.',
  },
  {
    what: 'links that lead to each other',
    make: (dir) => {
      symlinkSync('b.js', join(dir, 'server/a.js'));
      symlinkSync('a.js', join(dir, 'server/b.js'));
    },
    rule: 'package-entry',
    at: 'server/a.js',
    says: 'This is a link that leads nowhere, to b.js.',
  },
  {
    what: 'a link to the folder it lies in',
    make: (dir) => {
      symlinkSync('..', join(dir, 'server/round'));
    },
    rule: 'package-entry',
    at: 'server/round',
    says: 'This is a link to a folder, ...',
  },
  {
    what: 'a manifest that is a link to nothing',
    make: (dir) => {
      replace(dir, MANIFEST, (path) => {
        symlinkSync('gone.json', path);
      });
    },
    rule: 'manifest-json',
    at: MANIFEST,
    says: 'This is a link that leads nowhere, to gone.json.',
  },
  {
    what: 'a folder named manifest.json',
    make: (dir) => {
      replace(dir, MANIFEST, mkdirSync);
    },
    rule: 'manifest-json',
    at: MANIFEST,
    says: 'This is a folder.',
  },
  {
    what: 'a file named server',
    make: (dir) => {
      replace(dir, 'server', (path) => {
        writeFileSync(path, 'exports = {};\n');
      });
    },
    rule: 'package-entry',
    at: 'server',
    says: 'server is no folder.',
  },
  {
    what: 'a file whose name is no UTF-8',
    make: (dir) => {
      writeFileSync(Buffer.concat([Buffer.from(join(dir, 'server/caf')), Buffer.from([0xe9]), Buffer.from('.js')]), '');
    },
    rule: 'package-entry',
    at: 'server/caf%e9.js',
    says: 'The name of the file is no UTF-8.',
  },
  {
    what: '20,000 nested parentheses',
    make: (dir) => {
      writeFileSync(join(dir, SERVER), `const deep = ${'('.repeat(20_000)}1${')'.repeat(20_000)};\nexports = {};\n`);
    },
    rule: 'code-syntax',
    at: SERVER,
    says: 'The code is nested deeper than it can be parsed.',
  },
  {
    what: '20,000 nested lists in the manifest',
    make: (dir) => {
      writeFileSync(join(dir, MANIFEST), `{ "modules": ${'['.repeat(20_000)}${']'.repeat(20_000)} }`);
    },
    rule: 'manifest-modules',
    at: MANIFEST,
    says: 'modules',
  },
  {
    what: 'a manifest of 21 MB',
    make: (dir) => {
      writeFileSync(join(dir, MANIFEST), `{ "name": "${'a'.repeat(21 * 1024 * 1024)}" }`);
    },
    rule: 'manifest-json',
    at: MANIFEST,
    says: 'The file has 21.0 MB.',
  },
  {
    what: 'a named pipe among the code',
    make: (dir) => {
      pipe(join(dir, 'server/pipe.js'));
    },
    rule: 'package-entry',
    at: 'server/pipe.js',
    says: 'This is no file, but a pipe, a socket or a device.',
  },
  {
    what: 'a named pipe in place of the manifest',
    make: (dir) => {
      replace(dir, MANIFEST, pipe);
    },
    rule: 'manifest-json',
    at: MANIFEST,
    says: 'This is no file, but a pipe, a socket or a device.',
  },
  {
    what: 'a named pipe among the recorded payloads and one among the settings',
    make: (dir) => {
      pipe(join(dir, 'server/test_data/pipe.json'));
      replace(dir, 'config/iparams.json', pipe);
    },
    rule: 'iparams-json',
    at: 'config/iparams.json',
    says: 'This is no file, but a pipe, a socket or a device.',
  },
];

describe('the validator', () => {
  it.each(odd)('answers $what with a sentence', async ({ make, rule, at, says }) => {
    const dir = makeGoodApp();
    make(dir);
    const { problems } = await validate(dir, { scenarios: [] });
    const told = problems.map((problem) => ({ rule: problem.rule, at: problem.file, says: problem.sentence }));
    expect(told).toContainEqual({ rule, at, says: expect.stringContaining(says) as string });
  });
});
