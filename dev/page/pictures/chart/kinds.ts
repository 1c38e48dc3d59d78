/** Kinds of what happened, as the picture tells them apart: each has a shape and a letter of its own. */

export interface Kind {
  name: 'created' | 'assigned' | 'resolved' | 'reopened' | 'breached' | 'other';
  /** What the legend says. */
  says: string;
  letter: string;
  /** SVG path around the origin, about 20 units wide. */
  shape: string;
}

/** In the order of their weight: where several happened at once, the first stands lowest. */
export const KINDS: readonly Kind[] = [
  { name: 'created', says: 'created', letter: 'C', shape: 'M-10 0a10 10 0 1 0 20 0a10 10 0 1 0 -20 0z' },
  { name: 'resolved', says: 'resolved', letter: 'R', shape: 'M-11 0L-5.5 -9.5H5.5L11 0L5.5 9.5H-5.5z' },
  { name: 'reopened', says: 'reopened', letter: 'O', shape: 'M0 -12L12 0L0 12L-12 0z' },
  { name: 'breached', says: 'SLA breached', letter: '!', shape: 'M0 -12L11.5 9H-11.5z' },
  {
    name: 'assigned',
    says: 'assigned or unassigned',
    letter: 'A',
    shape: 'M-7 -9H7a2 2 0 0 1 2 2V7a2 2 0 0 1 -2 2H-7a2 2 0 0 1 -2 -2V-7a2 2 0 0 1 2 -2z',
  },
  { name: 'other', says: 'anything else', letter: '', shape: 'M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z' },
];

const PATTERNS: Record<Kind['name'], RegExp> = {
  created: /^conversation\.created$/,
  assigned: /^conversation\.(?:group|agent)\./,
  resolved: /^conversation\.resolved$/,
  reopened: /^conversation\.reopened$/,
  breached: /^conversation\.sla\./,
  other: /(?:)/,
};

/** The kinds of what happened in one moment, at least one; "other" only where there is nothing better to say. */
export function kindsOf(types: readonly string[]): Kind[] {
  const found = KINDS.filter(({ name }) => name !== 'other' && types.some((type) => PATTERNS[name].test(type)));
  return found.length > 0 ? found : KINDS.filter(({ name }) => name === 'other');
}
