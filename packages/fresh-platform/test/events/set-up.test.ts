import { platformWith, recording, removeApps } from '../support/apps';

afterAll(removeApps);

const handlers = {
  onConversationUpdate: 'onConversationUpdate',
  onScheduledEvent: 'onScheduledEvent',
  onAppInstall: 'onAppInstall',
  onAppUninstall: 'onAppUninstall',
};

/** An app whose set-up events do as the texts say, and which keeps one record and one schedule. */
function app(install: string, uninstall = 'renderData();') {
  const keep =
    "await $db.set('k', { n: 1 }); await $schedule.create({ name: 's', data: {}, schedule_at: '2026-11-02', repeat: { time_unit: 'hours', frequency: 1 } });";
  const server = `exports = {
    onConversationUpdate: async function (payload) { console.log(payload.iparams.token); ${keep} },
    onScheduledEvent: function () {},
    onAppInstall: function (payload) { ${install} },
    onAppUninstall: function () { ${uninstall} }
  };\n`;
  return platformWith({ server, handlers }, { iparams: { token: 'old' } });
}

/** The token that the app's next event carries. */
async function tokenOf(platform: ReturnType<typeof app>) {
  return (await platform.invoke('onConversationUpdate', {})).logs[0]?.text;
}

describe('installing', () => {
  it('takes the parameters when renderData is called without an argument', async () => {
    const platform = app("console.log(payload.iparams.token, 'data' in payload); renderData();");
    const { rendered, logs, error } = await platform.install({ token: 'new' });
    expect([rendered, logs[0]?.text, error]).toEqual([null, 'new false', undefined]);
    expect(await tokenOf(platform)).toBe('new');
  });

  it('is refused with a message, and the parameters stay as they were', async () => {
    const platform = app("renderData({ message: 'The token is wrong.' });");
    const { rendered, error } = await platform.install({ token: 'new' });
    expect([rendered, error]).toEqual([{ message: 'The token is wrong.' }, undefined]);
    expect(await tokenOf(platform)).toBe('old');
  });

  it('shows 60 characters of a message at most', async () => {
    const { error } = await app(`renderData({ message: '${'x'.repeat(61)}' });`).install({});
    expect(error).toContain('has 61 characters, and renderData shows 60 at most.');
  });

  it('must end with renderData, called once', async () => {
    expect((await app('').install({})).error).toBe(
      'onAppInstall must end with renderData(), and onAppInstall never called it.',
    );
    expect((await app('renderData(); renderData();').install({})).error).toContain('renderData was called twice');
  });

  it('waits for what the handler awaits, and fills templates in with the new parameters', async () => {
    const { sent, receiver } = recording({ status: 200, latency: 3_000 });
    const server =
      "exports = { onAppInstall: async function () { await $request.invokeTemplate('send', {}); renderData(); }, onConversationUpdate() {}, onScheduledEvent() {}, onAppUninstall() {} };\n";
    const platform = platformWith(
      { server, handlers, schema: { host: '<%= iparam.host %>' } },
      { receiver, iparams: { host: 'old.example.com' } },
    );
    const { rendered, startedAt, endedAt } = await platform.install({ host: 'new.example.com' });
    expect([rendered, endedAt - startedAt, sent[0]?.host]).toEqual([null, 3_000, 'new.example.com']);
  });

  it('is over with renderData, and says so where that comes late', async () => {
    const installed = async (latency: number, install: string) => {
      const server = `exports = { onAppInstall: async function () { ${install} }, onConversationUpdate() {}, onScheduledEvent() {}, onAppUninstall() {} };\n`;
      const { rendered, error, startedAt, endedAt } = await platformWith(
        { server, handlers },
        { receiver: recording({ status: 200, latency }).receiver },
      ).install({});
      return { rendered, error, took: endedAt - startedAt };
    };
    expect(await installed(12_000, "$request.invokeTemplate('send', {}); renderData();")).toEqual({
      rendered: null,
      error: undefined,
      took: 0,
    });
    expect(await installed(10_000, "await $request.invokeTemplate('send', {}); renderData();")).toEqual({
      rendered: null,
      error: undefined,
      took: 10_000,
    });
    expect(await installed(12_000, "await $request.invokeTemplate('send', {}); renderData();")).toEqual({
      rendered: null,
      error: 'renderData was called after 12000 ms: an app set-up event should end within 10000 ms.',
      took: 12_000,
    });
  });

  it('needs a message in order to refuse', async () => {
    expect((await app('renderData({});').install({})).error).toContain('or with { message } to refuse.');
  });
});

describe('uninstalling', () => {
  it('wipes store and schedules', async () => {
    const platform = app('renderData();');
    await platform.invoke('onConversationUpdate', {});
    expect([platform.entries().length, platform.schedules().length]).toEqual([1, 1]);
    await platform.uninstall();
    expect([platform.entries(), platform.schedules()]).toEqual([[], []]);
  });

  it('fails for ever without renderData', async () => {
    const platform = app('renderData();', '');
    await platform.invoke('onConversationUpdate', {});
    expect((await platform.uninstall()).error).toContain('onAppUninstall must end with renderData()');
    expect(platform.entries()).toHaveLength(1);
  });
});

it('set-up events are no events to deliver, and renderData is harmless in others', async () => {
  const platform = platformWith({
    server: 'exports = { onConversationUpdate: function () { renderData(); }, onScheduledEvent: function () {} };\n',
  });
  await expect(platform.invoke('onAppInstall', {})).rejects.toThrow('use install(), uninstall() or update()');
  expect(await platform.invoke('onConversationUpdate', {})).not.toHaveProperty('error');
});

it('an app without handlers for them is installed and removed', async () => {
  const platform = platformWith({
    server:
      'exports = { onConversationUpdate: function (payload) { console.log(payload.iparams.token); }, onScheduledEvent: function () {} };\n',
  });
  expect((await platform.install({ token: 'new' })).outcome).toBe('completed');
  expect((await platform.invoke('onConversationUpdate', {})).logs[0]?.text).toBe('new');
  expect((await platform.uninstall()).outcome).toBe('completed');
});
