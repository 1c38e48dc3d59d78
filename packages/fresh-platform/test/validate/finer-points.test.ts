/** What is right on the platform and was once told of, and what was once passed over: a small app each. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SCENARIOS } from '../../validate/play/scenarios';
import { validate } from '../../validate/validate';
import { makeGoodApp, removeApps } from './broken-apps';

afterAll(removeApps);

type Change = string | [from: string, to: string];

/** What is said of the good app with files changed, as `level rule file: sentence`. */
async function toldOf(changes: Record<string, Change>, scenarios = SCENARIOS.slice(0, 0)): Promise<string[]> {
  const dir = makeGoodApp();
  for (const [file, change] of Object.entries(changes)) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    const text = typeof change === 'string' ? change : readFileSync(join(dir, file), 'utf8').replace(...change);
    writeFileSync(join(dir, file), text);
  }
  const { problems } = await validate(dir, { scenarios });
  return problems.map(({ level, rule, file, sentence }) => `${level} ${rule} ${file}: ${sentence}`);
}

const SHOWN: Record<string, Change> = {
  'manifest.json': [
    '"chat_conversation": {',
    '"chat_conversation": { "location": { "conversation_user_info": { "url": "index.html" } },',
  ],
};
const page = (html: string): Record<string, Change> => ({ ...SHOWN, 'app/index.html': html });
const CRAYONS = '<script src="https://cdn.jsdelivr.net/npm/@freshworks/crayons@v4/dist/crayons/crayons.js"></script>\n';

describe('the validator takes', () => {
  it.each([
    {
      what: 'a request of any content type: the list of types is for answers (documented)',
      changes: {
        'config/requests.json': ['application/json', 'application/x-www-form-urlencoded'] as [string, string],
      },
    },
    {
      what: 'modules in app/, which a framework builds (a vendor’s app)',
      changes: { ...page('<p>Notes</p>\n'), 'app/notes.js': "import { a } from './a.js';\nexport const b = a;\n" },
    },
    {
      what: 'a comment that speaks of unpkg.com',
      changes: page('<!-- <script src="https://unpkg.com/notes"></script> -->\n<p>not from unpkg.com</p>\n'),
    },
    {
      what: 'what a window has by itself',
      changes: {
        ...page('<p>Notes</p>\n'),
        'app/a.js': "window.location = 'https://example.com/';\nwindow.onerror = null;\n",
      },
    },
    {
      what: 'a promise with a handler before its finally, and an async function that hears of all it awaits',
      changes: {
        ...page('<p>Notes</p>\n'),
        'app/a.js':
          "client.request.invoke('a', {}).then(() => 1).catch(() => 2).finally(() => 3);\nasync function begin() {\n  try {\n    await app.initialized();\n  } catch (error) {\n    document.title = error.message;\n  }\n}\nbegin();\n",
      },
    },
    {
      what: 'payloads of events that the app does not handle, which the FDK puts there, and events without any',
      changes: {
        'server/test_data/chat_conversation/onMessageCreate.json': '{ "data": {} }\n',
        'server/test_data/common/onScheduledEvent.json': '{ "data": {} }\n',
      },
    },
  ])('$what', async ({ changes }) => {
    expect(await toldOf(changes)).toEqual([]);
  });

  it('an event without a recording, which is played by an invented payload whatever comes of it', async () => {
    const dir = makeGoodApp();
    rmSync(join(dir, 'server/test_data'), { recursive: true });
    const { problems, simulation } = await validate(dir);
    expect(problems).toEqual([]);
    expect(simulation).toMatchObject({ stories: 0, payloads: 0, invented: 1 });
    writeFileSync(
      join(dir, 'server/words.js'),
      'exports.noteOf = function (data, greeting) {\n  return greeting + data.nobody.knows;\n};\n',
    );
    expect((await validate(dir)).problems).toEqual([]);
  });
});

