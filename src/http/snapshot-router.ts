import { Router } from 'express';
import type { Camera } from '../camera/camera.ts';
import type { Snapshot, Snapshots } from '../camera/snapshot.ts';
import { RequestError } from '../errors.ts';
import { countViewer, requireCamera, stillStarting, whenPlayable } from './camera-access.ts';
import type { CameraDirectory } from './camera-access.ts';
import { allowMethods, openToAllOrigins } from './headers.ts';
import { START_BUDGET_MS } from './hls-router.ts';
import { holdRequest } from './hold.ts';
import { parseWholeNumber } from './query.ts';

const WIDTH = { name: 'width', min: 16, max: 3840 } as const;
const QUALITY = { name: 'quality', min: 1, max: 100 } as const;
const DEFAULT_QUALITY = 85;
/** A camera that has been away this long is not shown as it was: nobody would notice. */
const STALE_AFTER_MS = 30_000;

/** The newest keyframe as a picture. */
export function createSnapshotRouter(cameras: CameraDirectory, snapshots: Snapshots): Router {
  const router = Router();
  const path = '/cameras/:camera/snapshot.jpg';
  router.all(path, openToAllOrigins, allowMethods('GET'));
  router.get(path, async (req, res) => {
    const camera = requireCamera(cameras, req);
    const format = {
      width: parseWholeNumber(req.query, WIDTH),
      quality: parseWholeNumber(req.query, QUALITY) ?? DEFAULT_QUALITY,
    };
    const rendition = camera.presentation.rendition('video');
    if (!rendition) throw stillStarting(camera);
    countViewer(camera, req, res);
    const hold = holdRequest(res, START_BUDGET_MS, () => stillStarting(camera));
    await whenPlayable({ camera, rendition, needsSegment: false }, hold.signal);
    hold.release();
    const snapshot = await snapshots.take(rendition, format);
    // Switched off while the picture was made.
    if (!snapshot) throw stillStarting(camera);
    refuseStale(camera, snapshot);
    res.append('Access-Control-Expose-Headers', 'X-Captured-At');
    res.set({
      'Content-Type': 'image/jpeg',
      'Cache-Control': 'no-store',
      'Last-Modified': snapshot.capturedAt.toUTCString(),
      'X-Captured-At': snapshot.capturedAt.toISOString(),
    });
    res.send(snapshot.jpeg);
  });
  return router;
}

function refuseStale(camera: Camera, { capturedAt }: Snapshot): void {
  const { status } = camera;
  if (status.status === 'live' || Date.now() - capturedAt.getTime() < STALE_AFTER_MS) return;
  if (status.status !== 'retrying') throw stillStarting(camera);
  throw new RequestError(503, 'camera_unavailable', `${camera.name}: ${status.error.message}`);
}
