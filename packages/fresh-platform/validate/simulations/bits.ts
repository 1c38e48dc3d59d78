/** Sets of places as bits, thirty-two in a word: thousands of them are held against each other in every choice. */
export type Bits = Uint32Array;

/** Of the places at which something other than zero stands. */
export function bitsOf(places: ArrayLike<number>): Bits {
  const bits = new Uint32Array(Math.ceil(places.length / 32));
  for (let place = 0; place < places.length; place += 1) if (places[place] !== 0) set(bits, place);
  return bits;
}

function set(bits: Bits, place: number): void {
  const word = Math.floor(place / 32);
  bits[word] = (bits[word] ?? 0) | (1 << (place % 32));
}

/** Adds what is in another set. */
export function join(bits: Bits, others: Bits): void {
  others.forEach((word, index) => (bits[index] = (bits[index] ?? 0) | word));
}

/** How many places two sets have in common. */
export function countOfBoth(bits: Bits, others: Bits): number {
  let count = 0;
  for (let index = 0; index < bits.length; index += 1) count += onesIn((bits[index] ?? 0) & (others[index] ?? 0));
  return count;
}

/** Counts in pairs, then in fours, then in bytes, and adds the bytes up. */
function onesIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x5555_5555);
  const fours = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
