/// <reference lib="dom" />
/** The view of the plugin: every conversation that was simulated, drawn below its name. */
import type { View } from '../../../packages/fresh-platform/page/client/view';
import { get, sentenceOf } from '../../../packages/fresh-platform/page/client/server-api';
import { drawConversation, type ConversationPicture } from '../pictures/chart/conversation-picture';
import { html } from '../pictures/dom';

export function createView(): View {
  const none = html('p', { class: 'quiet' }, ['No conversation was simulated yet.']);
  const list = html('div');
  let seen = '';

  const load = async (): Promise<void> => {
    const ids = await get<string[]>('/api/conversations/');
    const pictures = await Promise.all(
      ids.map((id) => get<ConversationPicture>(`/api/conversations/picture?id=${encodeURIComponent(id)}`)),
    );
    const text = JSON.stringify(pictures);
    if (text === seen) return;
    seen = text;
    none.hidden = pictures.length > 0;
    list.replaceChildren(...pictures.map((picture) => html('section', { class: 'card' }, [drawConversation(picture)])));
  };
  return {
    title: 'Conversations',
    paths: ['/conversations'],
    element: html('div', {}, [none, list]),
    show: () => {
      load().catch((error: unknown) => {
        list.textContent = sentenceOf(error);
      });
    },
  };
}
