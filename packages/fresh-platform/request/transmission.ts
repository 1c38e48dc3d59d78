/** One attempt of a request: out to the receiver, and back with an answer, a failure or nothing in time. */
import { latencyOf, type Installation } from '../installation/installation';
import type { OutgoingRequest, ReceiverAnswer } from '../types';

export interface Reply {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  response: string;
  errorSource: 'APP' | 'PLATFORM';
}

/** Hands the request to the receiver at once; `done` hears of it once, when the answer is there or the time is up. */
export function transmit(installation: Installation, request: OutgoingRequest, done: (reply: Reply) => void): void {
  const { clock, limits } = installation;
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
    done(failure(504, `${request.host} did not answer within ${limits.requestTimeoutMs} ms.`));
  });
  send(installation, request).then(
    (answer) => {
      arriveAt(request.at + latency + (answer.latency ?? 0), replyOf(answer, limits.responseBytes));
    },
    (error: unknown) => {
      arriveAt(
        request.at + latency,
        failure(502, `${request.host} could not be reached: ${error instanceof Error ? error.message : String(error)}`),
      );
    },
  );
}

/** Calls the receiver before anything else happens, since a request takes effect when it is made; what it throws is a network failure. */
async function send(installation: Installation, request: OutgoingRequest): Promise<ReceiverAnswer> {
  return await installation.receiver(request);
}

function replyOf({ status, headers = {}, body = '' }: ReceiverAnswer, responseBytes: number): Reply {
  if (Buffer.byteLength(body, 'utf8') > responseBytes) {
    return {
      status: 502,
      headers: {},
      response: `The response is larger than ${responseBytes} bytes.`,
      errorSource: 'PLATFORM',
    };
  }
  const lowered = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return { status, headers: Object.fromEntries(lowered) as Record<string, string>, response: body, errorSource: 'APP' };
}

function failure(status: number, response: string): Reply {
  return { status, headers: {}, response, errorSource: 'APP' };
}
