import { once } from 'node:events';
import { Router } from 'express';
import type { Response } from 'express';
import type { Camera } from '../camera/camera.ts';
import { renderClipName } from '../camera/clip-file.ts';
import { createClip } from '../camera/clip.ts';
import type { Clip } from '../camera/clip.ts';
import { findStill } from '../camera/kept-keyframe.ts';
import { RequestError } from '../errors.ts';
import { countViewer, requireCamera, stillStarting, whenPlayable } from './camera-access.ts';
import type { CameraDirectory } from './camera-access.ts';
import { allowMethods, openToAllOrigins } from './headers.ts';
import { START_BUDGET_MS } from './hls-router.ts';
import { holdRequest } from './hold.ts';
import { parseMoment, parseWholeNumber } from './query.ts';

const DEFAULT_SECONDS = 30;
/** Each holds as much memory as a whole window, for as long as its reader is slow. */
const MAX_DOWNLOADS = 4;

/** The newest media, or that up to a given time, as a file to keep. */
export function createClipRouter(cameras: CameraDirectory): Router {
  const router = Router();
  const downloads = new WeakMap<Camera, number>();
  const path = '/cameras/:camera/clip.mp4';
  router.all(path, openToAllOrigins, allowMethods('GET'));
  router.get(path, async (req, res) => {
    const camera = requireCamera(cameras, req);
    const { presentation } = camera;
    const max = presentation.windowSeconds;
    const seconds =
      parseWholeNumber(req.query, { name: 'seconds', min: 1, max }) ??
      Math.min(DEFAULT_SECONDS, max);
    const untilMs = parseMoment(req.query, 'until');
    const rendition = presentation.rendition('video');
    if (!rendition) throw stillStarting(camera);
    // What is not held does not come by waiting for it.
    if (untilMs !== null && !findStill(rendition, untilMs)) throw tooLongAgo(camera);
    countDownload(downloads, camera, res);
    countViewer(camera, req, res);
    const hold = holdRequest(res, START_BUDGET_MS, () => stillStarting(camera));
    await whenPlayable({ camera, rendition, needsSegment: false }, hold.signal);
    hold.release();
    const tracks = { renditions: presentation.tracks() };
    const clip = await createClip(tracks, seconds, untilMs ?? undefined);
    if (!clip) throw untilMs === null ? stillStarting(camera) : tooLongAgo(camera);
    setHeaders(res, camera, clip);
    if (req.method === 'HEAD') res.end();
    else await send(res, clip, hold.signal);
  });
  return router;
}

function tooLongAgo(camera: Camera): RequestError {
  const message = `nothing of ${camera.name} is held from that time`;
  return new RequestError(409, 'not_enough_buffer', message);
}

function countDownload(downloads: WeakMap<Camera, number>, camera: Camera, res: Response): void {
  const count = downloads.get(camera) ?? 0;
  if (count >= MAX_DOWNLOADS) {
    throw new RequestError(503, 'too_many_clips', `${count} clips of ${camera.name} are under way`);
  }
  downloads.set(camera, count + 1);
  res.once('close', () => downloads.set(camera, (downloads.get(camera) ?? 1) - 1));
}

function setHeaders(res: Response, camera: Camera, { byteLength, startedAt }: Clip): void {
  const name = renderClipName({ cameraId: camera.id }, startedAt);
  res.append('Access-Control-Expose-Headers', 'Content-Disposition, X-Captured-At');
  res.set({
    'Content-Type': 'video/mp4',
    'Content-Length': String(byteLength),
    'Content-Disposition': `attachment; filename="${name}"`,
    // A second request gets another clip: pieces of both would not fit together.
    'Accept-Ranges': 'none',
    'Cache-Control': 'no-store',
    'X-Captured-At': startedAt.toISOString(),
  });
}

async function send(res: Response, { pieces }: Clip, signal: AbortSignal): Promise<void> {
  for (const piece of pieces) {
    if (!res.write(piece)) await once(res, 'drain', { signal });
  }
  res.end();
}
