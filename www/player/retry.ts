// When to try again.

import type { CameraWait } from './camera-verdict.ts';
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

interface RetrySigns {
  /** Until the camera is asked about again. */
  readonly restMs: number;
  /** Null while unknown. */
  readonly serverNowMs: number | null;
  readonly shown: PlayerState;
}

/**
 * What the countdown on screen ends at, Unix time by the local clock. It stays unless the new one is another: network
 * jitter must not make it jump. Null for a camera that is switched off: looking again does not bring it back.
 */
export function retryTimeMs(
  { isOff, serverRetryAtMs }: CameraWait,
  { restMs, serverNowMs, shown }: RetrySigns,
): number | null {
  if (isOff) return null;
  const retryInMs =
    serverRetryAtMs === null ? restMs : serverRetryAtMs - (serverNowMs ?? Date.now());
  const retryAtMs = Date.now() + Math.max(retryInMs, 0);
  const shownMs = shown.kind === 'waiting' ? shown.retryAtMs : null;
  return shownMs !== null && Math.abs(shownMs - retryAtMs) < JITTER_MS ? shownMs : retryAtMs;
}
