/** What messages of the kinds that a destination hears will look like, before anything is saved. */
import type { Board } from '../board';
import { html, redraw, type Child } from '../dom';
import type { DestinationDraft } from '../draft';
import { CUSTOMER, EXAMPLES, FIRST_MESSAGE, type Card, type Example, type ExampleEvent, type Said } from '../examples';
import { fieldOf } from '../faults';
import { selectField } from '../fields';
import { readableMention } from '../../settings/slack';
import type { Part } from './hears';

type Which = 'with' | 'without';

export function drawPreview(board: Board, destination: DestinationDraft): Part {
  const place = html('div', { class: 'preview' });
  let shown = '';
  const draw = (): void => {
    const which = board.draft.personalData ? 'with' : 'without';
    const heard = EXAMPLES.filter(({ kind }) => destination.tell.some((one) => one === kind));
    const { style, mention } = destination;
    const key = JSON.stringify([which, shown, style, mention, heard.map(({ kind }) => kind)]);
    if (place.dataset['key'] === key) return;
    place.dataset['key'] = key;
    if (heard.length === 0) redraw(place, [html('p', { class: 'help' }, ['It hears nothing yet.'])]);
    else redraw(place, destination.kind === 'webhook' ? webhookPreview(heard, which) : channelPreview(heard, which));
  };
  const webhookPreview = (heard: readonly Example[], which: Which): Child[] => {
    const example = heard.find(({ kind }) => kind === shown) ?? heard[0];
    if (example === undefined) return [];
    const options = heard.map(({ kind }) => ({ value: kind, label: kind }));
    const id = fieldOf(destination, 'preview');
    return [
      selectField({ id, label: 'Kind', value: example.kind, options }, (kind) => {
        shown = kind;
        draw();
      }),
      html('pre', { tabindex: '0', role: 'region', 'aria-label': `Example of ${example.kind}` }, [
        bodyOf(example.event, which),
      ]),
    ];
  };
  const channelPreview = (heard: readonly Example[], which: Which): Child[] => {
    const help = destination.kind === 'slack' ? ABOUT_STYLE[destination.style] : '';
    const messages = heard.map((example) =>
      drawMessage(destination, example, which, isReply(destination, example, heard)),
    );
    return [
      help === '' ? null : html('p', { class: 'help' }, [help]),
      html('ul', { class: 'messages', 'aria-label': 'Examples of messages' }, messages),
    ];
  };
  const element = html('details', { class: 'filters' }, [html('summary', {}, ['What it will look like']), place]);
  draw();
  return { element, refresh: draw };
}

/** A delivery as it is posted. */
function bodyOf(event: ExampleEvent, which: Which): string {
  const told = which === 'with' ? withPersonalData(event) : event;
  return JSON.stringify(
    { type: 'conversation.events', timestamp: event.occurred_at, data: { events: [told] } },
    null,
    2,
  );
}

function withPersonalData(event: ExampleEvent): object {
  const { conversation, type } = event;
  if (conversation === undefined) return event;
  return {
    ...event,
    conversation: { ...conversation, user: conversation.user && { ...conversation.user, ...CUSTOMER } },
    ...(type === 'conversation.created' && { first_message: FIRST_MESSAGE }),
  };
}

const ABOUT_STYLE: Readonly<Record<DestinationDraft['style'], string>> = {
  each: '',
  thread:
    'The first message on a conversation stands in the channel, and what follows beneath it, as replies. ' +
    'A missed SLA and a reopening are shown in the channel as well.',
  card: 'Each conversation has one message, which changes as it does. It looks like this after each of these.',
};

/** In a thread, whatever is said of a conversation after the first message. */
function isReply({ kind, style }: DestinationDraft, { event }: Example, heard: readonly Example[]): boolean {
  const first = heard.find((one) => one.event.conversation !== undefined);
  return kind === 'slack' && style === 'thread' && event.conversation !== undefined && event !== first?.event;
}

function drawMessage(destination: DestinationDraft, example: Example, which: Which, reply: boolean): HTMLElement {
  const mention = mentionIn(destination, example);
  return html('li', reply ? { class: 'reply' } : {}, [
    html('span', { class: 'pill' }, [example.kind]),
    mention === '' ? null : html('p', {}, [html('strong', {}, [mention])]),
    ...drawSaid(destination, example.said[which]),
  ]);
}

function drawSaid({ kind, style }: DestinationDraft, { text, card }: Said): Child[] {
  const isCard = (kind === 'slack' && style === 'card') || text === undefined;
  return isCard && card !== undefined ? drawLook(card) : [html('p', { dir: 'auto' }, [text ?? ''])];
}

function drawLook({ heading, facts, foot }: Card): Child[] {
  return [
    html('p', { dir: 'auto' }, [html('strong', {}, [heading])]),
    html(
      'dl',
      { class: 'facts' },
      facts.map(([label = '', value = '']) => html('div', {}, [html('dt', {}, [label]), html('dd', {}, [value])])),
    ),
    ...foot.map((line) => html('p', { class: 'help', dir: 'auto' }, [line])),
  ];
}

/** Only what somebody has to look after at once calls anybody. */
function mentionIn({ kind, mention }: DestinationDraft, example: Example): string {
  const isUrgent = example.kind === 'Unattended' || example.kind === 'SLA breached';
  const called = kind === 'slack' && isUrgent ? readableMention(mention.trim()) : null;
  return called === null ? '' : `@${called}`;
}
