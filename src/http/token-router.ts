import express, { Router } from 'express';
import type { RequestHandler } from 'express';
import type { Links } from '../access/links.ts';
import type { Token } from '../access/token-file.ts';
import type { Tokens } from '../access/tokens.ts';
import { RequestError } from '../errors.ts';
import { requireTrustedCaller } from './access.ts';
import type { CameraDirectory } from './camera-access.ts';
import { allowMethods } from './headers.ts';

/** Typed, so that a form of another site cannot send it. */
const readJson = express.json({ limit: '2kb', type: 'application/json' });

const noStore: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store');
  next();
};

/** Tokens of the LAN listener: for those who may change something, since a token is a way in. */
export function createTokenRouter(cameras: CameraDirectory, links: Links): Router {
  const router = Router();
  const render = (token: Token): object => links.renderToken(token);
  const requireTokens = (): Tokens => {
    if (links.tokens) return links.tokens;
    const message = 'there is no LAN listener, so there are no tokens: set http.lan_port';
    throw new RequestError(404, 'not_found', message);
  };
  router.use('/api/tokens', noStore, requireTrustedCaller);
  router.all('/api/tokens', allowMethods('GET', 'POST'));
  router.get('/api/tokens', (_req, res) => {
    res.json({ tokens: requireTokens().all.map(render) });
  });
  router.post('/api/tokens', readJson, async (req, res) => {
    res.status(201).json(render(await requireTokens().add(parseNewToken(req.body, cameras))));
  });
  router.all('/api/tokens/:token', allowMethods('DELETE'));
  router.delete('/api/tokens/:token', async (req, res) => {
    await requireTokens().revoke(req.params.token);
    res.status(204).end();
  });
  router.all('/api/tokens/:token/rotate', allowMethods('POST'));
  router.post('/api/tokens/:token/rotate', async (req, res) => {
    res.json(render(await requireTokens().rotate(req.params.token)));
  });
  return router;
}

const MAX_NAME_LENGTH = 64;

/** @throws RequestError 400, 404 */
function parseNewToken(
  body: unknown,
  cameras: CameraDirectory,
): { readonly camera: string | null; readonly name: string | null } {
  const given: { camera?: unknown; name?: unknown } =
    typeof body === 'object' && body !== null ? body : {};
  const { camera = null, name = null } = given;
  if (name !== null && (typeof name !== 'string' || name.length > MAX_NAME_LENGTH)) {
    throw new RequestError(400, 'invalid_payload', 'name: expected a text of up to 64 characters');
  }
  if (camera === null) return { camera, name };
  if (typeof camera !== 'string') {
    throw new RequestError(400, 'invalid_payload', 'camera: expected the id of a camera, or null');
  }
  if (cameras.find(camera)) return { camera, name };
  const message = `there is no camera ${JSON.stringify(camera.slice(0, 64))}`;
  throw new RequestError(404, 'camera_not_found', message);
}
