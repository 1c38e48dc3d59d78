/** What was said at one moment of a conversation: to Slack, to Teams, and to the webhook. */
import type { PictureMark } from '../../pictures/chart/picture';
import { slackPreview, teamsPreview } from '../../pictures/messages/message-preview';
import type { DeliveryBody } from '../../server/api/deliveries';
import type { Destination } from '../../server/api/destinations';
import { address } from '../../../../packages/fresh-platform/page/client/address';
import { badge, block, html } from '../../../../packages/fresh-platform/page/client/elements';
import { get, sentenceOf } from '../../../../packages/fresh-platform/page/client/server-api';
import { STATE_TONES, titleOf } from '../../server/words';

export interface Messages {
  element: HTMLElement;
  /** Shows those of a moment; undefined where there is none yet. */
  show: (mark: PictureMark | undefined) => void;
}

/** As it is seen in the channel; null where there is nothing to see but JSON. Chat first: it is what people see. */
const PREVIEWS: Readonly<Record<Destination, ((message: unknown) => HTMLElement) | null>> = {
  slack: slackPreview,
  teams: teamsPreview,
  webhook: null,
};
const ORDER = Object.keys(PREVIEWS);

export function createMessages(): Messages {
  const list = html('div', { class: 'said-list' });
  const none = html('p', { class: 'quiet' }, ['What the app says to Slack, Teams and the webhook stands here.']);
  const element = html('section', { class: 'card messages', 'aria-label': 'What was said' }, [
    html('h2', {}, ['What was said']),
    list,
  ]);
  let shown = '';

  const draw = async (mark: PictureMark): Promise<void> => {
    const told = mark.told
      .filter(({ delivery }) => delivery !== undefined)
      .sort((a, b) => ORDER.indexOf(a.destination) - ORDER.indexOf(b.destination));
    const drawn = await Promise.all(told.map(({ delivery, state }) => drawOne(String(delivery), state)));
    if (shown === JSON.stringify(mark))
      list.replaceChildren(...(drawn.length > 0 ? drawn : [html('p', { class: 'quiet' }, ['Nobody was told.'])]));
  };

  return {
    element,
    show: (mark) => {
      const text = JSON.stringify(mark ?? null);
      if (text === shown) return;
      shown = text;
      if (mark === undefined) list.replaceChildren(none);
      else void draw(mark);
    },
  };
}

async function drawOne(id: string, state: PictureMark['told'][number]['state']): Promise<HTMLElement> {
  try {
    const delivery = await get<DeliveryBody>('/api/delivery', { id });
    return html('article', { class: 'said-one', 'data-destination': delivery.destination }, [
      html('header', {}, [
        html('h3', {}, [titleOf(delivery.recipient)]),
        badge(state, STATE_TONES[state]),
        ...(delivery.verified === true ? [badge('signature verified', 'green')] : []),
        html('a', { href: address('/deliveries', { open: id }) }, [`#${id}`]),
      ]),
      ...messageOf(delivery),
    ]);
  } catch (error) {
    return html('p', { class: 'fault' }, [sentenceOf(error)]);
  }
}

export function messageOf(delivery: DeliveryBody): HTMLElement[] {
  const message = parsed(delivery.body);
  const preview = PREVIEWS[delivery.destination];
  if (preview !== null) return [html('div', { class: 'as-seen' }, [preview(message)])];
  return [
    html(
      'p',
      { class: 'types' },
      delivery.types.map((type) => html('code', { class: 'type' }, [type])),
    ),
    html('details', {}, [
      html('summary', {}, ['The signed JSON']),
      block(message === undefined ? delivery.body : JSON.stringify(message, null, 2), 'Body of the webhook'),
    ]),
  ];
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
