import { Router } from 'express';
import type { Request, Response } from 'express';
import type { Camera } from '../camera/camera.ts';
import { RequestError } from '../errors.ts';
import { checkWithinReach, parseDeliveryDirectives } from '../hls/delivery-directives.ts';
import { renderMediaPlaylist } from '../hls/media-playlist.ts';
import { renderMultivariantPlaylist } from '../hls/multivariant-playlist.ts';
import type { RenditionView } from '../packager/rendition.ts';
import { countViewer, requireCamera, stillStarting, whenPlayable } from './camera-access.ts';
import type { CameraDirectory } from './camera-access.ts';
import { allowMethods, openToAllOrigins } from './headers.ts';
import { holdRequest } from './hold.ts';
import { holdMs } from './media-router.ts';
import { createTextCache } from './text-cache.ts';
import type { TextCache } from './text-cache.ts';

const PLAYLIST_TYPE = 'application/vnd.apple.mpegurl';
/** How long a request waits for a camera that starts. */
export const START_BUDGET_MS = 20_000;
/** What a blocking reload brings stays true (RFC 8216bis, appendix B.1). */
const BLOCKING_MAX_AGE_TARGETS = 6;

/** Multivariant and media playlists. */
export function createHlsRouter(cameras: CameraDirectory): Router {
  const router = Router();
  const cache = createTextCache();
  router.all('/cameras/:camera/hls/:file', openToAllOrigins, allowMethods('GET'));
  router.get('/cameras/:camera/hls/index.m3u8', async (req, res) => {
    const camera = requireCamera(cameras, req);
    countViewer(camera, req, res);
    await Promise.all(
      camera.presentation.renditions.map((rendition) => awaitMedia(res, camera, rendition)),
    );
    sendPlaylist(res, renderMultivariantPlaylist(camera.presentation), 'no-cache');
  });
  router.get('/cameras/:camera/hls/:file', async (req, res) => {
    const camera = requireCamera(cameras, req);
    const id = /^(.+)\.m3u8$/.exec(req.params['file'])?.[1] ?? '';
    const rendition = camera.presentation.rendition(id);
    if (!rendition) throw new RequestError(404, 'playlist_not_found', 'there is no such playlist');
    countViewer(camera, req, res);
    await awaitMedia(res, camera, rendition);
    await sendMediaPlaylist({ req, res, camera, rendition, cache });
  });
  return router;
}

async function awaitMedia(res: Response, camera: Camera, rendition: RenditionView): Promise<void> {
  const hold = holdRequest(res, START_BUDGET_MS, () => stillStarting(camera));
  await whenPlayable({ camera, rendition, needsSegment: true }, hold.signal);
  hold.release();
}

interface MediaPlaylistRequest {
  readonly req: Request;
  readonly res: Response;
  readonly camera: Camera;
  readonly rendition: RenditionView;
  readonly cache: TextCache;
}

async function sendMediaPlaylist(request: MediaPlaylistRequest): Promise<void> {
  const { req, res, camera, rendition, cache } = request;
  const { position, skip } = parseDeliveryDirectives(req.query);
  if (position) {
    checkWithinReach(position, rendition);
    const hold = holdRequest(res, holdMs(rendition), tookTooLong);
    await rendition.window.waitFor(position, hold.signal);
    hold.release();
  }
  // A camera that was switched off meanwhile has no playlist.
  await awaitMedia(res, camera, rendition);
  const text = cache.get(rendition.window, {
    key: `${rendition.window.version} ${skip}`,
    render: () =>
      renderMediaPlaylist(rendition, {
        mediaPath: `../media/${camera.presentation.id}/${rendition.id}`,
        skip,
      }),
  });
  const maxAge = BLOCKING_MAX_AGE_TARGETS * (rendition.targetSeconds ?? 1);
  sendPlaylist(res, text, position ? `public, max-age=${maxAge}` : 'no-cache');
}

function tookTooLong(): RequestError {
  return new RequestError(503, 'media_late', 'no new media has come for three target durations');
}

function sendPlaylist(res: Response, text: Buffer | string, cacheControl: string): void {
  res.set({ 'Content-Type': PLAYLIST_TYPE, 'Cache-Control': cacheControl });
  res.send(Buffer.from(text));
}
