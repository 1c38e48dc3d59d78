/** A day's summary as an Adaptive Card: a table of figures, and a line for each group. */
import type { RelayEvent } from '../../events/event';
import { TEAMS } from '../../messages/escaping';
import { summaryIn, summaryTable } from '../../messages/summary';
import { blockOf, envelope, runOf, type RichTextBlock } from './card';

/** Figures and words of our own, in which Markdown finds nothing. */
export interface FactSet {
  type: 'FactSet';
  facts: readonly { title: string; value: string }[];
}

/** The body for a summary; null where the events are none. */
export function teamsSummary(events: readonly RelayEvent[]): string | null {
  const notice = summaryIn(events);
  if (notice === null) return null;
  const { title, facts, groups, notes } = summaryTable(notice, TEAMS);
  const table: FactSet = { type: 'FactSet', facts: facts.map(({ label, value }) => ({ title: label, value })) };
  const lines = groups.map(({ name, text }): RichTextBlock =>
    blockOf([{ ...runOf(name), weight: 'Bolder' }, runOf(`: ${text}`)]),
  );
  const small = { ...runOf(notes.join(' ')), isSubtle: true as const, size: 'Small' as const };
  return envelope([blockOf([{ ...runOf(`📊 ${title}`), weight: 'Bolder' }]), table, ...lines, blockOf([small])], []);
}
