/** Conversations: each as a picture of its life. */
import type { ConversationView, PageState } from '../../server/api';
import { badge, empty, html, keyedList } from '../elements';
import { drawConversation, type ConversationPicture } from '../../pictures/chart/conversation-picture';
import { get, sentenceOf } from '../server-api';
import type { View } from '../view';
import { count, moment } from '../words';

export function createConversationsView(): View {
  let chosen = '';
  let shown = '';
  const list = html('ul', { class: 'choices', 'aria-label': 'Conversations' });
  const stage = html('section', { class: 'card stage', 'aria-label': 'The conversation' });
  const element = html('div', { class: 'conversations' }, [list, stage]);

  const load = async (): Promise<void> => {
    try {
      const picture = await get<ConversationPicture>('/api/conversation', { id: chosen });
      const text = JSON.stringify(picture);
      if (text !== shown) stage.replaceChildren(drawConversation(picture));
      shown = text;
    } catch (error) {
      stage.replaceChildren(html('p', { class: 'fault' }, [sentenceOf(error)]));
    }
  };

  const choose = (id: string): void => {
    chosen = id;
    for (const button of list.querySelectorAll('button'))
      button.setAttribute('aria-pressed', String(button.dataset['id'] === id));
    void load();
  };

  const update = keyedList<ConversationView>(
    list,
    ({ id }) => id,
    (conversation) => drawChoice(conversation, choose),
  );
  return {
    paths: ['/conversations'],
    title: 'Conversations',
    element,
    show: ({ conversations }: PageState) => {
      element.classList.toggle('none', conversations.length === 0);
      update(conversations);
      const [first] = conversations;
      if (first === undefined)
        stage.replaceChildren(
          empty('No conversation yet', 'Play a story under Simulate: its conversation is drawn here while it happens.'),
        );
      else choose(conversations.some(({ id }) => id === chosen) ? chosen : first.id);
    },
  };
}

function drawChoice(
  { id }: ConversationView,
  choose: (id: string) => void,
): { element: HTMLElement; update: (item: ConversationView) => void } {
  const button = html('button', { type: 'button', 'data-id': id, 'aria-pressed': 'false' });
  button.addEventListener('click', () => {
    choose(id);
  });
  return {
    element: html('li', {}, [button]),
    update: ({ title, account, status, steps, updatedAt, waiting }) => {
      button.replaceChildren(
        html('span', { class: 'choice-title' }, [title]),
        html('span', { class: 'choice-line' }, [
          badge(status === '' ? 'no status' : status, status === 'resolved' ? 'green' : 'blue'),
          ...(waiting > 0 ? [badge(`${waiting} kept`, 'yellow')] : []),
        ]),
        html('span', { class: 'quiet' }, [`${count(steps, 'payload')} · ${moment(updatedAt)}`]),
        html('span', { class: 'quiet' }, [account]),
      );
    },
  };
}
