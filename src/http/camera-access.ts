import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request } from 'express';
import type { Camera } from '../camera/camera.ts';
import type { OptionValues } from '../camera/cameras.ts';
import type { ViewerEntry } from '../camera/viewers.ts';
import type { CameraOptions } from '../config/schema.ts';
import { RequestError, ViewerLimitError } from '../errors.ts';
import type { RenditionView } from '../packager/rendition-view.ts';
import { callerOf, isVisible } from './caller.ts';
import type { Caller } from './caller.ts';

/** The cameras as HTTP needs them. */
export interface CameraDirectory {
  readonly all: readonly Camera[];
  find(id: string): Camera | null;
  readonly events: { on(event: 'removed', listener: (id: string) => void): unknown };
  configure(id: string, changes: OptionValues): Promise<object>;
  add(values: OptionValues): Promise<Camera>;
  preview(values: OptionValues): CameraOptions;
  remove(id: string): Promise<void>;
}

/** @throws RequestError 404 */
export function requireCamera(cameras: CameraDirectory, req: Request): Camera {
  const id = String(req.params['camera']);
  const camera = isVisible(callerOf(req), id) ? cameras.find(id) : null;
  if (!camera)
    throw new RequestError(404, 'camera_not_found', `there is no camera ${JSON.stringify(id)}`);
  return camera;
}

/** The cameras that exist for the caller. */
export function limitToVisible(cameras: CameraDirectory, caller: Caller): CameraDirectory {
  if (caller.camera === null) return cameras;
  return {
    events: cameras.events,
    get all() {
      return cameras.all.filter(({ id }) => isVisible(caller, id));
    },
    find: (id) => (isVisible(caller, id) ? cameras.find(id) : null),
    configure: async (id, changes) => cameras.configure(id, changes),
    add: async (values) => cameras.add(values),
    preview: (values) => cameras.preview(values),
    remove: async (id) => cameras.remove(id),
  };
}

/**
 * Counts the request's sender as a viewer for as long as the request lasts, and a little longer.
 * @throws RequestError 503 when that would be one too many
 */
export function countViewer(camera: Camera, req: IncomingMessage, res: ServerResponse): void {
  const agent = (req.headers['user-agent'] ?? '').slice(0, 200);
  const key = `${callerOf(req).viewer} ${agent}`;
  res.once('close', enterViewer(camera, key));
}

/** @throws RequestError 503 when that would be one viewer too many */
export function enterViewer(camera: Camera, key: string, entry?: ViewerEntry): () => void {
  try {
    return camera.enterViewer(key, entry);
  } catch (error) {
    if (!(error instanceof ViewerLimitError)) throw error;
    throw new RequestError(503, 'viewer_limit', error.message);
  }
}

export interface PlayableRequest {
  readonly camera: Camera;
  readonly rendition: RenditionView;
  /** Whether parts will not do: hls.js gives up on a playlist without a whole segment. */
  readonly needsSegment: boolean;
}

/**
 * Waits for something to play.
 * @throws RequestError 503 when there will be none for now; the signal's reason when that comes first
 */
export async function whenPlayable(request: PlayableRequest, signal: AbortSignal): Promise<void> {
  const { changes } = request.rendition.window;
  await changes.until(() => (isPlayable(request) ? true : null), signal);
}

/** What was live goes on being served while the camera is away: players then wait for its return. */
function isPlayable({ camera, rendition, needsSegment }: PlayableRequest): boolean {
  if (camera.presentation.rendition(rendition.id) !== rendition) throw stillStarting(camera);
  const hasSegment = rendition.window.segments[0]?.isComplete ?? false;
  if (rendition.isReady && (hasSegment || !needsSegment)) return true;
  const { status } = camera;
  if (status.status === 'stopped') {
    throw new RequestError(503, 'camera_stopped', `${camera.name} is switched off`);
  }
  if (status.status === 'retrying') {
    throw new RequestError(503, 'camera_unavailable', `${camera.name}: ${status.error.message}`);
  }
  return false;
}

/** Said when a camera that starts has not come up while a request waited. */
export function stillStarting(camera: Camera): RequestError {
  return new RequestError(503, 'camera_starting', `${camera.name} is starting: no video yet`);
}
