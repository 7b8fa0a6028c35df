import { Router } from 'express';
import { renderManifest } from '../dash/manifest.ts';
import { countViewer, requireCamera, stillStarting } from './camera-access.ts';
import type { CameraDirectory } from './camera-access.ts';
import { allowMethods, openToAllOrigins } from './headers.ts';
import { START_BUDGET_MS } from './hls-router.ts';
import { holdRequest } from './hold.ts';
import { whenAllPlayable } from './playable.ts';

/** The DASH manifest; its media is the media router's. */
export function createDashRouter(cameras: CameraDirectory): Router {
  const router = Router();
  const path = '/cameras/:camera/dash/manifest.mpd';
  router.all(path, openToAllOrigins, allowMethods('GET'));
  router.get(path, async (req, res) => {
    const camera = requireCamera(cameras, req);
    const { presentation } = camera;
    countViewer(camera, req, res);
    const hold = holdRequest(res, START_BUDGET_MS, () => stillStarting(camera));
    await whenAllPlayable({ camera, needsSegment: false }, hold.signal);
    hold.release();
    res.set({ 'Content-Type': 'application/dash+xml', 'Cache-Control': 'no-cache' });
    const manifest = renderManifest(presentation, {
      mediaPath: `../media/${presentation.id}`,
      timePath: '../../../api/time',
      nowMs: Date.now(),
    });
    res.send(Buffer.from(manifest));
  });
  return router;
}
