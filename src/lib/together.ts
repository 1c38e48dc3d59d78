/** Work that is done side by side. */

/**
 * What all of them come to, side by side. A fault is thrown when all are at their end, and not before: nothing is left under way
 * that nobody waits for.
 */
export async function together<T extends readonly Promise<unknown>[] | []>(
  works: T,
): Promise<{ -readonly [Each in keyof T]: Awaited<T[Each]> }> {
  await Promise.allSettled(works);
  return Promise.all(works);
}

/** Works through a list, so many at a time; the results in the order of the list. */
export async function pooled<T, R>(list: readonly T[], most: number, work: (each: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < list.length; index = next++) results[index] = await work(list[index] as T);
  };
  await together(Array.from({ length: Math.min(most, list.length) }, worker));
  return results;
}
