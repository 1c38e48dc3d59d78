/** What one update did to the group and the agent of a conversation, as one deed. */
import type { ConversationEvent } from '../events/event';
import type { Deed, Telling } from './deed';
import type { Place } from './escaping';
import { nameOf, sinceItBegan } from './which';
import { listOf, withParticle } from './words';

/** The changes of one update by what they are about. */
interface Moves {
  group: ConversationEvent | undefined;
  agent: ConversationEvent | undefined;
}

/** Group and agent together, whichever of the two `event` is about. */
export function assignmentIn(event: ConversationEvent, { events, place }: Telling): Deed {
  const moves: Moves = {
    group: events.find(({ type }) => type.startsWith('conversation.group.')),
    agent: events.find(({ type }) => type.startsWith('conversation.agent.')),
  };
  const deed = comesToAgent(moves, place) ?? comesToGroup(moves, place) ?? letGo(moves, place);
  return { ...deed, after: deed.after ?? sinceItBegan(moves.group ?? event) };
}

function isTo(event: ConversationEvent | undefined): event is ConversationEvent {
  return event !== undefined && !event.type.endsWith('.unassigned');
}

function isReassigned(event: ConversationEvent | undefined): boolean {
  return event?.type.endsWith('.reassigned') === true;
}

/** Whether who acted is the one on that side. */
function isActor(side: unknown, { actor }: ConversationEvent): boolean {
  return (actor.type === 'agent' || actor.type === 'bot') && actor.id !== null && actor.id === String(side);
}

function comesToAgent({ agent, group }: Moves, place: Place): Deed | null {
  if (!isTo(agent)) return null;
  const { conversation } = agent;
  const within = conversation.group === null && !isTo(group) ? null : nameOf(conversation.group, 'a group', place);
  return isActor(agent.change?.to, agent) ? pickedUp(agent, within, place) : given(agent, within, place);
}

function given(agent: ConversationEvent, within: string | null, place: Place): Deed {
  const from = isReassigned(agent) ? fromWhom(agent, place) : '';
  const verb = isReassigned(agent) ? 'handed' : 'gave';
  const whom = nameOf(agent.conversation.agent, isReassigned(agent) ? 'another agent' : 'an agent', place);
  const to = within === null ? whom : `${whom} in ${within}`;
  return {
    by: (it) => `${verb} ${it}${from} to ${to}`,
    passive: (it) => `${it} went${from} to ${to}`,
    saysHolder: true,
  };
}

function pickedUp(agent: ConversationEvent, within: string | null, place: Place): Deed {
  const forWhom = within === null ? '' : ` for ${within}`;
  if (!isReassigned(agent)) return { by: (it) => `${withParticle('picked', 'up', it)}${forWhom}`, saysHolder: true };
  const from = fromWhom(agent, place);
  return { by: (it) => `${withParticle('took', 'over', it)}${from}${forWhom}`, saysHolder: true };
}

/** ` from Asha`, unless that one is who acted or is not known. */
function fromWhom(event: ConversationEvent, place: Place): string {
  const name = event.change?.from_name;
  return name === undefined || isActor(event.change?.from, event) ? '' : ` from ${place.outside(name)}`;
}

function comesToGroup({ agent, group }: Moves, place: Place): Deed | null {
  if (!isTo(group)) return null;
  const name = nameOf(group.conversation.group, isReassigned(group) ? 'another group' : 'a group', place);
  if (isLetGoByActor(agent)) return { by: (it) => `passed ${it} on to ${name}`, saysGroup: true };
  const from = fromWhom(agent ?? group, place);
  const verb = agent !== undefined || isReassigned(group) ? 'moved' : 'sent';
  return {
    by: (it) => `${verb} ${it}${from} to ${name}`,
    passive: (it) => `${it} went${from} to ${name}`,
    saysGroup: true,
  };
}

function isLetGoByActor(agent: ConversationEvent | undefined): boolean {
  return agent !== undefined && isActor(agent.change?.from, agent);
}

function letGo({ agent, group }: Moves, place: Place): Deed {
  if (group === undefined && isLetGoByActor(agent)) return { by: (it) => `let go of ${it}` };
  const from = formersIn([agent, group], place);
  return { by: (it) => `took ${it} off ${from}`, passive: (it) => `${it} was taken off ${from}` };
}

/** `Asha and Billing`, `its agent and group` where they have no names. */
function formersIn(moves: readonly (ConversationEvent | undefined)[], place: Place): string {
  const formers = moves
    .filter((event) => event !== undefined)
    .map(({ type, change }) => ({
      kind: type.startsWith('conversation.agent.') ? 'agent' : 'group',
      name: change?.from_name,
    }));
  return formers.every(({ name }) => name === undefined)
    ? `its ${listOf(formers.map(({ kind }) => kind))}`
    : listOf(formers.map(({ kind, name }) => (name === undefined ? `its ${kind}` : place.outside(name))));
}
