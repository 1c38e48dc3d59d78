/** The sentences for the events of one payload: what matters most first, who holds the conversation now, how long it took. */
import type { ConversationEvent, ConversationEventType, EventActor, EventConversation } from '../events/event';
import { assignmentIn } from './assignments';
import {
  breached,
  changedOtherwise,
  created,
  labelled,
  moved,
  prioritised,
  reopened,
  resolved,
  unattended,
} from './changes';
import type { Deed, Fact, Telling, Told } from './deed';
import type { Place } from './escaping';
import { channelInWords, conversationInWords, customerIn, holderOf } from './which';
import { actorInWords, capital, causeInWords, listOf } from './words';

/** What stands around the sentences and need not be said again. */
export interface Standing {
  /** Whether the conversation is named above. */
  isNamed?: boolean;
  /** Whether something newer follows, which says who holds it now. */
  isFollowed?: boolean;
}

/** What the first event of a kind says; null where it says nothing. */
type Tell = (event: ConversationEvent, telling: Telling) => Told | null;

/** A kind's sign in the channel, and its words. Kinds that are told together share their words. */
interface Words {
  sign: string;
  tell: Tell;
}

/** What matters most first. A type without words does not compile. */
const WORDS: Readonly<Record<ConversationEventType, Words>> = {
  'conversation.sla.breached': { sign: '🚨', tell: breached },
  'conversation.unattended': { sign: '⏰', tell: unattended },
  'conversation.created': { sign: '💬', tell: created },
  'conversation.reopened': { sign: '🔁', tell: reopened },
  'conversation.resolved': { sign: '✅', tell: resolved },
  'conversation.group.unassigned': { sign: '📤', tell: assignmentIn },
  'conversation.agent.unassigned': { sign: '📤', tell: assignmentIn },
  'conversation.agent.reassigned': { sign: '🔀', tell: assignmentIn },
  'conversation.group.reassigned': { sign: '🔀', tell: assignmentIn },
  'conversation.agent.assigned': { sign: '🙋', tell: assignmentIn },
  'conversation.group.assigned': { sign: '📥', tell: assignmentIn },
  'conversation.status.changed': { sign: '🔵', tell: moved },
  'conversation.priority.changed': { sign: '🔺', tell: prioritised },
  'conversation.label.changed': { sign: '🏷️', tell: labelled },
  'conversation.changed': { sign: '✏️', tell: changedOtherwise },
};
const BY_WEIGHT = Object.keys(WORDS) as ConversationEventType[];
/** Of a type that is not among these, such as a later version's in the outbox. */
const OTHER_SIGN = '🔹';

/** The sign of what matters most in a payload's events. */
export function signOf(events: readonly ConversationEvent[]): string {
  const type = BY_WEIGHT.find((each) => events.some((event) => event.type === each));
  return type === undefined ? OTHER_SIGN : WORDS[type].sign;
}

/** One to three sentences, as people read them in this place. `events` are one payload's, at least one. */
export function sentencesOf(events: readonly ConversationEvent[], place: Place, standing: Standing = {}): string {
  const [event] = events;
  if (event === undefined) return '';
  const telling: Telling = { events, place, isByCustomer: isByCustomer(event), isByItself: isByItself(event) };
  const told = toldIn(telling);
  const deeds = told.filter((one): one is Deed => 'by' in one);
  const said = {
    holder: standing.isFollowed === true || deeds.some((deed) => deed.saysHolder === true),
    nobody: telling.events.some(({ type }) => type === 'conversation.unattended'),
    group: deeds.some((deed) => deed.saysGroup === true),
    former: events.some(({ type }) => FORMER.includes(type)),
    letGo: events.some(({ type }) => type === 'conversation.agent.unassigned'),
    resolved: events.some(({ type }) => type === 'conversation.resolved'),
  };
  const sentences = clausesOf(told, deeds, telling, event, standing.isNamed === true).filter((text) => text !== '');
  return [...sentences.map((text) => `${capital(text)}.`), holderOf(event, said, place)]
    .filter((text) => text !== '')
    .join(' ');
}

/** After these somebody has had it before. */
const FORMER: readonly ConversationEventType[] = ['conversation.agent.unassigned', 'conversation.reopened'];

