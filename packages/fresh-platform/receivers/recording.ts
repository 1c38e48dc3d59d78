/**
 * Recordings in the HTTP Archive format (HAR 1.2), which browsers and proxies save: what a service once answered answers again.
 * https://w3c.github.io/web-performance/specs/HAR/Overview.html
 */
import { dig, digList, digText } from '../lib/dig';
import { friendlyPath, readJsonFile, UserError } from '../lib/json-file';
import type { OutgoingRequest, Receiver, ReceiverAnswer } from '../types';
import { receiverIn } from './modes';

/** A request and what came of it; without an answer where nothing came back. */
export interface Exchange {
  request: OutgoingRequest;
  answer?: ReceiverAnswer;
}

/** Not what a connection of its own has decided: the body stands in the file as plain text. */
const OF_THE_CONNECTION = new Set(['content-encoding', 'content-length', 'transfer-encoding', 'connection']);

/** Answers a request as the same method and address was answered in the file, in turn, the last from then on. Throws a UserError where the file is no HAR. */
export function receiverFrom(path: string, otherwise: Receiver = receiverIn('well')): Receiver {
  const answers = new Map<string, ReceiverAnswer[]>();
  for (const entry of entriesOf(path)) {
    const key = keyOf(digText(entry, 'request', 'method'), digText(entry, 'request', 'url'));
    answers.set(key, [...(answers.get(key) ?? []), answerOf(entry)]);
  }
  return (request) => {
    const left = answers.get(keyOf(request.method, addressOf(request)));
    if (left === undefined) return otherwise(request);
    const answer = (left.length > 1 ? left.shift() : left[0]) ?? { status: 200 };
    if (answer.status === 0) throw new Error('nothing came back when it was recorded.');
    return answer;
  };
}

function entriesOf(path: string): unknown[] {
  const entries = dig(readJsonFile(path), 'log', 'entries');
  if (Array.isArray(entries)) return entries as unknown[];
  throw new UserError(
    `${friendlyPath(path)} is no HTTP Archive: it has no log.entries. Browsers and proxies save one as HAR.`,
  );
}

function keyOf(method: string, address: string): string {
  return `${method} ${URL.canParse(address) ? new URL(address).href : address}`;
}

function addressOf({ host, path }: OutgoingRequest): string {
  return `https://${host}${path}`;
}

/** A status of 0 is HAR's for no answer. */
function answerOf(entry: unknown): ReceiverAnswer {
  const headers = digList(entry, 'response', 'headers')
    .map((header): [string, string] => [digText(header, 'name').toLowerCase(), digText(header, 'value')])
    .filter(([name]) => name !== '' && !name.startsWith(':') && !OF_THE_CONNECTION.has(name));
  const content = dig(entry, 'response', 'content');
  const text = digText(content, 'text');
  const time = dig(entry, 'time');
  return {
    status: Number(dig(entry, 'response', 'status') ?? 200),
    headers: Object.fromEntries(headers),
    body: digText(content, 'encoding') === 'base64' ? Buffer.from(text, 'base64').toString('utf8') : text,
    ...(typeof time === 'number' && time > 0 && { latency: time }),
  };
}

/** The same receiver, of whose requests and answers `hear` is told: of the request as it arrives; its answer is added when it comes. */
export function heardBy(receiver: Receiver, hear: (exchange: Exchange) => void): Receiver {
  return async (request) => {
    const exchange: Exchange = { request };
    hear(exchange);
    const answer = await receiver(request);
    exchange.answer = answer;
    return answer;
  };
}

/** What was heard, as an HTTP Archive. Secrets stand in it as they were sent. */
export function archiveOf(exchanges: readonly Exchange[]): object {
  return {
    log: {
      version: '1.2',
      creator: { name: 'fresh-platform', version: '1' },
      entries: exchanges.map(({ request, answer }) => ({
        startedDateTime: new Date(request.at).toISOString(),
        time: answer?.latency ?? 0,
        request: {
          method: request.method,
          url: addressOf(request),
          httpVersion: 'HTTP/1.1',
          cookies: [],
          headers: pairs(request.headers),
          queryString: [...new URL(addressOf(request)).searchParams].map(([name, value]) => ({ name, value })),
          ...(request.body !== '' && { postData: { mimeType: typeIn(request.headers), text: request.body } }),
          headersSize: -1,
          bodySize: Buffer.byteLength(request.body),
        },
        response: responseOf(answer),
        cache: {},
        timings: { send: 0, wait: answer?.latency ?? 0, receive: 0 },
      })),
    },
  };
}

function responseOf({ status, headers = {}, body = '' }: ReceiverAnswer = { status: 0 }): object {
  return {
    status,
    statusText: '',
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: pairs(headers),
    content: { size: Buffer.byteLength(body), mimeType: typeIn(headers), text: body },
    redirectURL: headers['location'] ?? '',
    headersSize: -1,
    bodySize: Buffer.byteLength(body),
  };
}

function pairs(headers: Record<string, string>): { name: string; value: string }[] {
  return Object.entries(headers).map(([name, value]) => ({ name, value }));
}

function typeIn(headers: Record<string, string>): string {
  const found = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type');
  return found?.[1] ?? '';
}
