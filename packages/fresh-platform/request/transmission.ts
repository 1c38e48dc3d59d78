/** One attempt of a request: out to the receiver, and back with an answer, or with the one failure that all kinds of silence share. */
import { messageOf } from '../lib/thrown';
import { latencyOf, type Installation } from '../installation/installation';
import { isAnswerType } from '../rules/request';
import type { OutgoingRequest, ReceiverAnswer } from '../types';

export interface Reply {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  response: string;
  errorSource: 'APP' | 'PLATFORM';
  /** Whether the platform tries again where the template allows it: after silence, 429 and 5xx. */
  isRepeated: boolean;
  /** Why nothing was heard, for the developer; the app is not told. */
  reason?: string;
}

/** The same for a receiver that hangs, a bad certificate, an unknown host and a refused port (FDK 6.9's source). */
const UNREACHABLE = 'The connection could not be established';

/** Hands the request to the receiver at once; `done` hears of it once, when the answer is there or the time is up. */
export function transmit(installation: Installation, request: OutgoingRequest, done: (reply: Reply) => void): void {
  const { clock, limits, ways } = installation;
  const latency = latencyOf(installation, 'request');
  let cancel: () => void;
  const arriveAt = (earliest: number, reply: Reply): void => {
    const time = Math.max(earliest, clock.now());
    // The answer comes after the time is up: then that is what the app hears, and the answer is lost.
    if (time >= request.at + limits.requestTimeoutMs) return;
    cancel();
    cancel = clock.at(time, () => {
      done(reply);
    });
  };
  cancel = clock.at(request.at + limits.requestTimeoutMs, () => {
    done(
      silence(
        ways.slowAnswersAre504 ? 504 : 502,
        `${request.host} did not answer within ${limits.requestTimeoutMs} ms.`,
      ),
    );
  });
  send(installation, request).then(
    (answer) => {
      arriveAt(request.at + latency + (answer.latency ?? 0), replyOf(answer, limits.responseBytes));
    },
    (error: unknown) => {
      const why = messageOf(error);
      arriveAt(request.at + latency, silence(502, `${request.host} could not be reached: ${why}`));
    },
  );
}

/** Calls the receiver before anything else happens, since a request takes effect when it is made; what it throws is a network failure. */
async function send(installation: Installation, request: OutgoingRequest): Promise<ReceiverAnswer> {
  return await installation.receiver(request);
}

function replyOf(
  { status, headers = {}, body = '', errorSource = 'APP' }: ReceiverAnswer,
  responseBytes: number,
): Reply {
  if (Buffer.byteLength(body, 'utf8') > responseBytes)
    return made(502, `The response is larger than ${responseBytes} bytes.`, 'PLATFORM', false);
  const lowered = inLowerCase(headers);
  const isRepeated = errorSource === 'APP' && isPassing(status);
  if (!isAnswerType(lowered['content-type']))
    return made(415, 'The content type of the answer is not supported', 'APP', isRepeated);
  return { status, headers: lowered, response: body, errorSource, isRepeated };
}

function inLowerCase(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** Whether another attempt may end otherwise. */
function isPassing(status: number): boolean {
  return status === 429 || status >= 500;
}

function silence(status: 502 | 504, reason: string): Reply {
  return { ...made(status, UNREACHABLE, 'APP', true), reason };
}

/** An answer the platform makes up. */
function made(status: number, response: string, errorSource: Reply['errorSource'], isRepeated: boolean): Reply {
  return { status, headers: {}, response, errorSource, isRepeated };
}
