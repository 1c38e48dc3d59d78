/** What each kind of change but an assignment is called. */
import { MASK } from '../conversation/personal';
import type { Change } from '../conversation/transitions';
import type { ConversationEvent } from '../events/event';
import { isObject } from '../lib/json';
import { duration } from '../lib/text';
import type { Deed, Fact, Telling } from './deed';
import type { Place } from './escaping';
import { channelInWords, customerIn, secondsSince, sinceItBegan, sourceOf, tookInWords } from './which';
import { fieldInWords, listOf, withParticle } from './words';

export function created({ conversation, actor }: ConversationEvent, telling: Telling): Deed {
  const { place } = telling;
  const by = sourceOf(conversation, place);
  const customer = customerIn(conversation, place);
  const where = channelInWords(conversation, place);
  if (actor.type === 'agent' || actor.type === 'bot')
    return { by: (it) => `started ${customer === null ? it : `a conversation with ${customer}${where}`}${by}` };
  return {
    by: (it) => (it === 'it' ? `started it${by}` : `started a conversation${where}${by}`),
    passive: (it) => (it === 'it' ? `it began${by}` : `new ${it}${by}`),
    isPassive: !telling.isByCustomer || customer === null,
  };
}

export function resolved(event: ConversationEvent): Deed {
  return {
    by: (it) => `resolved ${it}`,
    passive: (it) => `${it} was resolved automatically`,
    then: tookInWords(event),
  };
}

export function reopened(event: ConversationEvent, telling: Telling): Deed {
  const seconds = secondsSince(event.conversation.resolved_at, event);
  const after = seconds === null || seconds < 1 ? '' : `, ${duration(seconds)} after it was resolved`;
  return { by: (it) => (telling.isByCustomer ? `wrote again and reopened ${it}` : `reopened ${it}`), after };
}

export function moved(event: ConversationEvent, telling: Telling): Deed {
  const { from, to } = event.change ?? {};
  const status = valueInWords(to, telling.place);
  if (!telling.isByCustomer)
    return { by: (it) => `set ${it}${isOnHold(from) && !isOnHold(to) ? ' back' : ''} to “${status}”` };
  const isTold = isHeldAgain(event);
  return {
    by: (it) =>
      it === 'it'
        ? `replied${isTold ? '' : `, and it is now “${status}”`}`
        : `replied in ${it}${isTold ? '' : `, which is now “${status}”`}`,
  };
}

function isOnHold(status: unknown): boolean {
  return typeof status === 'string' && /^waiting/i.test(status.trim());
}

/** After an answer it goes on as before: who has it says more than the status. */
function isHeldAgain({ change, conversation }: ConversationEvent): boolean {
  return isOnHold(change?.from) && change?.to === 'assigned' && conversation.agent !== null;
}

export function breached(first: ConversationEvent, { events, place }: Telling): Fact {
  const breaches = events.filter(({ type }) => type === 'conversation.sla.breached');
  const which = listOf(
    breaches.map(({ sla, change }) => sla ?? (change?.field === 'sla_breach' ? 'response' : 'resolution')),
  );
  const name = first.policy ?? null;
  const policy = name === null ? '' : ` under “${place.outside(name, 60)}”`;
  const slas = breaches.length === 1 ? 'SLA' : 'SLAs';
  return { fact: (it) => `${it} missed its ${which} ${slas}${policy}${sinceItBegan(first)}` };
}

/** Nobody has been assigned for a while. */
export function unattended(event: ConversationEvent): Fact {
  return {
    fact: (it) => `nobody has ${withParticle('picked', 'up', it)} for ${duration(event.unattended_seconds ?? 0)}`,
  };
}

export function prioritised(event: ConversationEvent, telling: Telling): Deed {
  const { from, to } = event.change ?? {};
  const value = (side: unknown): string => valueInWords(side, telling.place);
  if (isNothing(to)) return { by: (it) => `cleared ${its('priority', it)}` };
  return isNothing(from)
    ? { by: (it) => `set ${its('priority', it)} to ${value(to)}` }
    : { by: (it) => `${directionOf(from, to)} ${its('priority', it)} from ${value(from)} to ${value(to)}` };
}

const PRIORITIES = ['low', 'medium', 'high', 'urgent'];

function directionOf(from: unknown, to: unknown): string {
  const [before, after] = [from, to].map((side) => PRIORITIES.indexOf(String(side).toLowerCase()));
  if (before === undefined || after === undefined || before < 0 || after < 0) return 'changed';
  return after > before ? 'raised' : 'lowered';
}

export function labelled(event: ConversationEvent, telling: Telling): Deed {
  const { category, subcategory } = event.conversation.labels;
  const names = [category, subcategory].filter((name) => name !== null).map((name) => telling.place.outside(name));
  if (names.length > 0) return { by: (it) => `labelled ${it} “${names.join(' › ')}”` };
  const to = event.change?.to;
  const isGone = isObject(to) && isNothing(to['category']) && isNothing(to['subcategory']);
  return { by: (it) => (isGone ? `took the label off ${it}` : `changed ${its('label', it)}`) };
}

const MOST_LISTED = 4;

export function changedOtherwise({ change: only }: ConversationEvent, { events, place }: Telling): Deed | null {
  if (only === undefined) return null;
  const fields = events.flatMap(({ type, change }) =>
    type === 'conversation.changed' && change !== undefined ? [change.field] : [],
  );
  if (fields.length === 1) return { by: (it) => changedOne(only, it, place) };
  const named = fields.length <= MOST_LISTED ? fields : fields.slice(0, MOST_LISTED - 1);
  const more = fields.length - named.length;
  const words = named.map((field) => `“${place.outside(fieldInWords(field), 40)}”`);
  const all = listOf([...words, ...(more === 0 ? [] : [`${more} more attributes`])]);
  return { by: (it) => (it === 'it' ? `changed its ${all}` : `changed ${all} of ${it}`) };
}

function changedOne({ field, to }: Change, it: string, place: Place): string {
  const named = `“${place.outside(fieldInWords(field), 40)}”`;
  if (typeof to === 'boolean') return `turned ${named} ${to ? 'on' : 'off'}${it === 'it' ? '' : ` for ${it}`}`;
  const whose = it === 'it' ? `its ${named}` : `${named} of ${it}`;
  return isNothing(to)
    ? `cleared ${whose}`
    : `changed ${whose}${isSayable(to) ? ` to “${valueInWords(to, place)}”` : ''}`;
}

function isSayable(value: unknown): boolean {
  return value !== MASK && typeof value !== 'object';
}

function its(attribute: string, it: string): string {
  return it === 'it' ? `its ${attribute}` : `the ${attribute} of ${it}`;
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'string' && value.trim() === '');
}

function valueInWords(value: unknown, place: Place): string {
  if (isNothing(value)) return 'none';
  return place.outside(typeof value === 'string' ? value : JSON.stringify(value), 40, 'none');
}
