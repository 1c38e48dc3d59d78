import { handling, platformWith, removeApps } from '../support/apps';

afterAll(removeApps);

describe('server.js', () => {
  const ON_SCHEDULE = 'onScheduledEvent() {}';

  it.each([
    `exports = { onConversationUpdate: function () {}, ${ON_SCHEDULE} };\n`,
    `exports = { async onConversationUpdate() {}, ${ON_SCHEDULE} };`,
    `const help = () => 1;\nexports = { onConversationUpdate: async function () { await help(); }, ${ON_SCHEDULE} }`,
  ])('exports functions written in one `exports = { … }`, with a final newline or without: %j', async (server) => {
    const { outcome, error } = await platformWith({ server }).invoke('onConversationUpdate', { data: {} });
    expect([outcome, error]).toEqual(['completed', undefined]);
  });

  it.each([
    [`exports = { ${ON_SCHEDULE} };\nexports.onConversationUpdate = function () {};\n`, 'it is assigned as exports.'],
    [
      `function f() {}\nexports = { onConversationUpdate: f, ${ON_SCHEDULE} };\n`,
      'it is a function declared elsewhere',
    ],
    [`function onConversationUpdate() {}\nexports = { onConversationUpdate, ${ON_SCHEDULE} };\n`, 'declared elsewhere'],
    [`exports = { onConversationUpdate: () => {}, ${ON_SCHEDULE} };\n`, 'it is an arrow function'],
    [`exports = { 'onConversationUpdate': function () {}, ${ON_SCHEDULE} };\n`, 'it is named in quotes or brackets'],
    [`exports = { ...require('./lib'), ${ON_SCHEDULE} };\n`, 'The exports hold a spread'],
    [`exports = { ${ON_SCHEDULE} };\n`, 'is not in `exports = { … }`'],
    ['const api = {};\nexports = api;\n', 'There is no top-level `exports = { … }`'],
    ['module.exports = {};\n', 'There is no top-level `exports = { … }`'],
  ])(
    'is refused where the tool would not find a handler (FDK 6.9’s source, a log of FDK 10.1): %j',
    (server, sentence) => {
      expect(() => platformWith({ server })).toThrow(sentence);
    },
  );

  it.each([
    'const big = 1_000;',
    'let a; a ??= 1;',
    'class A { field = 1; }',
    "'a'.at?.(0); let b; b ||= 2;",
    'export const a = 1;',
    'import a from "a";',
  ])('is parsed as ECMAScript 2020 (a log of FDK 10.1), its files too: %s', async (line) => {
    expect(() => platformWith({ server: `${line}\n${handling('')}` })).toThrow('The platform parses ECMAScript 2020');
    const files = { 'server/lib.js': `${line}\nexports = {};\n` };
    const { error } = await platformWith({ server: `require('./lib');\n${handling('')}`, files }).invoke(
      'onConversationUpdate',
      {},
    );
    expect(error).toContain('server/lib.js, line 1, column');
  });

  it('may not end in a comment, which takes what the platform writes after it (FDK 6.9’s source)', async () => {
    const server = `${handling('')}//# sourceMappingURL=server.js.map`;
    expect((await platformWith({ server }).invoke('onConversationUpdate', { data: {} })).error).toContain(
      'end the file with a newline and carry no source map reference',
    );
  });

  it('keeps nothing from one invocation to the next', async () => {
    const platform = platformWith({
      server: `let calls = 0;\n${handling('calls += 1; globalThis.seen = (globalThis.seen || 0) + 1; console.log(calls, globalThis.seen);')}`,
    });
    await platform.invoke('onConversationUpdate', { data: {} });
    await platform.invoke('onConversationUpdate', { data: {} });
    expect(platform.invocations.map(({ logs }) => logs[0]?.text)).toEqual(['1 1', '1 1']);
  });
});
