/** Conversations: searched, filtered and paged, and one of them as a picture of its life. */
import { showConversation, type ConversationPicture } from '../../pictures/chart/conversation-picture';
import type { ConversationPage, ConversationView } from '../../server/api/conversations';
import { address, note, query } from '../../../../packages/fresh-platform/page/client/address';
import {
  badge,
  choice,
  empty,
  html,
  keyedList,
  pager,
  searchBox,
} from '../../../../packages/fresh-platform/page/client/elements';
import { get, sentenceOf } from '../../../../packages/fresh-platform/page/client/server-api';
import type { View } from '../../../../packages/fresh-platform/page/client/view';
import { count, moment, shownOf } from '../../../../packages/fresh-platform/page/client/words';

export function createConversationsView(): View {
  const search = searchBox('Search by name, id or account', 'search-conversations', (text) => {
    choose({ q: text, page: '' });
  });
  const status = choice('Status', 'filter-status', (value) => {
    choose({ state: value, page: '' });
  });
  const pages = pager((page) => {
    choose({ page: String(page) });
  });
  const total = html('p', { class: 'quiet', role: 'status' });
  const list = html('ul', { class: 'choices', 'aria-label': 'Conversations' });
  const stage = html('section', { class: 'card stage', 'aria-label': 'The conversation' });
  const element = html('div', { class: 'conversations' }, [
    html('div', { class: 'finder' }, [search, status.element, total, list, pages.element]),
    stage,
  ]);
  const update = keyedList<ConversationView>(list, ({ id }) => id, drawChoice);
  let drawn = '';

  const choose = (values: Record<string, string>): void => {
    note(values);
    void load();
  };

  const showAll = (found: ConversationPage, state: string): void => {
    update(found.items);
    status.offer([{ text: 'Every status', value: '' }, ...found.statuses.map((name) => ({ text: name, value: name }))]);
    status.select.value = state;
    pages.show(found.page, found.pages);
    total.textContent = shownOf(found, 'conversation');
    element.classList.toggle('none', found.all === 0);
  };

  /** The one that the address names, or the newest. */
  const chosenAmong = ({ items: [newest] }: ConversationPage): string => query()['id'] ?? newest?.id ?? '';

  const load = async (): Promise<void> => {
    const { q = '', state = '', page = '' } = query();
    try {
      const found = await get<ConversationPage>('/api/conversations', { q, state, page });
      showAll(found, state);
      await drawOne(chosenAmong(found));
    } catch (error) {
      stage.replaceChildren(html('p', { class: 'fault' }, [sentenceOf(error)]));
    }
  };

  const drawOne = async (id: string): Promise<void> => {
    for (const link of list.querySelectorAll('a')) {
      if (link.dataset['id'] === id) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
    if (id === '') {
      drawn = '';
      stage.replaceChildren(empty('No conversation', 'Play a story: its conversation is drawn while it happens.'));
      return;
    }
    const picture = await get<ConversationPicture>('/api/conversation', { id });
    const text = JSON.stringify(picture);
    if (text === drawn) return;
    drawn = text;
    showConversation(stage, picture);
    stage.append(
      html('p', { class: 'stage-links' }, [
        html('a', { href: address('/deliveries', { conversation: id }) }, ['All its deliveries']),
      ]),
    );
  };

  return {
    paths: ['/conversations'],
    title: 'Conversations',
    element,
    enter: () => {
      search.value = query()['q'] ?? '';
    },
    show: () => {
      void load();
    },
  };
}

function drawChoice({ id }: ConversationView): { element: HTMLElement; update: (item: ConversationView) => void } {
  const link = html('a', { 'data-id': id });
  return {
    element: html('li', {}, [link]),
    update: ({ title, account, status, steps, updatedAt, waiting }) => {
      link.setAttribute('href', address('/conversations', { ...query(), id }));
      link.replaceChildren(
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
