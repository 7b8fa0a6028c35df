// What a camera's state means for somebody who wants to watch it.

import { ApiError } from '../server/api.ts';
import type { CameraState } from '../server/api.ts';
import { failed } from '../media/failure.ts';
import type { Failure } from '../media/failure.ts';

export interface CameraWait {
  readonly kind: 'wait';
  readonly reason: Failure;
  /** When the server tries the camera again, Unix time in ms by the server's clock. */
  readonly serverRetryAtMs: number | null;
  /** Until somebody switches it on. */
  readonly isOff: boolean;
}

export type CameraVerdict = { readonly kind: 'play' } | { readonly kind: 'starting' } | CameraWait;

export function judgeCamera(camera: CameraState): CameraVerdict {
  switch (camera.status) {
    case 'live':
    // An idle camera starts with its first viewer.
    case 'idle':
      return { kind: 'play' };
    // Said of a camera that has not failed since it was started; after a failure it stays `retrying`.
    case 'starting':
      return { kind: 'starting' };
    case 'retrying':
      return {
        kind: 'wait',
        reason:
          camera.last_error === null
            ? failed('camera_silent')
            : failed(camera.last_error.code, camera.last_error.message),
        serverRetryAtMs: camera.retry_at === null ? null : Date.parse(camera.retry_at),
        isOff: false,
      };
    case 'stopped':
      return {
        kind: 'wait',
        reason: failed(camera.enabled ? 'camera_stopped' : 'camera_disabled'),
        serverRetryAtMs: null,
        isOff: true,
      };
    default:
      return camera.status satisfies never;
  }
}

/** The same for a question that got no answer. */
export function judgeSilence(error: unknown): CameraVerdict {
  // A proxy that says so itself has had no answer either.
  const hasAnswered = error instanceof ApiError && error.code !== 'http';
  const reason = hasAnswered ? failed(error.code, error.message) : failed('no_answer');
  return { kind: 'wait', reason, serverRetryAtMs: null, isOff: false };
}
