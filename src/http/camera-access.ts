import type { Request, Response } from 'express';
import type { Camera } from '../camera/camera.ts';
import { RequestError } from '../errors.ts';
import type { RenditionView } from '../packager/rendition.ts';

/** The cameras as HTTP needs them. */
export interface CameraDirectory {
  readonly all: readonly Camera[];
  find(id: string): Camera | null;
}

/** @throws RequestError 404 */
export function requireCamera(cameras: CameraDirectory, req: Request): Camera {
  const id = String(req.params['camera']);
  const camera = cameras.find(id);
  if (!camera)
    throw new RequestError(404, 'camera_not_found', `there is no camera ${JSON.stringify(id)}`);
  return camera;
}

/** Counts the request's sender as a viewer for as long as the request lasts, and a little longer. */
export function countViewer(camera: Camera, req: Request, res: Response): void {
  const key = `${req.socket.remoteAddress} ${req.headers['user-agent'] ?? ''}`;
  res.once('close', camera.enterViewer(key));
}

/**
 * Waits for something to play.
 * @throws RequestError 503 when there will be none for now; the signal's reason when that comes first
 */
export async function whenPlayable(
  camera: Camera,
  rendition: RenditionView,
  signal: AbortSignal,
): Promise<void> {
  await rendition.window.changes.until(() => (isPlayable(camera, rendition) ? true : null), signal);
}

/** What was live goes on being served while the camera is away: players then wait for its return. */
function isPlayable(camera: Camera, rendition: RenditionView): boolean {
  if (rendition.isReady) return true;
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
