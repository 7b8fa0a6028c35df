import { Router } from 'express';
import type { Request, Response } from 'express';
import type { Camera } from '../camera/camera.ts';
import type { Snapshot, Snapshots } from '../camera/snapshot.ts';
import type { JpegFormat } from '../ffmpeg/jpeg.ts';
import { RequestError } from '../errors.ts';
import { countViewer, requireCamera, stillStarting, whenPlayable } from './camera-access.ts';
import type { CameraDirectory } from './camera-access.ts';
import { allowMethods, openToAllOrigins } from './headers.ts';
import { START_BUDGET_MS } from './hls-router.ts';
import { holdRequest } from './hold.ts';
import type { Hold } from './hold.ts';
import { parseMoment, parseWholeNumber } from './query.ts';

const WIDTH = { name: 'width', min: 16, max: 3840 } as const;
const QUALITY = { name: 'quality', min: 1, max: 100 } as const;
const DEFAULT_QUALITY = 85;
/** A camera that has been away this long is not shown as it was: nobody would notice. */
const STALE_AFTER_MS = 30_000;

/** A keyframe as a picture: the newest, the last there was, or that of a given time. */
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
    const untilMs = parseUntilMs(req.query);
    const request = { req, res, camera, snapshots, format };
    const snapshot = untilMs === null ? await takeFresh(request) : await takeOld(request, untilMs);
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

/** @returns up to when a picture is wanted, however old it is; null where it has to be a fresh one */
function parseUntilMs(query: Request['query']): number | null {
  const at = parseMoment(query, 'at');
  // All of that millisecond: `X-Captured-At` leaves out what is beyond it.
  if (at !== null) return at + 1;
  if (query['age'] === undefined) return null;
  if (query['age'] === 'any') return Infinity;
  throw new RequestError(400, 'invalid_parameter', 'age must be any, or left out');
}

interface SnapshotRequest {
  readonly req: Request;
  readonly res: Response;
  readonly camera: Camera;
  readonly snapshots: Snapshots;
  readonly format: JpegFormat;
}

async function takeFresh(request: SnapshotRequest): Promise<Snapshot> {
  const { req, res, camera, snapshots, format } = request;
  const rendition = camera.presentation.rendition('video');
  if (!rendition) throw stillStarting(camera);
  countViewer(camera, req, res);
  const hold = holdRequest(res, START_BUDGET_MS, () => stillStarting(camera));
  await whenPlayable({ camera, rendition, needsSegment: false }, hold.signal);
  hold.release();
  const making = holdMaking(res);
  const snapshot = await snapshots.take(rendition, format, making.signal);
  making.release();
  // Switched off while the picture was made.
  if (!snapshot) throw stillStarting(camera);
  refuseStale(camera, snapshot);
  return snapshot;
}

/** What is there is shown: it starts no camera, and nobody counts as a viewer. */
async function takeOld(request: SnapshotRequest, untilMs: number): Promise<Snapshot> {
  const { res, camera, snapshots, format } = request;
  const hold = holdMaking(res);
  const still = camera.findStill(untilMs);
  const snapshot = still && (await snapshots.takeStill(still, format, hold.signal));
  hold.release();
  if (snapshot) return snapshot;
  const when = untilMs === Infinity ? 'yet' : 'of that time';
  throw new RequestError(404, 'no_picture', `there is no picture of ${camera.name} ${when}`);
}

function holdMaking(res: Response): Hold {
  return holdRequest(
    res,
    START_BUDGET_MS,
    () => new RequestError(503, 'limit_reached', 'too many pictures are being made'),
  );
}

function refuseStale(camera: Camera, { capturedAt }: Snapshot): void {
  const { status } = camera;
  if (status.status === 'live' || Date.now() - capturedAt.getTime() < STALE_AFTER_MS) return;
  if (status.status !== 'retrying') throw stillStarting(camera);
  throw new RequestError(503, 'camera_unavailable', `${camera.name}: ${status.error.message}`);
}
