/** Work that is done side by side. */

/** All of them to their end, side by side; only then is the first one's fault thrown. */
export async function together(works: readonly Promise<unknown>[]): Promise<void> {
  const ended = await Promise.allSettled(works);
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
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
