/** What people read of an update, as plain text. */
import type { Json } from '../../packages/fresh-platform/lib/dig';
import type { RelayEvent } from '../../src/events/event';
import { PLAIN } from '../../src/messages/escaping';
import { noteOf } from '../../src/messages/notes';
import { changed } from './app';
import { eventsFrom } from './events';

export const RESOLVED: Json = { status: ['assigned', 'resolved'] };
export const AGENT = { type: 'agent', id: 'agent-1', first_name: 'Asha' };
/** Nothing is known of where the conversation is, with whom, or since when. */
export const NOWHERE: Json = {
  associations: {},
  conversation: {
    created_time: null,
    channel_id: null,
    assigned_group_id: null,
    assigned_agent_id: null,
    status: null,
    statistics: {},
  },
};
export const nowhere = (conversation: Json): Json => ({ ...(NOWHERE['conversation'] as Json), ...conversation });

export function said(events: readonly RelayEvent[]): string {
  return noteOf(events).say(PLAIN);
}

/** What an update by Asha is told as, of which nothing else is known. */
export function toldOf(changes: Json, data: Json = {}, personalData = false): string {
  return said(
    eventsFrom(changed(changes, { ...NOWHERE, actor: AGENT, ...data }), 'onConversationUpdate', personalData),
  );
}
