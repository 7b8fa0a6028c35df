import { join } from 'node:path';
import express, { Router } from 'express';
import { callerOf } from './caller.ts';
import { limitToVisible, requireCamera } from './camera-access.ts';
import type { CameraDirectory } from './camera-access.ts';
import { IMMUTABLE, allowMethods, pageSecurity } from './headers.ts';

/** The pages and their scripts, as the bundler left them in `directory`. */
export function createPageRouter(cameras: CameraDirectory, directory: string): Router {
  const router = Router({ strict: true });
  router.use(pageSecurity);
  router.use(
    '/assets',
    express.static(join(directory, 'assets'), {
      index: false,
      redirect: false,
      // Their names carry a hash of what is in them.
      setHeaders: (res) => res.setHeader('Cache-Control', IMMUTABLE),
    }),
  );
  router.all('/', allowMethods('GET'));
  router.get('/', (_req, res) => {
    res.set('Cache-Control', 'no-cache').sendFile('index.html', { root: directory });
  });
  router.all('/cameras/:camera/', allowMethods('GET'));
  router.get('/cameras/:camera/', (req, res) => {
    // To people, the page itself says that there is no such camera.
    const isPerson = req.accepts(['json', 'html']) === 'html';
    if (!isPerson) requireCamera(cameras, req);
    if (!limitToVisible(cameras, callerOf(req)).find(req.params['camera'])) res.status(404);
    res.set('Cache-Control', 'no-cache').sendFile('camera.html', { root: directory });
  });
  // Relative, so that it holds behind ingress and token prefixes as well.
  router.get('/cameras/:camera', (req, res) => {
    requireCamera(cameras, req);
    res.redirect(301, `${req.params['camera']}/`);
  });
  return router;
}
