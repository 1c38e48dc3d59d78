/** Sends the webhook's deliveries on to a receiver of the person's own, on this machine, and shows what it makes of them. */
import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { messageOf } from '../../../../packages/fresh-platform/lib/thrown';
import { httpReceiver } from '../../../../packages/fresh-platform/receivers/http';
import type { Clock, OutgoingRequest, ReceiverAnswer } from '../../../../packages/fresh-platform/types';
import { HOSTS } from '../../../stories/destinations';
import { isSecret } from '../../../stories/signature';
import type { Trial, TrialKind, TrialResult } from '../api/trials';

export interface Forward {
  /** Where they go, as the person gave it. */
  address: string;
  /** Sends one as it is, but signed for the real time: the receiver's clock knows no other. The account's clock waits meanwhile. */
  send: (request: OutgoingRequest, secrets: readonly string[], clock: Clock) => Promise<ReceiverAnswer>;
  /** Sends a delivery once more, in one of the ways a receiver must be able to bear. */
  try: (trial: Trial) => Promise<TrialResult>;
}

/** A clock that stands still for whoever waits for it. */
const NO_CLOCK = { hold: () => () => undefined } as unknown as Clock;
/** Ten minutes: twice what a receiver may tolerate. */
const STALE_MS = 10 * 60_000;

/** Throws a sentence where the address is not one of this machine. */
export function createForward(address: string): Forward {
  const url = new URL(address);
  const receiver = (clock: Clock) => httpReceiver({ [HOSTS.webhook]: url.origin }, clock);
  const path = `${url.pathname}${url.search}`;
  const post = async (clock: Clock, body: string, headers: Record<string, string>): Promise<ReceiverAnswer> =>
    receiver(clock)({
      template: 'postToWebhook',
      method: 'POST',
      host: HOSTS.webhook,
      path,
      headers: { 'content-type': 'application/json', ...headers },
      body,
      at: Date.now(),
      attempt: 1,
    });
  return {
    address,
    send: (request, secrets, clock) =>
      post(clock, request.body, signed(idOf(request.headers), request.body, secrets, Date.now())),
    try: async ({ kind, id, body, secrets }) => {
      const [sent, headers] = TRIALS[kind](id, body, secrets);
      try {
        const { status, body: words = '' } = await post(NO_CLOCK, sent, headers);
        return { kind, status, words: words.slice(0, 400), verdict: verdictOf(kind, status) };
      } catch (error) {
        return { kind, status: null, words: '', verdict: `Nothing came back: ${messageOf(error)}` };
      }
    },
  };
}

function idOf(headers: Record<string, string>): string {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === 'webhook-id')?.[1] ?? randomUUID();
}

function signed(id: string, body: string, secrets: readonly string[], at: number): Record<string, string> {
  const signatures = secrets.filter(isSecret).map((secret) => new Webhook(secret).sign(id, new Date(at), body));
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at / 1_000)),
    'webhook-signature': signatures.join(' '),
  };
}

type Made = [body: string, headers: Record<string, string>];

const TRIALS: Record<TrialKind, (id: string, body: string, secrets: readonly string[]) => Made> = {
  resend: (...[, body, secrets]) => {
    const id = `msg_${randomUUID()}`;
    return [body, signed(id, body, secrets, Date.now())];
  },
  repeat: (id, body, secrets) => [body, signed(id, body, secrets, Date.now())],
  tampered: (id, body, secrets) => [body.replace('{', '{"tampered":true,'), signed(id, body, secrets, Date.now())],
  stale: (id, body, secrets) => [body, signed(id, body, secrets, Date.now() - STALE_MS)],
  'unknown type': (...[, body, secrets]) => {
    const unknown = body.replace(/"type":"conversation\.(?!events")[^"]*"/, '"type":"conversation.something.new"');
    return [unknown, signed(`msg_${randomUUID()}`, unknown, secrets, Date.now())];
  },
};

/** What a receiver that follows the specification does with each. */
const SHOULD_REFUSE: readonly TrialKind[] = ['tampered', 'stale'];

function verdictOf(kind: TrialKind, status: number): string {
  const took = status >= 200 && status <= 299;
  if (SHOULD_REFUSE.includes(kind))
    return took
      ? `It took what is ${kind}: it does not check the ${kind === 'stale' ? 'time' : 'signature'}.`
      : 'It refused it, as it should.';
  return took ? TAKEN[kind] : 'It refused it, and should take it.';
}

const TAKEN: Record<TrialKind, string> = {
  resend: 'It took it, in a message of its own. Its events have ids that it knows: they count once.',
  repeat: 'It took the same message again. It must count once: look for its id in your receiver.',
  tampered: '',
  stale: '',
  'unknown type': 'It took a type it does not know, as it should.',
};