describe('the validator warns of', () => {
  it('an argument that is unused and begins with an underscore: one source excuses it, another does not', async () => {
    expect(await toldOf({ 'server/words.js': ['(data, greeting)', '(data, greeting, _more)'] })).toEqual([
      "warning lint-advice server/words.js: '_more' is defined but never used.",
    ]);
  });

  it('a package.json without the script that the manifest names, which npm is to run', async () => {
    const told = await toldOf({ 'package.json': '{ "scripts": { "test": "jest" } }\n' });
    expect(told).toEqual(['warning manifest-unit-test package.json: package.json has no script fdk-unit-test.']);
  });
});

describe('the validator finds in a form', () => {
  const CHOICE = '"type": "dropdown",\n    "options": ["Short", "Long"],\n    "default_value": "Short"';
  const TWICE = '"type": "multiselect", "options": ["Short", "Long"], "default_value": ["Short", "Short"]';
  const HOST = '"display_name": "Host",';

  it.each([
    ['iparams-default', 'The default of tone is a list.', CHOICE, CHOICE.replace(/"Short"$/, '["Short"]')],
    ['iparams-default', 'The default of tone names an option twice.', CHOICE, TWICE],
    [
      'iparams-default',
      'The default of tone is "yes", and no true or false.',
      CHOICE,
      '"type": "checkbox", "default_value": "yes"',
    ],
    ['iparams-regex', 'The regex of note_host is empty.', HOST, `${HOST} "regex": {},`],
    [
      'iparams-regex',
      '"(", the regex host of note_host, is no regular expression.',
      HOST,
      `${HOST} "regex": { "host": "(", "host-error": "No" },`,
    ],
  ] as const)('by %s: %s', async (...[rule, sentence, from, to]) => {
    expect(await toldOf({ 'config/iparams.json': [from, to] })).toEqual([
      `platform ${rule} config/iparams.json: ${sentence}`,
    ]);
  });

  it('options where none belong', async () => {
    const told = await toldOf({ 'config/iparams.json': ['"type": "dropdown"', '"type": "text"'] });
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^platform iparams-options config\/iparams\.json: tone /);
  });

  it('that there is none, nor a page', async () => {
    const dir = makeGoodApp();
    rmSync(join(dir, 'config/iparams.json'));
    const { problems } = await validate(dir, { scenarios: [] });
    expect(problems.map(({ rule }) => rule)).toContain('iparams-files');
  });
});

describe('the validator finds', () => {
  it('settings that a set-up handler logs whole, without any recording', async () => {
    const told = await toldOf({
      'server/server.js': [
        'onAppInstallCallback: function () {',
        'onAppInstallCallback: function (args) {\n    console.info(JSON.stringify(args));',
      ],
    });
    expect(told).toEqual(['review log-iparams server/server.js: This log line holds the installation parameters.']);
  });

  it('a package from the CDN once, however many pages load it', async () => {
    const told = await toldOf({ ...page(CRAYONS), 'app/more.html': CRAYONS });
    expect(told).toEqual([
      'review page-package app/index.html: This loads @freshworks/crayons from the CDN, and package.json does not list it.',
    ]);
  });

  it('a location that stands under another module than its own', async () => {
    const told = await toldOf({
      'manifest.json': [
        '"common": {',
        '"common": { "location": { "conversation_user_info": { "url": "index.html" } },',
      ],
      'app/index.html': '<p>Notes</p>\n',
    });
    expect(told).toEqual([
      'platform manifest-location manifest.json: modules.common.location takes no conversation_user_info.',
    ]);
  });

  it('an access token of nobody’s, and an integration that is not there', async () => {
    const token: [string, string] = ['<%= iparam.api_token %>', '<%= access_token %>'];
    expect(await toldOf({ 'config/requests.json': token })).toEqual([
      'platform requests-options config/requests.json: sendNote sends an access_token, and does not say whose.',
    ]);
    const told = await toldOf({
      'config/requests.json': ['"options": {', '"options": { "oauth": "notebook",'],
      'config/oauth_config.json': '{ "integrations": { "diary": {} } }\n',
    });
    expect(told).toEqual([
      'platform requests-options config/requests.json: config/oauth_config.json has no integration notebook.',
    ]);
  });
});
