import { Router } from 'express';
import type { Links } from '../access/links.ts';
import type { Snapshots } from '../camera/snapshot.ts';
import type { ProbeCamera } from '../camera/source-probe.ts';
import type { ViewerTotal } from '../camera/viewers.ts';
import { createApiRouter } from './api-router.ts';
import type { CameraDirectory } from './camera-access.ts';
import { createClipRouter } from './clip-router.ts';
import { createDashRouter } from './dash-router.ts';
import { createHlsRouter } from './hls-router.ts';
import { createHomeAssistantRouter } from './home-assistant-router.ts';
import type { HomeAssistantView } from './home-assistant-router.ts';
import { createLiveMp4Router } from './live-mp4-router.ts';
import { createLiveRouter } from './live-router.ts';
import { createMediaRouter } from './media-router.ts';
import { createMetricsRouter } from './metrics-router.ts';
import { createPageRouter } from './page-router.ts';
import { createProbeRouter } from './probe-router.ts';
import { createReportRouter } from './report-router.ts';
import { createSnapshotRouter } from './snapshot-router.ts';
import { createTokenRouter } from './token-router.ts';

export interface RoutesDeps {
  readonly cameras: CameraDirectory;
  readonly snapshots: Snapshots;
  /** Where the bundled pages lie. */
  readonly pages: string;
  readonly probe: ProbeCamera;
  /** JSON Schema of one camera's options. */
  readonly cameraSchema: object;
  readonly version: string;
  readonly viewerTotal: ViewerTotal;
  readonly links: Links;
  /** null: it did not start us. */
  readonly homeAssistant: HomeAssistantView | null;
}

/** All there is, for those whom a gate has let in; the same for every listener. */
export function createRoutes(deps: RoutesDeps): Router {
  const { cameras, version } = deps;
  const router = Router();
  router.use(createMediaRouter(cameras));
  router.use(createHlsRouter(cameras));
  router.use(createDashRouter(cameras));
  router.use(createLiveRouter(cameras));
  router.use(createLiveMp4Router(cameras));
  router.use(createSnapshotRouter(cameras, deps.snapshots));
  router.use(createClipRouter(cameras));
  router.use(createReportRouter(cameras));
  router.use(createApiRouter(cameras, deps.cameraSchema));
  router.use(createProbeRouter(cameras, deps.probe));
  router.use(createTokenRouter(cameras, deps.links));
  router.use(createHomeAssistantRouter(deps.homeAssistant));
  router.use(createMetricsRouter(cameras, { viewers: deps.viewerTotal, version }));
  router.use(createPageRouter(cameras, deps.pages));
  return router;
}
