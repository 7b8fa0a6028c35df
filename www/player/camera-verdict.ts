// What a camera's state means for somebody who wants to watch it.

import { ApiError } from '../server/api.ts';
import type { CameraState } from '../server/api.ts';

export type CameraVerdict =
  | { readonly kind: 'play' }
  | { readonly kind: 'starting'; readonly detail: string }
  | {
      readonly kind: 'wait';
      readonly reason: string;
      /** When the server tries the camera again, Unix time in ms by the server's clock. */
      readonly serverRetryAtMs: number | null;
    };

export function judgeCamera(camera: CameraState): CameraVerdict {
  switch (camera.status) {
    case 'live':
    // An idle camera starts with its first viewer.
    case 'idle':
      return { kind: 'play' };
    // Said of a camera that has not failed since it was started; after a failure it stays `retrying`.
    case 'starting':
      return { kind: 'starting', detail: 'Starting the camera' };
    case 'retrying':
      return {
        kind: 'wait',
        reason: camera.last_error?.message ?? 'The camera gives no video',
        serverRetryAtMs: camera.retry_at === null ? null : Date.parse(camera.retry_at),
      };
    case 'stopped':
      return {
        kind: 'wait',
        reason: camera.enabled
          ? 'This camera is stopped'
          : 'This camera is switched off in the options',
        serverRetryAtMs: null,
      };
    default:
      return camera.status satisfies never;
  }
}

/** The same for a question that got no answer. */
export function judgeSilence(error: unknown): CameraVerdict {
  const reason = error instanceof ApiError ? error.message : 'Oriel does not answer';
  return { kind: 'wait', reason, serverRetryAtMs: null };
}
