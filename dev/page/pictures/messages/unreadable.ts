import { html } from '../dom';

/** What stands for a message in a shape nobody draws: a sentence, and the message as text. */
export function unreadable(body: unknown, place: 'Slack' | 'Teams'): HTMLElement {
  return html('div', { class: 'preview-unreadable' }, [
    html('p', {}, [`This cannot be shown as a message in ${place}. It is:`]),
    html('pre', { tabindex: 0 }, [
      typeof body === 'string' ? body : body === undefined ? 'nothing' : JSON.stringify(body, null, 2),
    ]),
  ]);
}
