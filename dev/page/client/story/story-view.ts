/** The first view: a story being played, its picture and what is said side by side. */
import { showConversation, type ConversationPicture } from '../../pictures/chart/conversation-picture';
import type { PageState } from '../../../../packages/fresh-platform/page/server/api';
import { relayStateOf } from '../../server/api/state';
import type { PlayedStep, StoryView } from '../../server/api/stories';
import { note, query } from '../../../../packages/fresh-platform/page/client/address';
import { empty, html } from '../../../../packages/fresh-platform/page/client/elements';
import { get, isRecorded, sentenceOf } from '../../../../packages/fresh-platform/page/client/server-api';
import { stepInWords } from './step-in-words';
import type { View } from '../../../../packages/fresh-platform/page/client/view';
import { createMessages } from './messages';
import { createStoryControls } from './story-controls';

export function createStoryView(): View {
  const messages = createMessages();
  const stage = html('section', { class: 'card stage', 'aria-label': 'The conversation' }, [
    empty('No story is played yet', 'Press Play: the conversation is drawn here while it happens.'),
  ]);
  const announcer = html('p', { class: 'unseen', role: 'status', 'aria-live': 'polite', id: 'announcer' });
  let drawn = '';
  let isFirst = true;
  let isOpen = false;

  const draw = async (conversation: string): Promise<void> => {
    try {
      const picture = await get<ConversationPicture>('/api/conversation', { id: conversation, of: 'story' });
      const text = JSON.stringify(picture);
      if (text === drawn) return;
      drawn = text;
      showConversation(stage, picture, (index) => {
        messages.show(picture.marks[index]);
      });
    } catch (error) {
      stage.replaceChildren(html('p', { class: 'fault' }, [sentenceOf(error)]));
    }
  };

  const controls = createStoryControls({
    onStep: (result: PlayedStep) => {
      announcer.textContent = stepInWords(result);
      return draw(result.conversation);
    },
    onOpen: (name) => {
      drawn = '';
      note({ story: name });
    },
  });

  const element = html('div', { class: 'story' }, [
    controls.element,
    announcer,
    html('div', { class: 'story-stage' }, [stage, messages.element]),
    controls.steps,
  ]);
  messages.show(undefined);
  const isOffered = get<StoryView[]>('/api/stories').then(
    (stories) => {
      controls.offer(stories, query()['story'] ?? '');
    },
    (error: unknown) => {
      stage.replaceChildren(html('p', { class: 'fault' }, [sentenceOf(error)]));
    },
  );

  return {
    paths: ['/'],
    title: 'Story',
    element,
    enter: () => {
      isOpen = true;
    },
    show: (state: PageState) => {
      const { playing } = relayStateOf(state);
      controls.show(relayStateOf(state));
      if (!isFirst) return;
      isFirst = false;
      if (playing !== null && playing.done > 0) void draw(playing.conversation);
      if (isOpen && isNew(state)) void isOffered.then(controls.play);
    },
  };
}

/** A new account has nothing to show yet: its first story plays by itself, as that of a recording does. */
function isNew(state: PageState): boolean {
  const { playing, counts } = relayStateOf(state);
  return playing === null && state.isInstalled && (isRecorded() || counts.conversations === 0);
}
