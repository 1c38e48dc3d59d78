/** What messages of the kinds that a destination hears will look like, before anything is saved. */
import type { Board } from '../board';
import { html, redraw } from '../dom';
import type { DestinationDraft } from '../draft';
import { CUSTOMER, EXAMPLES, FIRST_MESSAGE, type Example, type ExampleEvent } from '../examples';
import { fieldOf } from '../faults';
import { selectField } from '../fields';
import type { Part } from './hears';

export function drawPreview(board: Board, destination: DestinationDraft): Part {
  const place = html('div', { class: 'preview' });
  let shown = '';
  const draw = (): void => {
    const which = board.draft.personalData ? 'with' : 'without';
    const heard = EXAMPLES.filter(({ kind }) => destination.tell.some((one) => one === kind));
    const key = [which, shown, ...heard.map(({ kind }) => kind)].join();
    if (place.dataset['key'] === key) return;
    place.dataset['key'] = key;
    if (heard.length === 0)
      redraw(place, [html('p', { class: 'help' }, ['It hears nothing that there is an example of.'])]);
    else if (destination.kind === 'webhook') redraw(place, webhookPreview(heard, which));
    else redraw(place, [channelPreview(heard, which)]);
  };
  const webhookPreview = (heard: readonly Example[], which: 'with' | 'without'): HTMLElement[] => {
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
  const element = html('details', { class: 'filters' }, [html('summary', {}, ['What it will look like']), place]);
  draw();
  return { element, refresh: draw };
}

/** A delivery as it is posted. */
function bodyOf(event: ExampleEvent, which: 'with' | 'without'): string {
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

function channelPreview(heard: readonly Example[], which: 'with' | 'without'): HTMLElement {
  const messages = heard.map(({ kind, said }) =>
    html('li', {}, [html('span', { class: 'pill' }, [kind]), html('p', { dir: 'auto' }, [said[which]])]),
  );
  return html('ul', { class: 'messages', 'aria-label': 'Examples of messages' }, messages);
}
