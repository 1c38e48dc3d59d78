import { Linter } from 'eslint';
import platform from '../../rules/lint.json';
import freshworks from '../../rules/lint/plugin.cjs';

/** What the vendor's own rules say of a server file, as `rule: message`. */
function toldOf(code: string, settings: object = {}): string[] {
  const rules = Object.keys(freshworks.rules ?? {}).map((name) => [`freshworks/${name}`, 'error'] as const);
  const config = {
    languageOptions: platform.languageOptions,
    plugins: { freshworks },
    settings: { freshworks: settings },
    rules: Object.fromEntries(rules),
  } as unknown as Linter.Config;
  return new Linter({ configType: 'flat' })
    .verify(code, [config], { filename: 'server/server.js' })
    .map(({ ruleId, message }) => `${ruleId ?? 'parsing'}: ${message}`);
}

const UNHEARD = 'freshworks/no-unhandled-promise: Nothing hears of it when this promise is rejected.';
const ONLY_LOGGED = 'freshworks/no-logging-rejections: A rejection is logged and nothing else.';
const OTHER_REQUEST = 'freshworks/no-non-client-request-model: The platform makes requests by request templates only.';

describe('the list of rules', () => {
  it('holds each of the vendor’s own', () => {
    const listed = Object.keys(platform.rules).filter((name) => name.startsWith('freshworks/'));
    const own = Object.keys(freshworks.rules ?? {}).map((name) => `freshworks/${name}`);
    expect(listed.sort()).toEqual(own.sort());
  });
});

describe('a promise', () => {
  it.each([
    '$db.get("key");',
    'void $db.get("key");',
    '$request.invokeTemplate("post", {}).then(() => 1);',
    'Promise.all([]);',
    'async function work() { await $db.get("key"); } work();',
    'const work = async () => { await $db.get("key"); }; work();',
    'async function work() { try { await $db.get("a"); } catch (error) { await $db.get("b"); } } work();',
    '$db.get("key").finally(() => 1);',
  ])('that nothing waits for is named: %s', (code) => {
    expect(toldOf(code)).toEqual([UNHEARD]);
  });

  it.each([
    'async function work() { await $db.get("key"); }',
    '$db.get("key").then(() => 1, () => 2);',
    '$db.get("key").catch(() => undefined);',
    'const reading = $db.get("key");',
    '$db.get("key").then(() => 1).catch(() => undefined).finally(() => 1);',
    'function work() {} work();',
    'async function work() { try { await $db.get("key"); } catch (error) { renderData(error); } } work();',
    'async function work() { const later = async () => { await $db.get("key"); }; return later; } work();',
    'console.log("x");',
  ])('that is awaited, handled or kept is not: %s', (code) => {
    expect(toldOf(code)).toEqual([]);
  });

  it.each([
    '(error) => console.error(error)',
    '(error) => { console.error(error); }',
    'function (e) { console.log(e); }',
  ])('whose rejection is only logged is named: %s', (handler) => {
    expect(toldOf(`$db.get("key").catch(${handler});`)).toEqual([ONLY_LOGGED]);
    expect(toldOf(`$db.get("key").then(() => 1, ${handler});`)).toEqual([ONLY_LOGGED]);
  });

  it('whose rejection is logged and told is not', () => {
    expect(toldOf('$db.get("key").catch((error) => { console.error(error); renderData(error); });')).toEqual([]);
  });
});

describe('a request', () => {
  it.each(['fetch("https://example.com");', 'new XMLHttpRequest();', 'axios.get("x");', '$.ajax({});'])(
    'by other means than a template is named: %s',
    (code) => {
      expect(toldOf(code)).toEqual([OTHER_REQUEST]);
    },
  );

  it('of an older platform is named', () => {
    expect(toldOf('const answer = $request.post("https://example.com", {});')).toEqual([
      'freshworks/no-deprecated-apis: $request.post is of an older platform: use $request.invokeTemplate.',
    ]);
  });

  it('that a function does nothing but pass on is named', () => {
    const body = (more: string): string =>
      `exports = { ask: async function (payload) { const { response } = await $request.invokeTemplate('ask', {}); ${more} renderData(null, response); } };`;
    expect(toldOf(body(''))).toEqual([
      'freshworks/no-proxy-requests: The function only passes a request template on: let the page invoke it.',
    ]);
    expect(toldOf(body('remember(payload);'))).toEqual([]);
  });
});

describe('a package', () => {
  it('is named where manifest.json does not list it, or nothing requires it', () => {
    const code = "const { Webhook } = require('standardwebhooks/dist'); const words = require('./words');";
    expect(toldOf(code, { dependencies: ['standardwebhooks'], isOnlyFile: true })).toEqual([]);
    expect(toldOf(code, { dependencies: ['axios'], isOnlyFile: true })).toEqual([
      'freshworks/no-dependency-mismatch: manifest.json lists axios, which nothing requires.',
      'freshworks/no-dependency-mismatch: manifest.json does not list standardwebhooks/dist under dependencies.',
    ]);
    expect(toldOf(code, { dependencies: ['axios'] })).toHaveLength(1);
    expect(toldOf(code)).toEqual([]);
  });

  it('is not taken from a CDN that is refused', () => {
    const told = ['freshworks/no-unpkg-cdn: unpkg.com is refused: use cdn.jsdelivr.net.'];
    expect(toldOf("const from = 'https://unpkg.com/x';")).toEqual(told);
    expect(toldOf('const from = `https://unpkg.com/${1}`;')).toEqual(told);
    expect(toldOf("const from = 'https://cdn.jsdelivr.net/npm/x';")).toEqual([]);
  });
});
