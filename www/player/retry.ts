// When to try again.

import type { PlayerState } from './player-state.ts';

const BACKOFF_STEP_MS = 1000;
const MAX_BACKOFF_MS = 5000;
const MAX_ASK_AGAIN_MS = 2000;
const JITTER_MS = 1000;

/** How long to wait after so many failures in a row. */
export function backoffMs(failures: number): number {
  return Math.min(failures * BACKOFF_STEP_MS, MAX_BACKOFF_MS);
}

/** How long until the camera is asked about again: asking costs little, and somebody is looking. */
export function askAgainMs(waits: number): number {
  return Math.min(waits * BACKOFF_STEP_MS, MAX_ASK_AGAIN_MS);
}

/** The countdown on screen, unless the new one is another: network jitter must not make it jump. */
export function settleRetry(state: PlayerState, retryAtMs: number): number {
  const shown = state.kind === 'waiting' ? state.retryAtMs : null;
  return shown !== null && Math.abs(shown - retryAtMs) < JITTER_MS ? shown : retryAtMs;
}
