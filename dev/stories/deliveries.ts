import { dig, digList, digText } from '../../packages/fresh-platform/lib/dig';
import { messageOf } from '../../packages/fresh-platform/lib/json-file';
import type { Destination } from './local-receiver';
import { signatureProblem } from './signature';
import type { OutgoingRequest, Receiver, ReceiverAnswer } from '../../packages/fresh-platform/types';
import { plain } from '../../packages/fresh-platform/lib/words';

/** One request of the app, and what came of it. */
export interface Delivery {
  destination: Destination | 'other';
  method: string;
  host: string;
  path: string;
  /** Null when nothing came back. */
  status: number | null;
  /** Whether a webhook's signature was right; null for destinations that sign nothing. */
  verified: boolean | null;
  /** Event types a webhook delivery holds. */
  events: string[];
  /** Every event in it was told before: the receiver sees that by their ids. */
  repeated: boolean;
  /** What a chat message says. */
  says: string;
  /** What went wrong, as a sentence; null when it was delivered. */
  problem: string | null;
  /** When it left, epoch ms. */
  at: number;
}

/** Hosts under which a simulated installation finds its destinations. */
export const HOSTS: Record<Destination, string> = {
  webhook: 'receiver.example.com',
  slack: 'slack.com',
  teams: 'teams.example.com',
};

export interface Recording {
  receiver: Receiver;
  deliveries: Delivery[];
}

/** Wraps a receiver so that every request is kept with what came of it. `now` is the receiver's clock, epoch ms. */
export function record(inner: Receiver, secret: string, now: () => number): Recording {
  const deliveries: Delivery[] = [];
  const told = new Set<string>();
  const receiver: Receiver = async (request) => {
    const delivery = describe(request, told);
    deliveries.push(delivery);
    const signature = delivery.destination === 'webhook' ? signatureProblem(inLowerCase(request), secret, now()) : null;
    try {
      const answer = await inner(request);
      delivery.status = answer.status;
      delivery.problem = signature ?? refusal(answer);
      return answer;
    } catch (error) {
      delivery.problem = `Nothing came back: ${messageOf(error)}`;
      throw error;
    } finally {
      delivery.verified = delivery.destination === 'webhook' ? signature === null : null;
    }
  };
  return { receiver, deliveries };
}

function describe(request: OutgoingRequest, told: Set<string>): Delivery {
  const body = parsed(request.body);
  const events = digList(body, 'data', 'events');
  const ids = events.map((event) => digText(event, 'id'));
  const repeated = ids.length > 0 && ids.every((id) => told.has(id));
  ids.forEach((id) => told.add(id));
  return {
    destination: destinationOf(request.host),
    method: request.method,
    host: request.host,
    path: request.path,
    status: null,
    verified: null,
    events: events.map((event) => digText(event, 'type')),
    repeated,
    says: chatText(body),
    problem: null,
    at: request.at,
  };
}

function destinationOf(host: string): Delivery['destination'] {
  const known = (Object.keys(HOSTS) as Destination[]).find((destination) => HOSTS[destination] === host);
  return known ?? 'other';
}

function inLowerCase({ headers, body }: OutgoingRequest): { headers: Record<string, string>; body: string } {
  return {
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body,
  };
}

/** What a person reads: Slack's message has a `text`; a card for Teams has its words in blocks of text or of runs of text. */
export function chatText(body: unknown): string {
  const blocks = digList(body, 'attachments', 0, 'content', 'body').flatMap((block) => [
    block,
    ...digList(block, 'inlines'),
  ]);
  const words = slackWords(digText(body, 'text')) || blocks.map((block) => digText(block, 'text')).join(' ');
  return plain(words.replace(/\u200b/g, ''));
}

/** Slack shows its three escapes as the characters they stand for. */
function slackWords(text: string): string {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}

/** Slack refuses with HTTP 200 and `ok: false`. */
function refusal({ status, body }: ReceiverAnswer): string | null {
  if (status < 200 || status > 299) return `It was answered with HTTP ${status}.`;
  const answer = parsed(body ?? '');
  return dig(answer, 'ok') === false ? `It was refused: ${digText(answer, 'error')}.` : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
