/**
 * The events of the contract, built from a payload and its transitions. Pure: the same payload gives the same events,
 * ids included.
 */
import { eventId } from './ids';
import { idOf, isNumber, objectOf, textOf, utf8Bytes, type JsonObject } from '../lib/json';
import { isStaff } from '../conversation/personal';
import { accountUrlOf, currentOf, firstMessageOf, momentOf, personName, type Payload } from '../conversation/payload';
import { ECHO, type Change } from '../conversation/transitions';
import { cut } from '../lib/text';
import { changeIn, maskedChange, slaOf } from './change';
import { conversationOf, short } from './conversation';
import type { ConversationEvent, ConversationEventType, EventActor, RelayEvent } from './event';
import { LENGTHS, type Lengths } from './lengths';
import { sequenceOf } from './sequence';

export interface EventOptions {
  personalData: boolean;
  /** Epoch ms, for a payload that does not say when it happened. */
  now: number;
}

/** A transition, or another occasion to tell of a conversation. */
export interface Occasion {
  type: ConversationEventType;
  change?: Change;
  readonly [ECHO]?: true;
}

/** What a one-time schedule can hold is 4 KB with its wrapping; no event is larger, so that every event can be kept anywhere. */
const EVENT_BYTES = 3_400;
/** There it is a text within a text, in which every quote and backslash is escaped once more. */
const ESCAPED_BYTES = 3_800;

type Builder = (occasion: Occasion, index: number) => ConversationEvent;

/** One event per occasion, in the same order. */
export function eventsOf(payload: Payload, occasions: readonly Occasion[], options: EventOptions): ConversationEvent[] {
  const eventOf = builderOf(payload, options, LENGTHS.usual);
  return occasions.map((occasion, index) => {
    const event = eventOf(occasion, index);
    return fits(event) ? event : shortened(payload, occasion, index, options);
  });
}

function shortened(payload: Payload, occasion: Occasion, index: number, options: EventOptions): ConversationEvent {
  const event = builderOf(payload, options, LENGTHS.short)(occasion, index);
  return fits(event) ? event : builderOf(payload, options, LENGTHS.least)(occasion, index);
}

/** An event as it may be told when personal data is left out, whatever it was made with. */
export function withoutPersonalData(event: RelayEvent): RelayEvent {
  if (!('conversation' in event)) return event;
  const { conversation, actor, change } = event;
  const told: ConversationEvent = {
    ...event,
    conversation: { ...conversation, user: idAlone(conversation.user) },
    actor: { ...actor, name: isStaff(actor.type) ? actor.name : null },
    ...(change === undefined ? {} : { change: maskedChange(change) }),
  };
  delete told.first_message;
  return told;
}

function idAlone(user: ConversationEvent['conversation']['user']): { id: string } | null {
  const id = user?.id ?? null;
  return id === null ? null : { id };
}

/** Escaping doubles a text at most, so what is short needs no second look. */
function fits(event: ConversationEvent): boolean {
  const json = JSON.stringify(event);
  const bytes = utf8Bytes(json);
  return bytes <= EVENT_BYTES && (bytes <= ESCAPED_BYTES / 2 || utf8Bytes(JSON.stringify(json)) <= ESCAPED_BYTES);
}

/** What the events of one payload have in common is read once. */
function builderOf(payload: Payload, { personalData, now }: EventOptions, lengths: Lengths): Builder {
  const { raw, data, conversation } = payload;
  const url = lengths.link ? accountUrlOf(payload) : null;
  const occurredAt = new Date(momentOf(payload) ?? now).toISOString();
  const account = {
    app_id: short(idOf(conversation['app_id']), lengths.name),
    region: short(textOf(raw['region']), lengths.name),
    url,
  };
  const told = conversationOf(payload, url, personalData, lengths);
  const actor = actorOf(objectOf(data['actor']), personalData, lengths);
  const metrics = metricsOf(objectOf(conversation['statistics']), lengths);
  return (occasion, index) => ({
    id: eventId(payload, occasion),
    type: occasion.type,
    occurred_at: occurredAt,
    sequence: sequenceOf(occasion.type, index),
    account,
    conversation: told,
    actor,
    ...changeIn(payload, occasion, personalData, lengths),
    ...breachIn(payload, occasion, lengths),
    metrics,
    ...firstMessageIn(occasion, conversation, personalData, lengths),
    ...(occasion[ECHO] === true ? { [ECHO]: true } : {}),
  });
}

function breachIn(payload: Payload, occasion: Occasion, lengths: Lengths): Pick<ConversationEvent, 'sla' | 'policy'> {
  if (occasion.type !== 'conversation.sla.breached') return {};
  const policy = short(textOf(currentOf(payload, 'sla_policy_name')), lengths.name);
  return { sla: slaOf(payload, occasion), policy };
}

function firstMessageIn(
  { type }: Occasion,
  conversation: JsonObject,
  personalData: boolean,
  lengths: Lengths,
): Pick<ConversationEvent, 'first_message'> {
  const message = type === 'conversation.created' && personalData ? firstMessageOf(conversation['messages']) : null;
  return message === null ? {} : { first_message: cut(message, lengths.message) };
}

function actorOf(actor: JsonObject, personalData: boolean, lengths: Lengths): EventActor {
  const type = textOf(actor['type']);
  return {
    type: short(type, lengths.name),
    id: short(idOf(actor['id']), lengths.name),
    name: isStaff(type) || personalData ? short(personName(actor), lengths.name) : null,
    cause: short(textOf(actor['sub_entity']), lengths.name),
    source: short(textOf(actor['actor_source']), lengths.name),
  };
}

function metricsOf(statistics: JsonObject, lengths: Lengths): Record<string, number> {
  const names = Object.keys(statistics);
  const told = names
    .filter((name) => /^[a-z][a-z_]{0,59}$/.test(name) && isNumber(statistics[name]))
    .slice(0, lengths.metrics);
  // Nearly always all of them: a copy costs more than the look at them.
  return (
    told.length === names.length ? statistics : Object.fromEntries(told.map((name) => [name, statistics[name]]))
  ) as Record<string, number>;
}
