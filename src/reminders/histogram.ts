/**
 * Durations in buckets fine enough for a median within 5 %: whole seconds up to half a minute, and from there on buckets
 * that are 8 % wider each, whose middles are at most 4 % away from what they hold.
 */
const EXACT_S = 32;
const BUCKET_GROWTH = Math.log(1.08);

/** The bucket of a duration in seconds, as two letters or digits. */
export function bucketOf(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const index = whole <= EXACT_S ? whole : EXACT_S + Math.round(Math.log(whole / EXACT_S) / BUCKET_GROWTH);
  return index.toString(36).padStart(2, '0');
}

/** The middle of a bucket, in seconds. */
function middleOf(bucket: string): number {
  const index = parseInt(bucket, 36);
  return index <= EXACT_S ? index : EXACT_S * Math.exp((index - EXACT_S) * BUCKET_GROWTH);
}

/** The median of durations in seconds, to the tenth, by how many lie in each bucket; null for none. */
export function medianOf(counts: ReadonlyMap<string, number>): number | null {
  const sorted = [...counts].map(([bucket, count]) => ({ seconds: middleOf(bucket), count }));
  sorted.sort((a, b) => a.seconds - b.seconds);
  const total = sorted.reduce((sum, { count }) => sum + count, 0);
  const nth = (rank: number): number => {
    let passed = 0;
    return sorted.find(({ count }) => (passed += count) >= rank)?.seconds ?? 0;
  };
  if (total === 0) return null;
  return Math.round((nth(Math.ceil(total / 2)) + nth(Math.floor(total / 2) + 1)) * 5) / 10;
}
