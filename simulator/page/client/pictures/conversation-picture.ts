import { html } from './dom';
import type { ConversationPicture } from './picture';

export type { ConversationPicture, Lane, PictureMark, PictureSpan, Told, ToldState } from './picture';

/** The picture of a conversation. */
export function drawConversation(picture: ConversationPicture): HTMLElement {
  return html('figure', { class: 'picture' }, [html('figcaption', {}, [picture.title])]);
}
