/** The views that this app adds to the page for any app. */
import type { View } from '../../../packages/fresh-platform/page/client/view';
import { createConversationsView } from './conversations/conversations-view';
import { createDeliveriesView } from './deliveries/deliveries-view';
import { createOutageView } from './outage/outage-view';
import { createStoryView } from './story/story-view';

export function createViews(): View[] {
  return [createStoryView(), createConversationsView(), createDeliveriesView(), createOutageView()];
}
