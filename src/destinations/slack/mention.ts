/** Whom a message pings: nobody, but where somebody is to look after a conversation at once. */
import type { RelayEvent } from '../../events/event';
import { sectionOf, type SlackMessage } from './message';

const URGENT: readonly RelayEvent['type'][] = ['conversation.unattended', 'conversation.sla.breached'];

/** The message with the mention before its text where one of the events calls for it. */
export function mentioning(
  mention: string | null,
  events: readonly RelayEvent[],
  { text, blocks }: SlackMessage,
): SlackMessage {
  if (mention === null || !events.some(({ type }) => URGENT.includes(type))) return { text, blocks };
  const written = mentionOf(mention);
  return { text: `${written} ${text}`, blocks: [sectionOf(written), ...blocks] };
}

/** `here`, a user group's id, or a user's. Source: Slack's formatting of messages. */
function mentionOf(mention: string): string {
  if (mention === 'here') return '<!here>';
  return mention.startsWith('S') ? `<!subteam^${mention}>` : `<@${mention}>`;
}
