/** The catalogue of the events for people: when each type is told, its fields, its sentence, an example, a story that shows it. */
import type { Json } from '../../../packages/fresh-platform/lib/dig';
import type { EventType, RelayEvent } from '../../../src/events/event';
import { PLAIN } from '../../../src/messages/escaping';
import { noteOf } from '../../../src/messages/notes';
import { fieldTables } from './fields';

/** An event and the story it is out of. */
export interface Shown {
  event: RelayEvent;
  story: string;
}

/** A type that is not said here does not compile. */
const WHEN: Readonly<Record<EventType, string>> = {
  'conversation.created': 'A conversation starts (`onConversationCreate`).',
  'conversation.group.assigned': 'A group gets a conversation that no group had.',
  'conversation.group.reassigned': 'A conversation goes from one group to another.',
  'conversation.group.unassigned': 'A conversation is taken off its group, and no other gets it.',
  'conversation.agent.assigned': 'An agent or bot gets a conversation that nobody had.',
  'conversation.agent.reassigned': 'A conversation goes from one agent to another.',
  'conversation.agent.unassigned': 'An agent loses a conversation, and no other gets it.',
  'conversation.resolved': 'The status becomes `resolved` from anything else.',
  'conversation.reopened': 'The status leaves `resolved`, or becomes `reopened` (`reopen` on older accounts).',
  'conversation.status.changed':
    'Any other change of status. Between `new` and `assigned` it often is the echo of an assignment in the same update: then it is told only to a destination that hears no assignment.',
  'conversation.sla.breached':
    'A service level is missed. `sla` says which: `first response`, `next response`, `resolution`, or null where that cannot be told; `policy` names the SLA policy.',
  'conversation.label.changed':
    'The label changes: one event, though a label has two halves. `change.from` and `change.to` are `{ category, subcategory }` by id; `conversation.labels` has the names.',
  'conversation.priority.changed': 'The priority changes.',
  'conversation.changed': 'Any other attribute changes; one event for each.',
  'conversation.unattended':
    'Nobody has been assigned for the minutes that the admin set, since it was created, reopened or let go; once more after twice the time.',
  'relay.trouble':
    'Another destination of the same installation has taken nothing for 15 minutes although something waits for it. Once per outage.',
  'relay.recovered': 'That destination takes deliveries again.',
  'relay.summary': 'Once a day, at the time the admin set, also of a day on which nothing happened.',
};

/** The page; `shown` has one entry for each type, in the contract's order. */
export function cataloguePage(shown: readonly Shown[], schema: Json): string {
  const rows = shown.map(({ event }) => `| [\`${event.type}\`](#${anchorOf(event.type)}) | ${WHEN[event.type]} |`);
  return [
    '# Events',
    '',
    '<!-- Written by `npm run build` from the code and the stories. -->',
    '',
    'What a receiver is told. The shape is [events.schema.json](events.schema.json); [receiving.md](receiving.md) says how to take it.',
    'All times are UTC in one format. Ignore fields and types that you do not know.',
    '',
    '| type | when |',
    '| --- | --- |',
    ...rows,
    '',
    ...shown.flatMap(section),
    '## Fields',
    '',
    ...fieldTables(schema),
  ].join('\n');
}

function section({ event, story }: Shown): string[] {
  const note = noteOf([event]);
  return [
    `## ${event.type}`,
    '',
    WHEN[event.type],
    '',
    `Fields: ${Object.keys(event)
      .map((field) => `\`${field}\``)
      .join(', ')}. [What they hold](#fields).`,
    '',
    `In a channel: ${note.sign} ${note.say(PLAIN)}`,
    '',
    `From the story [\`${story}\`](../test_data/${story}.json)${event.type.startsWith('relay.') ? ', played with a second destination that fails for two hours' : ''}.`,
    '',
    '```json',
    JSON.stringify(event, null, 2),
    '```',
    '',
  ];
}

/** As GitHub makes it of a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replace(/ /g, '-');
}
