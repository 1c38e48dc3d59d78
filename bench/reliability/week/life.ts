/** What happens to each conversation of the week. */
import type { Json } from '../../../packages/fresh-platform/lib/dig';
import type { Random } from '../random';
import { HOUR, MINUTE } from './times';

const GROUP = { id: 'group-1', name: 'First line' };
const AGENT = { id: 'agent-1', first_name: 'Asha', last_name: 'Raman' };

/** One change of one conversation. */
export interface Change {
  at: number;
  id: string;
  /** What changes, by attribute; null for the creation. */
  changes: Json | null;
  conversation: Json;
}

export interface Life {
  changes: Change[];
  /** Stretches in which nobody held it. */
  waits: { from: number; to: number }[];
}

/** Created, sorted into a group, taken up, resolved; one in ten comes back. One in eight waits for long. */
export function lifeOf(index: number, begin: number, random: Random): Life {
  const id = `week-${index}`;
  const created = begin + Math.floor(random() * 2 * MINUTE);
  const taken = created + Math.floor((random() < 0.125 ? 16 + random() * 60 : 0.5 + random() * 8) * MINUTE);
  const resolved = taken + Math.floor((5 + random() * 90) * MINUTE);
  const common = { conversation_id: id, app_id: 'account-1', created_time: new Date(created).toISOString() };
  const open = { ...common, status: 'new', assigned_agent_id: null, assigned_group_id: null };
  const grouped = { ...open, assigned_group_id: GROUP.id };
  const held = { ...grouped, status: 'assigned', assigned_agent_id: AGENT.id };
  const seconds = Math.round((resolved - created) / 1_000);
  const statistics = { first_response_time_chrs: Math.round((taken - created) / 1_000), resolution_time_chrs: seconds };
  const done = { ...held, status: 'resolved', resolved_time: new Date(resolved).toISOString(), statistics };
  const changes: Change[] = [
    { at: created, id, changes: null, conversation: open },
    { at: created + 2_000, id, changes: { assigned_group_id: [null, GROUP.id] }, conversation: grouped },
    {
      at: taken,
      id,
      changes: { assigned_agent_id: [null, AGENT.id], status: ['new', 'assigned'] },
      conversation: held,
    },
    { at: resolved, id, changes: { status: ['assigned', 'resolved'] }, conversation: done },
  ];
  if (random() < 0.1) {
    const again = resolved + HOUR;
    const reopened = { ...held, status: 'reopened', reopened_time: new Date(again).toISOString() };
    changes.push(
      { at: again, id, changes: { status: ['resolved', 'reopened'] }, conversation: reopened },
      { at: again + 20 * MINUTE, id, changes: { status: ['reopened', 'resolved'] }, conversation: done },
    );
  }
  return { changes, waits: [{ from: created, to: taken }] };
}

export function payloadOf({ at, changes, conversation }: Change): Json {
  const isHeld = conversation['assigned_agent_id'] !== null;
  return {
    timestamp: at,
    data: {
      actor: { type: 'system', sub_entity: 'assignment_rule', id: 'system' },
      associations: {
        agent: isHeld ? AGENT : {},
        group: conversation['assigned_group_id'] === null ? {} : GROUP,
        channel: { id: 'channel-1', name: 'Orders' },
        user: { id: 'user-1' },
      },
      conversation,
      ...(changes === null ? {} : { changes: { model_changes: changes } }),
    },
  };
}
