/** One attempt: a line, and on demand what was sent. */
import type { DeliveryBody, DeliveryView } from '../../server/api';
import { badge, block, html } from '../elements';
import { slackPreview, teamsPreview } from '../../pictures/messages/message-preview';
import { get, sentenceOf } from '../server-api';
import { count, fateWords, isTokenTest, moment } from '../words';

export function drawDelivery({ id }: DeliveryView): { element: HTMLElement; update: (item: DeliveryView) => void } {
  const summary = html('summary');
  const body = html('div', { class: 'attempt-body' });
  const details = html('details', { class: 'attempt', 'data-id': id }, [summary, body]) as HTMLDetailsElement;
  details.addEventListener('toggle', () => {
    if (details.open && body.childElementCount === 0) void fill(id, body);
  });
  return {
    element: html('li', {}, [details]),
    update: (delivery) => {
      details.dataset['state'] = delivery.fate?.state ?? (delivery.problem === null ? 'delivered' : 'failed');
      summary.replaceChildren(...lineOf(delivery));
    },
  };
}

function lineOf(delivery: DeliveryView): HTMLElement[] {
  const { id, at, status, problem } = delivery;
  return [
    html('span', { class: 'attempt-time' }, [moment(at)]),
    badge(status === null ? 'no answer' : String(status), problem === null ? 'green' : 'red'),
    html('span', { class: 'attempt-what' }, [
      html('span', { class: 'attempt-title' }, [contentsOf(delivery)]),
      ...(problem === null ? [] : [html('span', { class: 'problem' }, [problem])]),
      ...fateOf(delivery),
    ]),
    html('span', { class: 'attempt-signs' }, [
      ...signsOf(delivery),
      html('span', { class: 'quiet attempt-number' }, [`#${id}`]),
    ]),
  ];
}

function fateOf({ fate, at }: DeliveryView): HTMLElement[] {
  if (fate === null) return [];
  const by = fate.deliveredBy === undefined ? '' : `, by #${fate.deliveredBy}`;
  return [html('span', { class: `fate fate-${fate.state.replace(' ', '-')}` }, [`${fateWords(fate, at)}${by}`])];
}

function signsOf({ verified, isRetry, event }: DeliveryView): HTMLElement[] {
  const source = badge(isRetry ? 'from the outbox' : sourceOf(event), isRetry ? 'blue' : 'grey');
  return verified === null
    ? [source]
    : [badge(verified ? 'signature verified' : 'signature wrong', verified ? 'green' : 'red'), source];
}

function sourceOf(event: string): string {
  return event
    .replace(/^on/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
}

/** A webhook's event types, or a chat message's words. */
function contentsOf({ types, says, caughtUp, destination }: DeliveryView): string {
  if (destination !== 'webhook') return isTokenTest({ destination, says }) ? 'a test of the token' : says;
  const batch = caughtUp > 1 ? `${count(caughtUp, 'kept payload')} in one: ` : '';
  return types.length === 0 ? 'a test message' : `${batch}${tallied(types)}`;
}

/** "conversation.agent.assigned ×2, conversation.resolved" */
function tallied(types: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].map(([type, times]) => (times === 1 ? type : `${type} ×${times}`)).join(', ');
}

async function fill(id: number, place: HTMLElement): Promise<void> {
  try {
    place.replaceChildren(...partsOf(await get<DeliveryBody>('/api/delivery', { id: String(id) })));
  } catch (error) {
    place.replaceChildren(html('p', { class: 'fault' }, [sentenceOf(error)]));
  }
}

function partsOf(delivery: DeliveryBody): HTMLElement[] {
  const { method, address, headers, body } = delivery;
  const parsed = parse(body);
  const preview = previewOf(delivery, parsed);
  const sent = [`${method} ${address}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)].join(
    '\n',
  );
  const text = parsed === undefined ? body : JSON.stringify(parsed, null, 2);
  const raw = [
    html('h3', {}, ['Request']),
    block(sent, 'Request line and headers'),
    html('h3', {}, ['Body']),
    block(text === '' ? 'empty' : text, 'Body'),
  ];
  return preview.length === 0
    ? raw
    : [...preview, html('details', {}, [html('summary', {}, ['The request as it was sent']), ...raw])];
}

/** A chat message as it is seen; a webhook has nothing to see. */
function previewOf(delivery: DeliveryBody, message: unknown): HTMLElement[] {
  if (delivery.destination === 'webhook') return [];
  if (isTokenTest(delivery)) return [html('p', { class: 'quiet' }, ['The token was tested; nothing was posted.'])];
  return [
    html('div', { class: 'as-seen' }, [
      delivery.destination === 'slack' ? slackPreview(message) : teamsPreview(message),
    ]),
  ];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
