import type { Receiver, ReceiverAnswer } from '../../packages/fresh-platform/index';
import { dig, type Json } from '../../packages/fresh-platform/lib/dig';
import { createApp, MOMENT, payloadWith, SLACK, summaryOf, TEAMS, textsOf, WEBHOOK } from '../support/app';
import { coverageOptions } from '../support/coverage';
import { createClock } from '../../packages/fresh-platform/index';

const HOUR = 3_600_000;

/** What the summary says of a destination whose receiver gives the answer. */
async function toldOf(name: string, iparams: Json, receiver: Receiver): Promise<unknown> {
  const { platform } = createApp({ iparams, receiver });
  return dig(summaryOf(await platform.invoke('onConversationCreate', payloadWith())), 'destinations', name);
}

describe('a failure is named', () => {
  const answers: [status: number, reason: string][] = [
    [302, 'the receiver redirects (302), which is not followed'],
    [400, 'the receiver rejected it (400)'],
    [401, 'the receiver refused the credentials'],
    [403, 'the receiver forbade it'],
    [404, 'there is nothing at that address'],
    [408, 'the receiver timed out'],
    [413, 'the receiver found it too large'],
    [418, 'the receiver rejected it (418)'],
    [429, 'too many requests in a minute'],
    [500, 'the receiver failed (500)'],
    [503, 'the receiver failed (503)'],
  ];

  it.each(answers)('for a %i as "%s", and never in the receiver\'s words', async (status, reason) => {
    const said = await toldOf('webhook', WEBHOOK, () => ({ status, body: 'forged words' }));
    expect(said).toMatchObject({ outcome: 'kept', status, reason });
  });

  it('as a timeout where the receiver does not answer in time', async () => {
    const receiver = () => ({ status: 200, latency: 60_000 });
    const { platform } = createApp({ iparams: TEAMS, receiver, ways: { slowAnswersAre504: true } });
    const summary = summaryOf(await platform.invoke('onConversationCreate', payloadWith()));
    expect(dig(summary, 'destinations', 'teams')).toMatchObject({
      outcome: 'kept',
      status: 504,
      reason: 'the receiver took too long',
    });
  });
});

/** The platform may reject with anything; a promise wants an error. */
function asError(rejection: unknown): Error {
  return rejection as Error;
}

describe('a request the platform itself rejects', () => {
  const unreachable = 'the receiver could not be reached';
  const refused = 'the platform refused the request';
  const rejections: [rejection: unknown, status: number, reason: string][] = [
    [
      { status: 400, headers: {}, errorSource: 'PLATFORM', response: 'forged words' },
      400,
      'the platform refused the request, or lets none through to this receiver for a while',
    ],
    [
      { status: 403, headers: {}, errorSource: 'PLATFORM', message: 'forged words' },
      403,
      'the platform blocks this address',
    ],
    [
      { status: 413, headers: {}, errorSource: 'PLATFORM', errors: ['forged words'] },
      413,
      'the platform found it too large',
    ],
    ['Template not found: forged words', 0, refused],
    [{ message: 'forged words' }, 0, refused],
    [{ status: 0, message: 'forged words' }, 0, unreachable],
    [{ status: 'odd', message: 'forged words' }, 0, unreachable],
    [{ status: -5 }, 0, unreachable],
    [{ status: 50.5 }, 0, unreachable],
    [{ status: '503' }, 503, 'the receiver failed (503)'],
    [{}, 0, unreachable],
    [null, 0, unreachable],
    [undefined, 0, unreachable],
    [7, 0, unreachable],
    [['status', 500], 0, unreachable],
  ];

  it.each(rejections)('with %j is kept, with status %i, because %s', async (rejection, status, reason) => {
    const invokeTemplate = (): Promise<never> => Promise.reject(asError(rejection));
    const sandboxGlobals = { ...coverageOptions().sandboxGlobals, $request: { invokeTemplate } };
    const { platform } = createApp({ iparams: WEBHOOK, sandboxGlobals });
    const result = await platform.invoke('onConversationCreate', payloadWith());
    expect(dig(summaryOf(result), 'destinations', 'webhook')).toEqual({
      name: 'Orders',
      outcome: 'kept',
      status,
      ms: 0,
      reason,
    });
    expect(textsOf(result).join()).not.toContain('forged');
  });

  it.each([
    ['a redirect', { status: 301, headers: { location: 'https://example.com' } }, 301, /redirects/],
    ['a text of HTML without a status', '<html>too large</html>', 0, /without a status/],
    ['nothing', undefined, 0, /without a status/],
    ['a status that is none', { status: 'fine' }, 0, /without a status/],
  ])('or resolves with %s is kept', async (...[, answer, status, reason]) => {
    const invokeTemplate = (): Promise<unknown> => Promise.resolve(answer);
    const { platform } = createApp({
      iparams: WEBHOOK,
      sandboxGlobals: { ...coverageOptions().sandboxGlobals, $request: { invokeTemplate } },
    });
    const result = await platform.invoke('onConversationCreate', payloadWith());
    expect(dig(summaryOf(result), 'destinations', 'webhook')).toMatchObject({
      outcome: 'kept',
      status,
      reason: expect.stringMatching(reason) as string,
    });
  });
});

