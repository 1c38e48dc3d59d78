/** A day's summary in Slack: two columns of figures, and a line for each group. */
import type { KnownBlock } from '@slack/types';
import type { RelayEvent } from '../../events/event';
import { SLACK } from '../../messages/escaping';
import { noteOf } from '../../messages/notes';
import { summaryIn, summaryTable } from '../../messages/summary';
import { joined, sectionOf, slackMessage, type SlackMessage } from './message';

/** Null where the events are no summary. */
export function summaryMessage(events: readonly RelayEvent[]): SlackMessage | null {
  const notice = summaryIn(events);
  if (notice === null) return null;
  const { title, facts, groups, notes } = summaryTable(notice, SLACK);
  const fields = facts.map(({ label, value }) => mrkdwn(`*${label}*\n${value}`));
  const lines = groups.map(({ name, text }) => `*${name}*: ${text}`);
  const blocks: KnownBlock[] = [
    sectionOf(`📊 *${title}*`),
    { type: 'section', fields },
    ...(lines.length === 0 ? [] : [{ type: 'divider' as const }, ...joined(lines).map(sectionOf)]),
    { type: 'context', elements: [mrkdwn(notes.join(' '))] },
  ];
  return { text: slackMessage([noteOf(events)]).text, blocks };
}

function mrkdwn(text: string): { type: 'mrkdwn'; text: string; verbatim: true } {
  return { type: 'mrkdwn', text, verbatim: true };
}
