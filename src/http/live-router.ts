import { Router } from 'express';
import { RequestError } from '../errors.ts';
import { requireCamera } from './camera-access.ts';
import type { CameraDirectory } from './camera-access.ts';
import { allowMethods } from './headers.ts';

/** Says what the addresses of WebSockets are to those who open them like a page (RFC 9110, 15.5.22). */
export function createLiveRouter(cameras: CameraDirectory): Router {
  const router = Router();
  const paths = ['/live', '/cameras/:camera/live'];
  router.all(paths, allowMethods('GET'));
  router.get(paths, (req, res) => {
    if (req.params['camera'] !== undefined) requireCamera(cameras, req);
    res.set('Upgrade', 'websocket');
    throw upgradeRequired();
  });
  router.all('/api/log', allowMethods('GET'));
  router.get('/api/log', (_req, res) => {
    res.set('Upgrade', 'websocket');
    throw upgradeRequired();
  });
  return router;
}

function upgradeRequired(): RequestError {
  const message = 'this is a WebSocket: connect with ws: or wss:';
  return new RequestError(426, 'upgrade_required', message);
}
