/** What an answer to a request means, whole: by its status, its headers and who gave it. */
import { send, type Outcome } from '../../src/platform/requests';

const NOW = Date.parse('2026-11-02T09:00:00.000Z');
const DAY = 86_400_000;

/** The platform may reject with anything; a promise wants an error. */
function asError(rejection: unknown): Error {
  return rejection as Error;
}

/** What came of a request that the platform answers so, after 250 ms. */
async function outcomeOf(answer: unknown, isRejected = false): Promise<Outcome> {
  let now = NOW;
  const invokeTemplate = (): Promise<unknown> => {
    now += 250;
    return isRejected ? Promise.reject(asError(answer)) : Promise.resolve(answer);
  };
  Object.assign(globalThis, { $request: { invokeTemplate } });
  const runtime = {
    now: () => now,
    random: () => 0.5,
    after: () => Promise.resolve(),
    pause: () => Promise.resolve(true),
  };
  return send('postToWebhook', {}, '{}', runtime);
}

const failed = (status: number, reason: string, more: object = {}): object => ({
  ok: false,
  status,
  ms: 250,
  reason,
  notBefore: null,
  ...more,
});

test.each<[answer: object, outcome: object]>([
  [
    { status: 200, response: '{}' },
    { ok: true, status: 200, ms: 250, response: '{}' },
  ],
  [{ status: '299' }, { ok: true, status: 299, ms: 250, response: '' }],
  [
    { status: 204, response: {} },
    { ok: true, status: 204, ms: 250, response: '' },
  ],
  [{ status: 200.5 }, failed(0, 'the platform answered without a status, so nothing may have been sent')],
  [{ status: -200 }, failed(0, 'the platform answered without a status, so nothing may have been sent')],
  [{ status: 1 }, failed(1, 'the receiver gave no proper answer (1)')],
  [{ status: 199 }, failed(199, 'the receiver gave no proper answer (199)')],
  [{ status: 300 }, failed(300, 'the receiver redirects (300), which is not followed')],
  [{ status: 399 }, failed(399, 'the receiver redirects (399), which is not followed')],
  [{ status: 0 }, failed(0, 'the platform answered without a status, so nothing may have been sent')],
  [{ response: '' }, failed(0, 'the platform answered without a status, so nothing may have been sent')],
])('%j is an answer that came to %j', async (answer, outcome) => {
  expect(await outcomeOf(answer)).toEqual(outcome);
});

const unreadable = 'the platform could not read the answer, so the receiver may have taken it';
const insecure = 'no secure connection to the receiver could be made';

test.each<[rejection: unknown, outcome: object]>([
  [{ status: 400 }, failed(400, 'the receiver rejected it (400)')],
  [{ status: 499 }, failed(499, 'the receiver rejected it (499)')],
  [{ status: 500 }, failed(500, 'the receiver failed (500)')],
  [{ status: 501, errorSource: 'PLATFORM' }, failed(501, 'the receiver failed (501)')],
  [{ status: 413, errorSource: 'APP' }, failed(413, 'the receiver found it too large')],
  [{ status: 401 }, failed(401, 'the receiver refused the credentials')],
  [{ status: 402 }, failed(402, 'the receiver rejected it (402)')],
  [{ status: 403 }, failed(403, 'the receiver forbade it')],
  [{ status: 404 }, failed(404, 'there is nothing at that address')],
  [{ status: 408 }, failed(408, 'the receiver timed out')],
  [{ status: 410 }, failed(410, 'the receiver is gone for good')],
  [{ status: 429 }, failed(429, 'too many requests in a minute')],
  [{ status: 503 }, failed(503, 'the receiver failed (503)')],
  [
    { status: 400, errorSource: 'PLATFORM' },
    failed(400, 'the platform refused the request, or lets none through to this receiver for a while'),
  ],
  [{ status: 403, errorSource: 'PLATFORM' }, failed(403, 'the platform blocks this address')],
  [{ status: 413, errorSource: 'PLATFORM' }, failed(413, 'the platform found it too large')],
  [{ status: 429, errorSource: 'PLATFORM' }, failed(429, 'too many requests in a minute')],
  ['Template not found', failed(0, 'the platform refused the request')],
  [{ message: 'no such template' }, failed(0, 'the platform refused the request')],
  [{ status: 0, message: 'nobody there' }, failed(0, 'the receiver could not be reached')],
  [{ response: 'nobody there' }, failed(0, 'the receiver could not be reached')],
  [undefined, failed(0, 'the receiver could not be reached')],
  [{ status: 504 }, failed(504, 'the receiver took too long')],
  [{ status: 415 }, failed(415, unreadable, { platform: true })],
  [{ status: 415, headers: {} }, failed(415, unreadable, { platform: true })],
  [{ status: 415, headers: { date: 'today' } }, failed(415, 'the receiver takes no JSON')],
  [{ status: 416, headers: {} }, failed(416, 'the receiver rejected it (416)')],
  [{ status: 502 }, failed(502, 'the receiver could not be reached')],
  [{ status: 502, response: 'self-signed certificate' }, failed(502, insecure)],
  [{ status: 502, message: 'SSL routines' }, failed(502, insecure)],
  [{ message: 'certificate has expired' }, failed(0, insecure)],
  [{ status: 501, response: 'certificate' }, failed(501, 'the receiver failed (501)')],
  [{ status: 502, response: 'hassle' }, failed(502, 'the receiver could not be reached')],
])('%j is a rejection that came to %j', async (rejection, outcome) => {
  expect(await outcomeOf(rejection, true)).toEqual(outcome);
});

test.each<[wish: unknown, ms: number | null]>([
  ['60', 60_000],
  [60, 60_000],
  ['0.5', 500],
  ['0', null],
  ['', null],
  ['soon', null],
  [['5', '6'], 5_000],
  [[], null],
  [{}, null],
  ['86400', DAY],
  ['86401', DAY],
  [new Date(NOW + 1_000).toUTCString(), 750],
  [new Date(NOW).toUTCString(), null],
  [new Date(NOW + 2 * DAY).toUTCString(), DAY],
])('who asks with %j not to be tried before some time is left alone for %j ms', async (wish, ms) => {
  for (const name of ['retry-after', 'Retry-After']) {
    const outcome = await outcomeOf({ status: 503, headers: { [name]: wish } }, true);
    expect(outcome).toMatchObject({ notBefore: ms === null ? null : NOW + 250 + ms });
  }
});
