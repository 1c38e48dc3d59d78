import { PLAIN } from '../../src/messages/escaping';
import { sourceName } from '../../src/messages/words';
import { dig, digText } from '../../packages/fresh-platform/lib/dig';
import { plain } from '../../packages/fresh-platform/lib/words';
import { fullName, sentence, type Names } from './phrases';
import type { Step, Story } from './read';

/** One moment in the life of a conversation. */
export interface Moment {
  /** When it happened, epoch ms. */
  at: number;
  /** Since the moment before, ms; absent on the first. */
  after?: number;
  /** Who holds the conversation from here on: "nobody", "First line", "Asha Raman, First line", "resolved". */
  holder: string;
  /** What happened, as a sentence. */
  what: string;
}

/** The life of a conversation as a person tells it. */
export interface Timeline {
  /** Account, source and customer, as far as they are known. */
  setting: string[];
  moments: Moment[];
  /** How long everyone had it, in the order they first had it; time after a resolve counts for nobody. */
  held: { holder: string; ms: number }[];
}

const RESOLVED = 'resolved';

/** Tells a story in the order things happened, whatever the order they arrived in; an event told twice happened once. */
export function timelineOf(story: Story): Timeline {
  const steps = distinct(story.steps).sort((a, b) => happenedAt(a) - happenedAt(b));
  const names = namesIn(steps);
  const moments = steps.map((step, index) => momentOf(step, steps[index - 1], names));
  return { setting: settingOf(story), moments, held: heldIn(moments) };
}

/** What happens in a step of a story, as a sentence. */
export function whatHappensIn(step: Step, { moments }: Timeline): string {
  return moments.find(({ at }) => at === happenedAt(step))?.what ?? '';
}

function distinct(steps: readonly Step[]): Step[] {
  const seen = new Map(steps.map((step) => [JSON.stringify(step.payload), step]));
  return [...seen.values()];
}

/** The moment the payload tells of; a recorded payload without one happened when it arrived. */
function happenedAt(step: Step): number {
  const timestamp = step.payload['timestamp'];
  return typeof timestamp === 'number' ? timestamp * unitOf(timestamp) : step.at;
}

/** Milliseconds in the unit of a timestamp: some accounts write seconds, in which no moment after 1973 is a number as large. */
export function unitOf(timestamp: number): number {
  return timestamp > 1e8 && timestamp < 1e11 ? 1_000 : 1;
}

function namesIn(steps: readonly Step[]): Names {
  const names = new Map<string, string>();
  for (const { payload } of steps) {
    const { group, agent } = {
      group: dig(payload, 'data', 'associations', 'group'),
      agent: dig(payload, 'data', 'associations', 'agent'),
    };
    note(names, group, plain(digText(group, 'name')));
    note(names, agent, fullName(agent));
    note(names, dig(payload, 'data', 'actor'), fullName(dig(payload, 'data', 'actor')));
  }
  return names;
}

function note(names: Map<string, string>, thing: unknown, name: string): void {
  const id = digText(thing, 'id');
  if (id !== '' && name !== '') names.set(id, name);
}

function momentOf(step: Step, before: Step | undefined, names: Names): Moment {
  const at = happenedAt(step);
  const data = step.payload['data'];
  const after = before === undefined ? {} : { after: at - happenedAt(before) };
  return { at, ...after, holder: holderOf(data, names), what: sentence(data, names) };
}

function holderOf(data: unknown, names: Names): string {
  if (dig(data, 'conversation', 'status') === RESOLVED) return RESOLVED;
  const ids = [digText(data, 'conversation', 'assigned_agent_id'), digText(data, 'conversation', 'assigned_group_id')];
  const known = ids.filter((id) => id !== '').map((id) => names.get(id) ?? id);
  return known.length === 0 ? 'nobody' : known.join(', ');
}

function settingOf(story: Story): string[] {
  const data = story.steps[0]?.payload['data'];
  const source = digText(data, 'conversation', 'source');
  return [
    story.account.name,
    source === '' ? '' : sourceName(source, PLAIN),
    fullName(dig(data, 'associations', 'user')),
  ].filter((part) => part !== '');
}

function heldIn(moments: readonly Moment[]): Timeline['held'] {
  const held = new Map<string, number>();
  for (const [index, { holder, at }] of moments.entries()) {
    const next = moments[index + 1];
    if (next !== undefined && holder !== RESOLVED) held.set(holder, (held.get(holder) ?? 0) + next.at - at);
  }
  return [...held].map(([holder, ms]) => ({ holder, ms }));
}
