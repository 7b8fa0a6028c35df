import { Router } from 'express';
import { requireAllCameras } from './access.ts';
import type { CameraDirectory } from './camera-access.ts';
import { allowMethods } from './headers.ts';
import { CONTENT_TYPE, renderMetrics } from './metrics.ts';
import type { MetricsFacts } from './metrics.ts';

/** What Prometheus scrapes. */
export function createMetricsRouter(
  cameras: CameraDirectory,
  facts: Omit<MetricsFacts, 'cameras'>,
): Router {
  const router = Router();
  router.all('/metrics', requireAllCameras, allowMethods('GET'));
  router.get('/metrics', async (_req, res) => {
    const text = await renderMetrics({ ...facts, cameras: cameras.all });
    res.set({ 'Content-Type': CONTENT_TYPE, 'Cache-Control': 'no-store' });
    res.send(text);
  });
  return router;
}
