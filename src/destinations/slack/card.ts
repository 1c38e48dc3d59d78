/** One conversation as a card: how it stands, who holds it, since when, and what happened last. */
import type { KnownBlock } from '@slack/types';
import { isAboutConversation, type EventConversation, type RelayEvent } from '../../events/event';
import { duration } from '../../lib/text';
import { MINUTE_MS } from '../../lib/time';
import { SLACK } from '../../messages/escaping';
import { noteOf, type Note } from '../../messages/notes';
import { nameOf } from '../../messages/which';
import { capital } from '../../messages/words';
import { fitting, linkTo, sectionOf, slackMessage, type SlackMessage } from './message';

/** The card after one payload's events; what is about no conversation is a message like any other. */
export function cardMessage(events: readonly RelayEvent[]): SlackMessage {
  const note = noteOf(events);
  const [event] = events.filter(isAboutConversation);
  if (event === undefined) return slackMessage([note]);
  return {
    text: slackMessage([note]).text,
    blocks: [sectionOf(headingOf(note)), standingOf(event.conversation, event.occurred_at), lastChange(note)],
  };
}

function headingOf(note: Note): string {
  return `${note.sign} *${note.conversation?.name(SLACK) ?? ''}*${linkTo(note)}`;
}

function standingOf(conversation: EventConversation, at: string): KnownBlock {
  const lines = [
    `*State*\n${capital(stateInWords(conversation.status))}`,
    `*With*\n${holderInWords(conversation)}`,
    `*Began*\n${beganInWords(conversation, at)}`,
    ...(conversation.priority === null ? [] : [`*Priority*\n${SLACK.outside(conversation.priority)}`]),
  ];
  return { type: 'section', fields: lines.map((text) => ({ type: 'mrkdwn', text, verbatim: true })) };
}

/** Older payloads call what was reopened `reopen`. */
function stateInWords(status: string | null): string {
  return status === 'reopen' ? 'reopened' : SLACK.outside(status ?? 'not known');
}

function holderInWords({ agent, group, status }: EventConversation): string {
  const name = group?.name ?? null;
  const where =
    name === null ? '' : `${agent === null && status !== 'resolved' ? ', waits' : ''} in ${SLACK.outside(name)}`;
  return `${agent === null ? 'Nobody' : nameOf(agent, 'An agent', SLACK)}${where}`;
}

/** When, and how long it has been going on or took. */
function beganInWords({ created_at: created, status }: EventConversation, at: string): string {
  if (created === null) return 'Not known';
  const ms = Date.parse(at) - Date.parse(created);
  const isOver = status === 'resolved';
  if (!(ms >= (isOver ? 1_000 : MINUTE_MS))) return SLACK.moment(created);
  const long = isOver ? `took ${duration(ms / 1_000)}` : `${duration(ms / 1_000)} so far`;
  return `${SLACK.moment(created)} (${long})`;
}

function lastChange(note: Note): KnownBlock {
  const text = fitting((place) => `${place.moment(note.at)}: ${note.say(place, { isNamed: true })}`);
  return { type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] };
}
