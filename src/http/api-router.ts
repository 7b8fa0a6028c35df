import { Router } from 'express';
import type { Request, RequestHandler } from 'express';
import type { Camera } from '../camera/camera.ts';
import { showOptions } from '../camera/shown-options.ts';
import { requireTrustedCaller } from './access.ts';
import { callerOf, renderCaller } from './caller.ts';
import { limitToVisible, requireCamera } from './camera-access.ts';
import type { CameraDirectory } from './camera-access.ts';
import { allowMethods, openToAllOrigins } from './headers.ts';
import { renderHealth } from './health.ts';
import { readJson, requireObject } from './json-body.ts';

const noStore: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store');
  next();
};

/** State and control of cameras, health, and the clock that players sync to. */
export function createApiRouter(cameras: CameraDirectory, cameraSchema: object): Router {
  const router = Router();
  router.use('/api', noStore);
  router.all('/api/time', openToAllOrigins, allowMethods('GET'));
  router.get('/api/time', (_req, res) => {
    res.type('text/plain').send(new Date().toISOString());
  });
  router.all('/api/health', allowMethods('GET'));
  router.get('/api/health', (req, res) => {
    const health = renderHealth(limitToVisible(cameras, callerOf(req)).all);
    // A container is not to be restarted because a camera is away.
    const isHealthy = health.status === 'ok' || req.query['scope'] === 'server';
    res.status(isHealthy ? 200 : 503).json(health);
  });
  router.all('/api/schema', allowMethods('GET'));
  router.get('/api/schema', requireTrustedCaller, (_req, res) => {
    res.json(cameraSchema);
  });
  addListRoutes(router, cameras);
  addCameraRoutes(router, cameras);
  addAction(router, cameras, { name: 'start', run: (camera) => camera.start() });
  addAction(router, cameras, { name: 'stop', run: (camera) => camera.stop() });
  addAction(router, cameras, { name: 'restart', run: (camera) => camera.restart() });
  return router;
}

function addListRoutes(router: Router, cameras: CameraDirectory): void {
  router.all('/api/cameras', allowMethods('GET', 'POST'));
  router.get('/api/cameras', (req, res) => {
    const caller = callerOf(req);
    const visible = limitToVisible(cameras, caller);
    res.json({ cameras: visible.all.map(({ state }) => state), caller: renderCaller(caller) });
  });
  router.post('/api/cameras', requireTrustedCaller, readJson, async (req, res) => {
    const camera = await cameras.add(requireObject(req.body));
    res.status(201).location(`cameras/${camera.id}`).json({ camera: camera.state });
  });
}

function addCameraRoutes(router: Router, cameras: CameraDirectory): void {
  const path = '/api/cameras/:camera';
  router.all(path, allowMethods('GET', 'PATCH', 'DELETE'));
  router.get(path, (req, res) => {
    res.json(requireCamera(cameras, req).state);
  });
  router.patch(path, requireTrustedCaller, readJson, async (req, res) => {
    const camera = requireCamera(cameras, req);
    const result = await cameras.configure(camera.id, requireObject(req.body));
    res.json({ ...result, camera: camera.state });
  });
  router.delete(path, requireTrustedCaller, async (req, res) => {
    await cameras.remove(requireCamera(cameras, req).id);
    res.status(204).end();
  });
  router.all(`${path}/options`, allowMethods('GET'));
  router.get(`${path}/options`, requireTrustedCaller, (req, res) => {
    res.json({ options: showOptions(requireCamera(cameras, req).options) });
  });
}

interface Action {
  readonly name: string;
  readonly run: (camera: Camera) => Promise<void>;
}

function addAction(router: Router, cameras: CameraDirectory, { name, run }: Action): void {
  const path = `/api/cameras/:camera/${name}`;
  router.all(path, allowMethods('POST'));
  router.post(path, requireTrustedCaller, async (req: Request, res) => {
    const camera = requireCamera(cameras, req);
    await run(camera);
    res.status(202).json(camera.state);
  });
}
