import { answering, evaluate, handling, NOW, platformWith, recording, removeApps } from '../support/apps';

afterAll(removeApps);

const SEND = "$request.invokeTemplate('send', { context: payload.data, body: 'hello' })";

describe('the platform’s own attempts', () => {
  const options = { maxAttempts: 3, retryDelay: 500 };

  it('follow a 429, a 5xx and a network error, after the delay, and count for the quota', async () => {
    const { sent, receiver } = recording({ status: 429 }, { status: 503 }, { status: 200 });
    const platform = platformWith({ server: handling(answering(SEND)), options }, { receiver });
    const { logs } = await platform.invoke('onConversationUpdate', { data: {} });
    expect(JSON.parse(logs[0]!.text)).toMatchObject({ is: { attempts: 3 } });
    expect(sent.map(({ attempt, at }) => [attempt, at - NOW])).toEqual([
      [1, 0],
      [2, 500],
      [3, 1_000],
    ]);
    expect(platform.quota().requests).toBe(3);
  });

  it.each([400, 404, 301])('do not follow a %d', async (status) => {
    const { sent, receiver } = recording({ status });
    await evaluate(SEND, { receiver }, { options });
    expect(sent).toHaveLength(1);
  });

  it('end with the last answer', async () => {
    const { sent, receiver } = recording(
      { status: 500, body: 'a' },
      { status: 500, body: 'b' },
      { status: 500, body: 'c' },
    );
    expect(await evaluate(SEND, { receiver }, { options })).toMatchObject({ rejects: { status: 500, response: 'c' } });
    expect(sent).toHaveLength(3);
  });

  it('end when the quota leaves no room', async () => {
    const { sent, receiver } = recording({ status: 500 });
    expect(await evaluate(SEND, { receiver, limits: { requestsPerMinute: 2 } }, { options })).toEqual({
      rejects: {
        status: 429,
        headers: {},
        errorSource: 'PLATFORM',
        message: 'The installation has used its 2 requests a minute: try again later.',
      },
    });
    expect(sent).toHaveLength(2);
  });
});

describe('the quota of requests', () => {
  it('is 50 in a sliding minute, whichever invocations make them; a refused one does not count', async () => {
    const { sent, receiver } = recording({ status: 200 });
    const platform = platformWith(
      {
        server: handling(
          `for (let n = 0; n < payload.data.times; n += 1) await ${SEND}.catch((e) => console.log(e.status));`,
        ),
      },
      { receiver },
    );
    const make = async (times: number) =>
      (await platform.invoke('onConversationUpdate', { data: { times } })).logs.map(({ text }) => text);
    expect(await make(30)).toEqual([]);
    await platform.clock.advance(30_000);
    expect(await make(21)).toEqual(['429']);
    await platform.clock.advance(29_999);
    expect(await make(1)).toEqual(['429']);
    await platform.clock.advance(1);
    expect(platform.quota().requests).toBe(20);
    expect(await make(31)).toEqual(['429']);
    expect(sent).toHaveLength(80);
  });
});