describe('an answer of Slack', () => {
  const odd = 'Slack answered something else than ok';
  const bodies: [body: string, reason: string][] = [
    ['<html>forged</html>', odd],
    ['', odd],
    ['[]', odd],
    ['null', odd],
    ['{"ok":"true"}', odd],
    ['{"ok":false}', odd],
    ['{"ok":false,"error":"Forged Code"}', odd],
    ['{"ok":false,"error":7}', odd],
    [`{"ok":false,"error":"${'x'.repeat(61)}"}`, odd],
    ['{"ok":false,"error":"ratelimited"}', 'Slack answered ratelimited'],
    ['{"ok":false,"error":"msg_too_long"}', 'Slack answered msg_too_long'],
  ];

  it.each(bodies)('such as %s is kept: %s', async (body, reason) => {
    expect(await toldOf('slack', SLACK, () => ({ status: 200, body }))).toMatchObject({
      outcome: 'kept',
      status: 200,
      reason,
    });
  });
});

describe('a receiver that asks to be left alone', () => {
  /** The minutes after the beginning at which the receiver was tried. */
  async function triesAfter(headers: ReceiverAnswer['headers'], status: number): Promise<number[]> {
    const clock = createClock(MOMENT);
    let answer: ReceiverAnswer = { status, headers: headers ?? {} };
    const { platform, requests } = createApp({ clock, iparams: WEBHOOK, receiver: () => answer });
    await platform.invoke('onConversationCreate', payloadWith());
    answer = { status: 200 };
    await clock.advance(30 * HOUR);
    expect([platform.entries(), platform.schedules()]).toEqual([[], []]);
    return requests.slice(-1).map(({ at }) => (at - MOMENT) / 60_000);
  }

  it.each([
    { wish: '7200', least: 120, most: 130 },
    { wish: '7200.5', least: 120, most: 130 },
    { wish: new Date(MOMENT + 2 * HOUR).toUTCString(), least: 120, most: 130 },
    { wish: '9999999', least: 24 * 60, most: 24 * 60 + 10 },
    { wish: new Date(MOMENT - 2 * HOUR).toUTCString(), least: 5, most: 15 },
    { wish: 'when it suits you', least: 5, most: 15 },
    { wish: '-60', least: 5, most: 15 },
    { wish: '0', least: 5, most: 15 },
    { wish: '', least: 5, most: 15 },
  ])('for "$wish" is tried again between minute $least and minute $most', async ({ wish, least, most }) => {
    for (const [name, status] of [
      ['retry-after', 503],
      ['Retry-After', 429],
    ] as const) {
      const [minute = 0] = await triesAfter({ [name]: wish }, status);
      expect(minute).toBeGreaterThanOrEqual(least);
      expect(minute).toBeLessThanOrEqual(most);
    }
  });
});

describe('what the platform throws at once', () => {
  const thrown = (): never => {
    throw asError({ status: 429, message: 'forged words' });
  };
  const broken = { get: thrown, set: thrown, update: thrown, delete: thrown, create: thrown, fetch: thrown };

  it('of a request is kept like what it rejects', async () => {
    const sandboxGlobals = { ...coverageOptions().sandboxGlobals, $request: { invokeTemplate: thrown } };
    const { platform } = createApp({ iparams: WEBHOOK, sandboxGlobals });
    const result = await platform.invoke('onConversationCreate', payloadWith());
    expect(dig(summaryOf(result), 'destinations', 'webhook')).toMatchObject({ outcome: 'kept', status: 429 });
  });

  it('of the store and the schedules as well costs no payload silently: it is logged by the destination’s id and name', async () => {
    const sandboxGlobals = { ...coverageOptions().sandboxGlobals, $db: broken, $schedule: broken };
    const { platform } = createApp({ iparams: WEBHOOK, sandboxGlobals, receiver: () => ({ status: 503 }) });
    const result = await platform.invoke('onConversationCreate', payloadWith());
    expect(dig(summaryOf(result), 'destinations', 'webhook')).toMatchObject({ outcome: 'undelivered', status: 503 });
    const lines = result.logs.filter(({ level }) => level === 'error').map(({ text }) => JSON.parse(text) as Json);
    expect(lines).toEqual([
      expect.objectContaining({ destination: 'webhook', name: 'Orders', undelivered: expect.anything() as unknown }),
    ]);
  });
});

describe('a 415', () => {
  it('that the platform made of an answer it does not know is kept, and counts as taken after two retries', async () => {
    const receiver: Receiver = () => ({ status: 200, headers: { 'content-type': 'application/problem+json' } });
    const { platform, requests } = createApp({ iparams: WEBHOOK, receiver });
    const result = await platform.invoke('onConversationCreate', payloadWith());
    expect(dig(summaryOf(result), 'destinations', 'webhook')).toMatchObject({
      outcome: 'kept',
      status: 415,
      reason: 'the platform could not read the answer, so the receiver may have taken it',
    });
    await platform.clock.advance(2 * HOUR);
    expect(requests).toHaveLength(3);
    expect([platform.entries(), platform.schedules()]).toEqual([[], []]);
    const lines = platform.invocations.flatMap(textsOf);
    expect(lines.filter((line) => line.includes('could not be read'))).toHaveLength(1);
    expect(lines.join('\n')).not.toContain('undelivered');
  });

  it('of the receiver’s own is a refusal like any other', async () => {
    const receiver: Receiver = () => ({ status: 415, headers: { 'content-type': 'application/json' }, body: '{}' });
    const { platform, requests } = createApp({ iparams: WEBHOOK, receiver });
    const result = await platform.invoke('onConversationCreate', payloadWith());
    expect(dig(summaryOf(result), 'destinations', 'webhook')).toMatchObject({
      outcome: 'kept',
      reason: 'the receiver takes no JSON',
    });
    await platform.clock.advance(2 * HOUR);
    expect(requests.length).toBeGreaterThan(3);
    expect(platform.schedules()).not.toEqual([]);
  });
});
