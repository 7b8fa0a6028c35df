// What is said on the live socket beside media: JSON with a `type`.

import type { Camera } from '../camera/camera.ts';
import { isAudio } from '../packager/pictures.ts';
import type { RenditionView } from '../packager/rendition-view.ts';
import type { Sequence } from '../packager/segment.ts';
import { MAIN_PICTURE } from './picture-choice.ts';

export type ClientMessage =
  | { readonly type: 'subscribe'; readonly camera: string; readonly rendition: string }
  | { readonly type: 'unsubscribe'; readonly camera: string }
  /** Asks for the server's clock; `sent` comes back as it is. */
  | { readonly type: 'time'; readonly sent: number };

export type LiveErrorCode =
  | 'camera_not_found'
  | 'viewer_limit'
  | 'camera_removed'
  | 'tracks_changed'
  | 'rendition_not_found'
  | 'bad_message';

/** Null for what is no message of the protocol. */
export function parseClientMessage(text: string): ClientMessage | null {
  const message = parseObject(text);
  const { type, camera, rendition = MAIN_PICTURE, sent } = message ?? {};
  if (type === 'subscribe')
    return isName(camera) && isName(rendition) ? { type, camera, rendition } : null;
  if (type === 'unsubscribe') return isName(camera) ? { type, camera } : null;
  return type === 'time' && typeof sent === 'number' ? { type, sent } : null;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 64;
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

/** What a camera does, for people who look at its picture. */
export function renderStatus({ id, status }: Pick<Camera, 'id' | 'status'>): string {
  const isRetrying = status.status === 'retrying';
  return JSON.stringify({
    type: 'status',
    camera: id,
    status: status.status,
    reason: isRetrying ? status.error.message : null,
    retry_at: isRetrying ? status.retryAt.toISOString() : null,
  });
}

/** Announces the init segment that follows. */
export function renderInit(camera: string, rendition: RenditionView, sequence: Sequence): string {
  return JSON.stringify({
    type: 'init',
    camera,
    track: rendition.trackId,
    ...(isAudio(rendition) ? { kind: 'audio' } : { kind: 'video', rendition: rendition.id }),
    codec: sequence.codec,
    bytes: sequence.init.length,
  });
}

export function renderSkip(camera: string, { trackId }: RenditionView): string {
  return JSON.stringify({ type: 'skip', camera, track: trackId });
}

export function renderUnsubscribed(camera: string): string {
  return JSON.stringify({ type: 'unsubscribed', camera });
}

/** @param sent what the client wrote */
export function renderTime(sent: number): string {
  // The clock that capture times come from: it may be set while Oriel runs.
  return JSON.stringify({ type: 'time', sent, now: Date.now() });
}

export function renderError(camera: string | null, code: LiveErrorCode, message: string): string {
  return JSON.stringify({ type: 'error', camera, code, message });
}