/** The sentences without their full stops. */
function clausesOf(
  told: readonly Told[],
  deeds: readonly Deed[],
  telling: Telling,
  event: ConversationEvent,
  isNamed: boolean,
): string[] {
  const which = isNamed ? 'it' : conversationInWords(event.conversation, telling.place);
  const facts = told.filter((one): one is Fact => 'fact' in one);
  if (told.length === 0) return [`something changed in ${which}`];
  return [
    ...facts.map(({ fact }, index) => fact(index === 0 ? which : 'it')),
    deedsInWords(deeds, isNamed || facts.length > 0 ? 'it' : null, telling, event),
    ...deeds.map(({ then = '' }) => then),
  ];
}

/** Each kind of change once, what matters most first. */
function toldIn(telling: Telling): Told[] {
  const firsts = BY_WEIGHT.map((type) => telling.events.find((event) => event.type === type));
  const tells = new Map<Tell, ConversationEvent>();
  for (const first of firsts.filter((event) => event !== undefined)) tells.set(WORDS[first.type].tell, first);
  if (isLetGoObvious(telling)) tells.delete(assignmentIn);
  return [...tells].map(([tell, first]) => tell(first, telling)).filter((one) => one !== null);
}

/** A reopening or a resolution often takes the agent off, and how it stands now is told anyway. */
function isLetGoObvious({ events }: Telling): boolean {
  const isLetGo = events
    .filter(({ type }) => /\.(?:agent|group)\./.test(type))
    .every(({ type }) => type.endsWith('.unassigned'));
  return isLetGo && events.some(({ type }) => type === 'conversation.reopened' || type === 'conversation.resolved');
}

function isByCustomer({ actor }: ConversationEvent): boolean {
  return actor.type === 'user' || (actor.type === 'system' && actor.cause === 'user_message');
}

/** What acts so quietly that naming it says nothing. */
const QUIET_CAUSES: readonly (string | null)[] = ['auto_resolve', 'channel_group_mapping', 'agent_group_mapping'];

function isByItself({ actor }: ConversationEvent): boolean {
  return actor.type === 'system' && QUIET_CAUSES.includes(actor.cause);
}

/** One sentence without its full stop; the conversation is `it` where a sentence before has named it. */
function deedsInWords(deeds: readonly Deed[], it: string | null, telling: Telling, event: ConversationEvent): string {
  const [first, ...others] = deeds;
  if (first === undefined) return '';
  const alone = others.length === 0 ? passively(first, it, telling, event) : null;
  return alone ?? actively(first, others, it, telling, event);
}

function actively(
  { by, after = '' }: Deed,
  others: readonly Deed[],
  it: string | null,
  telling: Telling,
  event: ConversationEvent,
): string {
  const head = `${subjectOf(event, telling)} ${by(it ?? whomOf(event, telling))}${after}`;
  const rest = others.map((deed) => deed.by('it'));
  return after === '' || rest.length === 0 ? listOf([head, ...rest]) : `${head}, and ${listOf(rest)}`;
}

/** A deed as what happens to the conversation; null where somebody's doing is told. */
function passively(
  deed: Deed,
  it: string | null,
  telling: Telling,
  { conversation }: ConversationEvent,
): string | null {
  const { passive, isPassive = telling.isByItself, after = '' } = deed;
  if (passive === undefined || !isPassive) return null;
  return passive(it ?? conversationInWords(conversation, telling.place)) + after;
}

/** A customer who is the subject is not named once more. */
function whomOf({ conversation }: ConversationEvent, { isByCustomer: byCustomer, place }: Telling): string {
  return byCustomer && customerIn(conversation, place) !== null
    ? `the conversation${channelInWords(conversation, place)}`
    : conversationInWords(conversation, place);
}

function subjectOf({ actor, conversation }: ConversationEvent, telling: Telling): string {
  if (telling.isByCustomer) return customerIn(conversation, telling.place) ?? 'the customer';
  // The platform calls all its own doings "System", which says less than their cause.
  if (actor.type === 'system') return causeInWords(actor.cause);
  const name = actor.name === null ? actorInWords(actor.type) : telling.place.outside(actor.name);
  return name + teamOf(actor, conversation, telling);
}

/** ` of Billing` for the agent who holds the conversation, where no assignment tells the group anyway. */
function teamOf(actor: EventActor, { agent, group }: EventConversation, { events, place }: Telling): string {
  const team = group?.name ?? null;
  const isTold = events.some(({ type }) => /\.(?:agent|group)\./.test(type));
  return team === null || isTold || !isHeldBy(agent, actor) ? '' : ` of ${place.outside(team)}`;
}

function isHeldBy(agent: EventConversation['agent'], actor: EventActor): boolean {
  return actor.type === 'agent' && agent !== null && actor.id === agent.id;
}
