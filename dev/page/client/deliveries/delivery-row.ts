/** One delivery: a line, and on demand what was sent, whom it tells of, and trials with a receiver of the person's own. */
import type { DeliveryBody, DeliveryView } from '../../server/api/deliveries';
import { address, note } from '../../../../packages/fresh-platform/page/client/address';
import { badge, block, html } from '../../../../packages/fresh-platform/page/client/elements';
import { get, sentenceOf } from '../../../../packages/fresh-platform/page/client/server-api';
import { messageOf, parsed } from '../story/messages';
import { count, moment } from '../../../../packages/fresh-platform/page/client/words';
import { fateWords, isTokenTest, titleOf } from '../../server/words';
import { drawTrials } from './trials';

type Shown = DeliveryView & { forward: string };

export function drawDelivery({ id }: Shown): { element: HTMLElement; update: (item: Shown) => void } {
  const summary = html('summary');
  const links = html('p', { class: 'delivery-links' });
  const body = html('div', { class: 'delivery-body' });
  const details = html('details', { class: 'delivery', 'data-id': id }, [summary, links, body]);
  let shown: Shown | undefined;
  details.addEventListener('toggle', () => {
    note({ open: details.open ? String(id) : '' });
    if (details.open && body.childElementCount === 0) void fill(id, shown?.forward ?? '', body);
  });
  return {
    element: html('li', {}, [details]),
    update: (delivery) => {
      shown = delivery;
      details.dataset['state'] = delivery.fate?.state ?? (delivery.problem === null ? 'delivered' : 'failed');
      summary.replaceChildren(...lineOf(delivery));
      links.replaceChildren(...linksOf(delivery));
    },
  };
}

/** To the conversations it tells of. */
function linksOf({ conversations }: DeliveryView): (Node | string)[] {
  const links = conversations
    .slice(0, MOST_LINKS)
    .map(({ id, title }) => html('a', { href: address('/conversations', { id }) }, [title]));
  const more = conversations.length > MOST_LINKS ? [` and ${conversations.length - MOST_LINKS} more`] : [];
  if (links.length === 0) return ['It tells of no conversation.'];
  return ['Tells of ', ...links.flatMap((link, index) => (index === 0 ? [link] : [', ', link])), ...more];
}

const MOST_LINKS = 8;

function lineOf(delivery: DeliveryView): HTMLElement[] {
  const { id, at, status, problem, recipient } = delivery;
  return [
    html('span', { class: 'delivery-time' }, [moment(at)]),
    html('span', { class: 'delivery-to' }, [
      titleOf(recipient),
      ' ',
      badge(status === null ? 'no answer' : String(status), problem === null ? 'green' : 'red'),
    ]),
    html('span', { class: 'delivery-what' }, [
      html('span', { class: 'delivery-title' }, [contentsOf(delivery)]),
      ...(problem === null ? [] : [html('span', { class: 'problem' }, [problem])]),
      ...fateOf(delivery),
    ]),
    html('span', { class: 'delivery-signs' }, [
      ...signsOf(delivery),
      html('span', { class: 'quiet delivery-number' }, [`#${id}`]),
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

async function fill(id: number, forward: string, place: HTMLElement): Promise<void> {
  try {
    const delivery = await get<DeliveryBody>('/api/delivery', { id: String(id) });
    const isTried = forward !== '' && delivery.destination === 'webhook' && delivery.types.length > 0;
    place.replaceChildren(...(isTried ? [drawTrials(id, forward)] : []), ...partsOf(delivery));
  } catch (error) {
    place.replaceChildren(html('p', { class: 'fault' }, [sentenceOf(error)]));
  }
}

function partsOf(delivery: DeliveryBody): HTMLElement[] {
  const raw = rawOf(delivery);
  if (delivery.destination === 'webhook') return raw;
  const seen = isTokenTest(delivery)
    ? [html('p', { class: 'quiet' }, ['The token was tested; nothing was posted.'])]
    : messageOf(delivery);
  return [...seen, html('details', {}, [html('summary', {}, ['The request as it was sent']), ...raw])];
}

function rawOf({ method, address: to, headers, body }: DeliveryBody): HTMLElement[] {
  const lines = [`${method} ${to}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
  const message = parsed(body);
  const text = message === undefined ? body : JSON.stringify(message, null, 2);
  return [
    html('h3', {}, ['Request']),
    block(lines.join('\n'), 'Request line and headers'),
    html('h3', {}, ['Body']),
    block(text === '' ? 'empty' : text, 'Body'),
  ];
}
