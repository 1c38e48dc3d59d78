import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppPackageError, createPlatform } from '../../index';
import { readAppPackage } from '../../app/app-package';
import { handling, removeApps, writeApp, type AppParts } from '../support/apps';

afterAll(removeApps);

/** What `fdk validate` would say about an app: everything at once. */
function problemsOf(parts: Partial<AppParts>, without?: string): string[] {
  const appDir = writeApp({ server: handling(''), ...parts });
  if (without !== undefined) rmSync(join(appDir, without));
  try {
    createPlatform({ appDir });
    return [];
  } catch (error) {
    return error instanceof AppPackageError ? error.problems : [String(error)];
  }
}

const modules = (
  common: object,
  product: object = { events: { onConversationUpdate: { handler: 'onConversationUpdate' } } },
) => ({
  manifest: { modules: { common: { requests: { send: {} }, ...common }, chat_conversation: product } },
});

describe('an app', () => {
  it('in order is taken as it is', () => {
    expect(problemsOf({})).toEqual([]);
    expect(problemsOf({}, 'config/iparams.json')).toEqual([]);
  });

  it('hears of every problem at once', () => {
    expect(
      problemsOf({
        iparams: { mode: { type: 'dropdown', options: ['a', 'b'], default_value: 'c' } },
        manifest: {
          name: 'x',
          'platform-version': '2.3',
          modules: { common: { requests: { other: {} } }, chat_conversation: { location: {} } },
          dependencies: { list: '^1.0.0' },
        },
      }),
    ).toEqual([
      'manifest.json: "platform-version" must be "3.0".',
      'manifest.json: there is no name field on platform 3.0: take it out.',
      'manifest.json: modules.chat_conversation.location is empty: take it out.',
      'manifest.json: dependencies.list must be an exact version such as 1.2.3.',
      'config/iparams.json: the default of mode, "c", is not among its options.',
    ]);
  });

  it.each([
    ['server/server.js', 'server/server.js is missing: build the app first.'],
    ['manifest.json', 'manifest.json is missing.'],
  ])('needs %s', (file, sentence) => {
    expect(problemsOf({}, file)).toEqual([sentence]);
  });

  it('is warned of a template that is written and not listed, and of the reverse (documented)', () => {
    const { warnings } = readAppPackage(
      writeApp({ server: handling(''), manifest: modules({ requests: { other: {} } }).manifest }),
    );
    expect(warnings).toEqual([
      'manifest.json does not list template send of config/requests.json under modules.common.requests.',
      'config/requests.json has no template other, which manifest.json lists.',
    ]);
  });

  it('is taken with empty events, requests and functions, as apps the vendor publishes have them, and warned of them', () => {
    const { warnings } = readAppPackage(
      writeApp({ server: handling(''), ...modules({ functions: {}, jobs: {} }, { events: {} }) }),
    );
    expect(warnings).toEqual([
      'manifest.json: modules.common.functions is empty: take it out.',
      'manifest.json: modules.common.jobs is empty: take it out.',
      'manifest.json: modules.chat_conversation.events is empty: take it out.',
    ]);
  });

  it('may have a front end alone, and no common module (vendors’ apps)', () => {
    const manifest = { modules: { support_ticket: { location: { ticket_sidebar: { url: 'index.html' } } } } };
    expect(problemsOf({ manifest }, 'server/server.js')).toEqual([]);
  });

  it('may have a settings page of its own in place of a form (documented)', () => {
    const appDir = writeApp({ server: handling(''), files: { 'config/iparams.html': '<html></html>' } });
    rmSync(join(appDir, 'config/iparams.json'));
    expect(readAppPackage(appDir).settings).toBe('page');
  });

  it('may have blocks that concern no server: app settings, access tokens, jobs (documented)', () => {
    const manifest = { app_settings: {}, access_token: { scopes: ['a'] }, metaConfig: { a: 1 } };
    expect(problemsOf({ manifest })).toEqual([]);
    expect(
      problemsOf({
        server: handling('').replace('};', ', sync: async function () {} };'),
        ...modules({ jobs: { sync: {} } }),
      }),
    ).toEqual([]);
  });

  it.each([
    ['[]', 'config/iparams.json must hold a JSON object.'],
    ['{', 'config/iparams.json is not JSON: '],
  ])('holds JSON objects: %s', (text, sentence) => {
    expect(problemsOf({ files: { 'config/iparams.json': text } })).toEqual([expect.stringContaining(sentence)]);
  });

  it.each([
    [
      { manifest: { engines: { node: '24.x', fdk: '10.1.2' } } },
      'manifest.json: engines.node must be an exact version such as 24.11.0.',
    ],
    [
      { manifest: { modules: { common: { requests: { send: {} } } } } },
      'manifest.json: modules needs a product module such as chat_conversation.',
    ],
    [modules({ location: {} }), 'manifest.json: modules.common.location is empty: take it out.'],
    [
      modules({ events: { onAppInstall: 'install' } }),
      'manifest.json: modules.common.events.onAppInstall must be { "handler": "<exported function>" }.',
    ],
    [
      modules({ events: { onConversationCreate: { handler: 'h' } } }),
      'manifest.json: onConversationCreate stands under modules.common: product events belong under their product module.',
    ],
    [
      modules({}, { events: { onAppInstall: { handler: 'h' } } }),
      'manifest.json: onAppInstall stands under modules.chat_conversation: onAppInstall, onAppUninstall, afterAppUpdate, onScheduledEvent, onExternalEvent belong under modules.common.',
    ],
  ])('keeps to the form of the manifest: %j', (parts, sentence) => {
    expect(problemsOf(parts)).toEqual([sentence]);
  });

  it('may choose several defaults, all among the options', () => {
    const many = (values: string[]) => ({
      iparams: { kinds: { type: 'multiselect', options: ['a', 'b'], default_value: values } },
    });
    expect([problemsOf(many(['a', 'b'])), problemsOf(many(['a', 'd'])).length]).toEqual([[], 1]);
  });
});

describe('what is no file', () => {
  const put = (name: string, make: (path: string) => unknown): (() => unknown) => {
    const appDir = writeApp({ server: handling('') });
    rmSync(join(appDir, name), { recursive: true });
    make(join(appDir, name));
    return () => readAppPackage(appDir);
  };

  it.each([
    ['a folder named manifest.json', 'manifest.json', mkdirSync, 'manifest.json is no file.'],
    [
      'a named pipe',
      'config/requests.json',
      (path: string) => execFileSync('mkfifo', [path]),
      'requests.json is no file.',
    ],
    [
      'a file named server',
      'server',
      (path: string) => {
        writeFileSync(path, '');
      },
      'server/server.js is missing',
    ],
    ['a folder named server.js', 'server/server.js', mkdirSync, 'server/server.js is missing'],
  ])('is answered in words, and never waited for: %s', (...[, name, make, sentence]) => {
    expect(put(name, make)).toThrow(sentence);
  });
});
