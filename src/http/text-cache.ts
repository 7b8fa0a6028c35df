interface CachedText {
  /** What the text was made from. */
  readonly key: string;
  readonly render: () => string;
}

export interface TextCache {
  get(owner: object, text: CachedText): Buffer;
}

/** Variants of a playlist of the newest version: whole or a delta update, with parts joined or not. */
const KEPT_PER_OWNER = 4;

/** Renders a playlist once, however many viewers wait for it. */
export function createTextCache(): TextCache {
  const caches = new WeakMap<object, Map<string, Buffer>>();
  return {
    get(owner, { key, render }) {
      const cache = caches.get(owner) ?? new Map<string, Buffer>();
      caches.set(owner, cache);
      const known = cache.get(key);
      if (known) return known;
      const rendered = Buffer.from(render());
      cache.set(key, rendered);
      const oldest = cache.keys().next().value;
      if (cache.size > KEPT_PER_OWNER && oldest !== undefined) cache.delete(oldest);
      return rendered;
    },
  };
}
