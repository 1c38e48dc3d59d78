import { PLAIN } from '../../src/messages/escaping';
import { dig, digList, digText } from '../../packages/fresh-platform/lib/dig';
import { messageOf } from '../../packages/fresh-platform/lib/thrown';
import { plain } from '../../packages/fresh-platform/lib/words';
import type { OutgoingRequest, Receiver, ReceiverAnswer } from '../../packages/fresh-platform/types';
import { destinationOf, type Destination } from './destinations';
import { unescaped } from './slack-text';
import { problemWithSignature, standInAnswer, type Expectations } from './stand-ins';

/** One request of the app, and what came of it. */
export interface Delivery {
  /** When it left, epoch ms. */
  at: number;
  destination: Destination;
  method: string;
  host: string;
  path: string;
  /** Null when nothing came back. */
  status: number | null;
  /** Whether a webhook's signature was right; null for destinations that sign nothing. */
  verified: boolean | null;
  /** Event types a webhook delivery holds, and the events' ids. */
  types: string[];
  ids: string[];
  /** What a chat message says. */
  says: string;
  /** What went wrong, as a sentence; null when it was taken. */
  problem: string | null;
}

/** A request as it leaves the platform; `answered` or `unanswered` add what came of it. */
export function deliveryOf(request: OutgoingRequest, expectations: Expectations): Delivery {
  const destination = destinationOf(request);
  const body = parsed(request.body);
  const events = digList(body, 'data', 'events');
  const problem = destination === 'webhook' ? problemWithSignature(request, expectations) : null;
  return {
    at: request.at,
    destination,
    method: request.method,
    host: request.host,
    path: request.path,
    status: null,
    verified: destination === 'webhook' ? problem === null : null,
    types: events.map((event) => digText(event, 'type')),
    ids: events.map((event) => digText(event, 'id')),
    says: chatText(body),
    problem,
  };
}

/** Notes the answer. Slack refuses with HTTP 200 and `ok: false`. */
export function answered(delivery: Delivery, answer: ReceiverAnswer): void {
  delivery.status = answer.status;
  delivery.problem ??= refusal(answer);
}

/** Notes that nothing came back. */
export function unanswered(delivery: Delivery, error: unknown): void {
  delivery.problem = `Nothing came back: ${messageOf(error)}`;
}

/** The longest word of a receiver's own that is shown, in characters. */
const MOST_WORDS = 200;

function refusal({ status, body = '', headers = {} }: ReceiverAnswer): string | null {
  if (status >= 200 && status <= 299) return refusalOfSlack(parsed(body));
  const seconds = headers['retry-after'];
  const wait = seconds === undefined ? '' : `, and asked to wait ${seconds} s`;
  const words = plain(body).slice(0, MOST_WORDS);
  return `It was answered with HTTP ${status}${wait}${words === '' ? '.' : `: ${words}`}`;
}

function refusalOfSlack(answer: unknown): string | null {
  return dig(answer, 'ok') === false ? `It was refused: ${digText(answer, 'error')}.` : null;
}

/** A delivery as a played story shows it: whether every event in it was told before, which the receiver sees by their ids. */
export interface RecordedDelivery extends Delivery {
  repeated: boolean;
}

export interface Recording {
  receiver: Receiver;
  deliveries: RecordedDelivery[];
}

/** Wraps a receiver so that every request is kept with what came of it. `expectations` are those of the moment. */
export function record(inner: Receiver, expectations: () => Expectations): Recording {
  const deliveries: RecordedDelivery[] = [];
  const known = new Set<string>();
  const receiver: Receiver = async (request) => {
    const delivery = deliveryOf(request, expectations());
    const repeated = delivery.ids.length > 0 && delivery.ids.every((id) => known.has(id));
    delivery.ids.forEach((id) => known.add(id));
    const recorded = Object.assign(delivery, { repeated });
    deliveries.push(recorded);
    try {
      const answer = await inner(request);
      answered(recorded, answer);
      return answer;
    } catch (error) {
      unanswered(recorded, error);
      throw error;
    }
  };
  return { receiver, deliveries };
}

/** Stand-ins that are well and know these secrets, and what they were sent. `now` is their clock, epoch ms. */
export function recordedStandIns(secrets: readonly string[], now: () => number): Recording {
  const expectations = (): Expectations => ({ secrets, now: now() });
  return record((request) => standInAnswer(request, expectations()), expectations);
}

/** A moment in a card, which Teams writes in the reader's own zone. */
const CARD_MOMENT = /\{\{DATE\(([^,]+), SHORT\)\}\} \{\{TIME\([^)]+\)\}\}/g;

/** What a person reads: Slack's message has a `text`; a card for Teams has its words in blocks of text or of runs of text. */
export function chatText(body: unknown): string {
  const blocks = digList(body, 'attachments', 0, 'content', 'body').flatMap((block) => [
    block,
    ...digList(block, 'inlines'),
  ]);
  // The line that only says when a message was sent is no part of what it says.
  const said = blocks.map((block) => digText(block, 'text')).filter((text) => text.replace(CARD_MOMENT, '') !== '');
  const words = unescaped(digText(body, 'text')) || said.join(' ');
  return plain(words.replace(/\u200b/g, '').replace(CARD_MOMENT, (...[, iso]) => PLAIN.moment(String(iso))));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
