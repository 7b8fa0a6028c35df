const DELAYS_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000] as const;
const JITTER_SHARE = 0.25;

/**
 * Milliseconds to wait after the given number of failures in a row: longer and longer, up to half a
 * minute, with jitter, so that cameras behind one switch do not all come back in the same instant.
 */
export function backoffMs(failures: number, random: () => number = Math.random): number {
  const delay = DELAYS_MS[Math.min(Math.max(failures, 1), DELAYS_MS.length) - 1] ?? 0;
  return Math.round(delay * (1 - JITTER_SHARE + 2 * JITTER_SHARE * random()));
}
