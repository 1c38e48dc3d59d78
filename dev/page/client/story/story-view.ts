/** The first view: a story being played, its picture and what is said side by side. */
import { showConversation, type ConversationPicture } from '../../pictures/chart/conversation-picture';
import type { PageState, Samples, SimulateResult } from '../../server/api';
import { note, query } from '../address';
import { empty, html } from '../elements';
import { get, IS_RECORDED, sentenceOf } from '../server-api';
import { resultInWords } from '../simulate/result';
import type { View } from '../view';
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
    onStep: (result: SimulateResult) => {
      announcer.textContent = resultInWords(result);
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
  const isOffered = get<Samples>('/api/samples').then(
    ({ stories }) => {
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
      controls.show(state);
      if (!isFirst) return;
      isFirst = false;
      const { playing } = state;
      if (playing !== null && playing.done > 0) void draw(playing.conversation);
      if (isOpen && isNew(state)) void isOffered.then(controls.play);
    },
  };
}

/** A new account has nothing to show yet: its first story plays by itself, as that of a recording does. */
function isNew({ playing, counts, installed }: PageState): boolean {
  return playing === null && installed && (IS_RECORDED || counts.conversations === 0);
}
