// How an attempt to play ended.

import type { AttemptOutcome, AttemptVerdict } from '../media/delivery-ladder.ts';
import { failed } from '../media/failure.ts';
import type { Failure } from '../media/failure.ts';
import type { ProgressWatch } from './progress-watch.ts';

export interface AttemptEnd extends AttemptOutcome {
  /** When something went wrong that the camera's state does not tell. */
  readonly reason: Failure | null;
}

export function endedBy(
  verdict: AttemptVerdict | null,
  reason: Failure | null,
  playedMs = 0,
): AttemptEnd {
  return { verdict, reason, playedMs };
}

export function frozenReason({ playingSinceMs }: ProgressWatch): Failure {
  return failed(playingSinceMs === null ? 'no_picture_came' : 'stood_still');
}
