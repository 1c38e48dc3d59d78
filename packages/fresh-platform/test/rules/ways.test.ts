import { answering, evaluate, handling, platformWith, recording, removeApps, run } from '../support/apps';

afterAll(removeApps);

const fdk6 = { variant: 'fdk6' as const };
const send = (body: string) => `$request.invokeTemplate('send', { context: payload.data, body: ${body} })`;

describe('as FDK 6.9 did it (its source)', () => {
  it('an expired entry blocks setIf until somebody has read it', async () => {
    const claim =
      "await $db.set('k', { n: 1 }, { ttl: 60, setIf: 'not_exist' }).then(() => console.log('mine'), (e) => console.log(e.status));";
    const platform = platformWith(
      {
        server: handling(
          `if (payload.data.read) await $db.get('k').then(() => undefined, (e) => console.log(e.status)); ${claim}`,
        ),
      },
      fdk6,
    );
    const told = async (read: boolean) =>
      (await platform.invoke('onConversationUpdate', { data: { read } })).logs.map(({ text }) => text);
    expect(await told(false)).toEqual(['mine']);
    await platform.clock.advance(60_000);
    expect(platform.entries()).toEqual([]);
    expect(await told(false)).toEqual(['400']);
    expect(await told(true)).toEqual(['404', 'mine']);
  });

  it('a host may name a port', async () => {
    const { sent, receiver } = recording({ status: 200 });
    const parts = { server: handling(send("''")), schema: { host: '<%= context.host %>' } };
    const data = { host: 'receiver.example.com:8443' };
    await platformWith(parts, { receiver }).invoke('onConversationUpdate', { data });
    await platformWith(parts, { ...fdk6, receiver }).invoke('onConversationUpdate', { data });
    await platformWith({ ...parts, schema: data }, { ...fdk6, receiver }).invoke('onConversationUpdate', { data: {} });
    expect(sent.map(({ host }) => host)).toEqual(['receiver.example.com:8443', 'receiver.example.com:8443']);
  });

  it('names of attributes have at most 30 characters', async () => {
    const named = (length: number) => evaluate(`$db.update('k', 'append', { ['a'.repeat(${length})]: [1] })`, fdk6);
    expect(await named(30)).toEqual({ is: { Updated: true } });
    expect(await named(31)).toMatchObject({ rejects: { status: 400 } });
  });

  it.each([
    ["'Hello <%= iparam.token %>'", 'Hello s3cret'],
    ["'Hello ${iparam.token}'", 'Hello s3cret'],
    ["'Hello <%- context.name %> and <%= context.none %>.'", 'Hello Zoë and .'],
    ["JSON.stringify({ a: '\\\\u003c%= iparam.token %>' })", '{"a":"\\\\u003c%= iparam.token %>"}'],
    ["'100 <% and $ {'", '100 <% and $ {'],
  ])('the body %s goes out as %s', async (body, sent) => {
    const { sent: requests, receiver } = recording({ status: 200 });
    const platform = platformWith(
      { server: handling(answering(send(body))) },
      { ...fdk6, receiver, iparams: { token: 's3cret' } },
    );
    await platform.invoke('onConversationUpdate', { data: { name: 'Zoë' } });
    expect(requests.map((request) => request.body)).toEqual([sent]);
  });

  it.each(["'<%= nobody.knows %>'", "'${}'", "'<% code() %>'", '\'<%= iparam["a"] %>\'', "'<%= context.quoted %>'"])(
    'the body %s is a fault of the template',
    async (body) => {
      const platform = platformWith({ server: handling(answering(send(body))) }, fdk6);
      const { logs } = await platform.invoke('onConversationUpdate', { data: { quoted: 'a "b" c' } });
      expect(JSON.parse(logs[0]!.text)).toMatchObject({ rejects: { status: 400 } });
    },
  );

  it('a quote in a value of a header is a fault of the template', async () => {
    const parts = { schema: { headers: { 'X-Name': '<%= context.name %>' } } };
    const sending = (name: string) =>
      evaluate(`$request.invokeTemplate('send', { context: { name: '${name}' } })`, fdk6, parts);
    expect(await sending('a b')).toMatchObject({ is: { status: 200 } });
    expect(await sending('a "b"')).toMatchObject({ rejects: { status: 400 } });
  });

  it('a body over 100 KB as it stands escaped in another JSON text resolves with a page and no status', async () => {
    const { sent, receiver } = recording({ status: 200 });
    const answer = await evaluate(send("'\"'.repeat(60 * 1024)"), { ...fdk6, receiver });
    expect(answer).toEqual({ is: expect.stringContaining('<!DOCTYPE html>') as string });
    expect(sent).toEqual([]);
    expect(await evaluate(send("'x'.repeat(60 * 1024)"), { ...fdk6, receiver })).toMatchObject({ is: { status: 200 } });
  });

  it('what operations return can be awaited, and has done and fail but no catch', async () => {
    const body = `
      const pending = $db.get('none');
      console.log([typeof pending.then, typeof pending.done, typeof pending.fail, typeof pending.catch].join());
      pending.fail((e) => console.log(e.status)).done(() => console.log('never'));
      console.log(await $db.set('k', { n: 1 }).then(({ Created }) => Created));
      try { await $db.get('none'); } catch (e) { console.log(e.message); }
      $db.get('none');`;
    const { logs, error } = await run(body, fdk6);
    expect([logs.map(({ text }) => text), error]).toEqual([
      ['function,function,function,undefined', '404', 'true', 'Record not found'],
      undefined,
    ]);
  });

  it('a callback that throws is told of', async () => {
    const { error } = await run("$db.get('none').fail(() => { throw new Error('oh'); });", fdk6);
    expect(error).toContain('A callback threw: Error: oh');
  });

  it.each([
    '$schedule.create()',
    '$schedule.fetch(null)',
    "$schedule.create({ name: 's', data: {}, repeat: 'daily' })",
    "(() => { const data = {}; data.self = data; return $schedule.create({ name: 's', data }); })()",
    "(() => { const data = {}; data.self = data; return $db.set('k', data); })()",
    "$db.update('k', 'set', { a: 1n })",
  ])('%s throws at once; elsewhere it is refused', async (call) => {
    const body = `let pending; try { pending = ${call}; } catch { console.log('threw'); } if (pending) await pending.then(() => console.log('took'), ({ status }) => console.log(status));`;
    expect((await run(body, fdk6)).logs.map(({ text }) => text)).toEqual(['threw']);
    expect((await run(body)).logs.map(({ text }) => text)).toEqual(['400']);
  });
});

it('URL exists where it is switched on: one of the vendor’s apps uses it, and nothing documents it', async () => {
  expect(await evaluate("new URL('https://a.example.com/b').host", { ways: { hasUrl: true } })).toEqual({
    is: 'a.example.com',
  });
});

it('today’s platform lets bodies alone, and a single way can be switched on', async () => {
  const { sent, receiver } = recording({ status: 200 });
  const body = send("'<%= iparam.token %> ${iparam.token}'");
  await evaluate(body, { receiver });
  expect(sent[0]?.body).toBe('<%= iparam.token %> ${iparam.token}');
  const setMissing = (setNeedsEntry: boolean) =>
    evaluate("$db.update('none', 'set', { a: 1 })", { ways: { setNeedsEntry } });
  expect(await setMissing(false)).toEqual({ is: { Updated: true } });
  expect(await setMissing(true)).toMatchObject({ rejects: { status: 404 } });
});
