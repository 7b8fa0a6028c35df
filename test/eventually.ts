import { setTimeout as delay } from 'node:timers/promises';

const EVERY_MS = 50;

/**
 * Asks until the answer is not null: for what happens in another process and sends no event.
 * @throws after `withinMs`, naming what was waited for
 */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | null> | T | null,
  withinMs = 15_000,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (performance.now() > deadline) throw new Error(`${what}: not within ${withinMs} ms`);
    await delay(EVERY_MS);
  }
}
