import { setTimeout as delay } from 'node:timers/promises';
import { SourceError } from '../errors.ts';
import { backoffMs } from './backoff.ts';

export interface PipelineDeps {
  /** Runs until it fails, or returns once the signal asked it to; calls back with its first media. */
  attempt(signal: AbortSignal, onMedia: () => void): Promise<void>;
  onAttempt(): void;
  onMedia(): void;
  onFailure(error: SourceError, retryInMs: number): void;
}

/** Media for this long makes an attempt a good one: what failed before is forgotten. */
const HEALTHY_AFTER_MS = 10_000;

/**
 * The supervised ffmpeg of one camera: attempt, typed failure, backoff, again, for ever.
 * @returns when `signal` asks for it and the attempt has ended
 * @throws what is no SourceError: a bug
 */
export async function runPipeline(deps: PipelineDeps, signal: AbortSignal): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    let mediaSinceMs: number | null = null;
    deps.onAttempt();
    try {
      await deps.attempt(signal, () => {
        mediaSinceMs = performance.now();
        deps.onMedia();
      });
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof SourceError)) throw error;
      failures = isHealthy(mediaSinceMs) ? 1 : failures + 1;
      const retryInMs = backoffMs({ code: error.code, failures });
      deps.onFailure(error, retryInMs);
      // Aborted: the loop ends.
      await delay(retryInMs, undefined, { signal }).catch(() => {});
    }
  }
}

function isHealthy(mediaSinceMs: number | null): boolean {
  return mediaSinceMs !== null && performance.now() - mediaSinceMs >= HEALTHY_AFTER_MS;
}
