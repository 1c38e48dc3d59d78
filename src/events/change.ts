/** What an event tells of the attribute that changed, with personal data left out or not. */
import { idOf, isObject } from '../lib/json';
import { cut, onOneLine } from '../lib/text';
import { maskChangeSide } from '../conversation/personal';
import { currentOf, type Payload } from '../conversation/payload';
import type { Change, Sla, Transition } from '../conversation/transitions';
import { nameIn, short } from './conversation';
import type { ConversationEvent, EventChange } from './event';
import type { Lengths } from './lengths';

/** `change` of the event; absent where the transition has none. */
export function changeIn(
  payload: Payload,
  { change }: Pick<Transition, 'change'>,
  personalData: boolean,
  lengths: Lengths,
): Pick<ConversationEvent, 'change'> {
  if (change === undefined) return {};
  const side = (value: unknown): unknown => sized(value, lengths.text);
  const { field, from, to } = personalData ? change : maskedChange(change);
  return {
    change: {
      field: cut(onOneLine(field), lengths.name),
      from: side(from),
      to: side(to),
      ...namesOf(payload, change, lengths),
    },
  };
}

/** The same change as it may be told when personal data is left out; the names of agents and groups stay. */
export function maskedChange<T extends Change>(change: T): T {
  const mask = (side: unknown): unknown => maskedSide(change.field, side);
  return { ...change, from: mask(change.from), to: mask(change.to) };
}

/** A label's two sides are ids by name, which are masked one by one. */
function maskedSide(field: string, side: unknown): unknown {
  if (field !== 'label' || !isObject(side)) return maskChangeSide(field, side);
  return {
    category: maskChangeSide('label_category_id', side['category'] ?? null),
    subcategory: maskChangeSide('label_subcategory_id', side['subcategory'] ?? null),
  };
}

const ASSIGNEES = { assigned_group_id: 'group', assigned_agent_id: 'agent' } as const;

function namesOf(
  payload: Payload,
  { field, from, to }: Change,
  lengths: Lengths,
): Pick<EventChange, 'from_name' | 'to_name'> {
  if (field !== 'assigned_group_id' && field !== 'assigned_agent_id') return {};
  const name = (side: unknown): string | null => {
    const id = idOf(side);
    return id === null ? null : short(nameIn(payload, ASSIGNEES[field], id), lengths.name);
  };
  const fromName = name(from);
  const toName = name(to);
  return { ...(fromName === null ? {} : { from_name: fromName }), ...(toName === null ? {} : { to_name: toName }) };
}

/** A text is cut; anything else that is longer than that as JSON is told as its cut JSON. */
function sized(value: unknown, longest: number): unknown {
  if (typeof value === 'string') return cut(value, longest);
  const json = JSON.stringify(value);
  return json.length <= longest ? value : cut(json, longest);
}

/** Source: `response_due_type` of the product events. */
const DUE: Readonly<Record<string, Sla>> = { FIRST_RESPONSE_DUE: 'first response', RESPONSE_DUE: 'next response' };

/** Which service level a breach missed; null where it cannot be told. */
export function slaOf(payload: Payload, { change }: Pick<Transition, 'change'>): Sla | null {
  if (change?.field === 'resolution_sla_breach') return 'resolution';
  const due = currentOf(payload, 'response_due_type');
  return typeof due === 'string' ? (DUE[due.trim().toUpperCase()] ?? null) : null;
}
