/**
 * How long texts may be, in characters, and how many statistics there may be: as they come; in an event that is too large to
 * be kept in one piece; and where nearly every character takes many bytes, in which an address would be the longest part.
 */
export const LENGTHS = {
  usual: { name: 120, text: 300, message: 1_000, metrics: 24, link: true },
  short: { name: 30, text: 60, message: 120, metrics: 8, link: true },
  least: { name: 12, text: 12, message: 12, metrics: 0, link: false },
} as const;
export type Lengths = (typeof LENGTHS)[keyof typeof LENGTHS];
