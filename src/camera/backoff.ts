import type { SourceFailure } from '../errors.ts';

const DELAYS_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000] as const;
/** A camera that restarts is back within half a minute, and somebody may be looking. */
const EAGER_DELAYS_MS = [
  500,
  ...Array<number>(9).fill(1_000),
  ...Array<number>(5).fill(2_000),
  ...DELAYS_MS.slice(3),
];
const JITTER_SHARE = 0.25;

/** What it has answered will not be otherwise in a moment, and many cameras count wrong passwords. */
const ANSWERED: ReadonlySet<SourceFailure> = new Set(['unauthorized', 'not_found']);

export interface Failure {
  readonly code: SourceFailure;
  /** In a row, this one included. */
  readonly failures: number;
}

/**
 * Milliseconds to wait after a failure: longer and longer, up to half a minute, with jitter, so that cameras behind
 * one switch do not all come back in the same instant.
 */
export function backoffMs({ code, failures }: Failure, random: () => number = Math.random): number {
  const delays = ANSWERED.has(code) ? DELAYS_MS : EAGER_DELAYS_MS;
  const delay = delays[Math.min(Math.max(failures, 1), delays.length) - 1] ?? 0;
  return Math.round(delay * (1 - JITTER_SHARE + 2 * JITTER_SHARE * random()));
}
