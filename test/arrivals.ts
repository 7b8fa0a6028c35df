/** What has come so far, in order, for who wants to know of the next one the moment it is there. */
export interface Arrivals<T> {
  readonly all: readonly T[];
  add(item: T): void;
  /**
   * The newest that fits, also one that has come already.
   * @throws after `withinMs`, naming what was waited for
   */
  waitFor(what: string, isIt: (item: T) => boolean, withinMs?: number): Promise<T>;
}

export function collectArrivals<T>(): Arrivals<T> {
  const all: T[] = [];
  const waiting = new Set<(item: T) => void>();
  return {
    all,
    add: (item) => {
      all.push(item);
      for (const look of waiting) look(item);
    },
    waitFor: (what, isIt, withinMs = 15_000) => {
      const found = all.findLast(isIt);
      if (found !== undefined) return Promise.resolve(found);
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      const look = (item: T) => {
        if (isIt(item)) resolve(item);
      };
      waiting.add(look);
      const error = new Error(`${what}: not within ${withinMs} ms`);
      const late = setTimeout(() => reject(error), withinMs);
      return promise.finally(() => {
        clearTimeout(late);
        waiting.delete(look);
      });
    },
  };
}
