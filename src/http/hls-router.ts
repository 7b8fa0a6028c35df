import { Router } from 'express';
import type { Request, Response } from 'express';
import type { Camera } from '../camera/camera.ts';
import { RequestError } from '../errors.ts';
import { checkWithinReach, parseDeliveryDirectives } from '../hls/delivery-directives.ts';
import { renderMediaPlaylist } from '../hls/media-playlist.ts';
import { renderMultivariantPlaylist } from '../hls/multivariant-playlist.ts';
import { viewParts } from '../packager/joined-parts.ts';
import type { RenditionView } from '../packager/rendition-view.ts';
import { countViewer, requireCamera, stillStarting, whenPlayable } from './camera-access.ts';
import type { CameraDirectory } from './camera-access.ts';
import { allowMethods, openToAllOrigins } from './headers.ts';
import { holdRequest } from './hold.ts';
import { whenAllPlayable } from './playable.ts';
import { holdMs } from './send-media.ts';
import { createTextCache } from './text-cache.ts';
import type { TextCache } from './text-cache.ts';

const PLAYLIST_TYPE = 'application/vnd.apple.mpegurl';
/** How long a request waits for a camera that starts. */
export const START_BUDGET_MS = 20_000;
/** Ends the name of a playlist with short parts. */
const NEAR = '-near';
/** What a blocking reload brings stays true (RFC 8216bis, appendix B.1). */
const BLOCKING_MAX_AGE_TARGETS = 6;

/** Multivariant and media playlists. */
export function createHlsRouter(cameras: CameraDirectory): Router {
  const router = Router();
  const cache = createTextCache();
  router.all('/cameras/:camera/hls/:file', openToAllOrigins, allowMethods('GET'));
  router.get('/cameras/:camera/hls/:file', async (req, res) => {
    const camera = requireCamera(cameras, req);
    const { presentation } = camera;
    const { name, isNear } = parsePlaylistName(req.params['file']);
    const rendition = presentation.rendition(name);
    if (!rendition && name !== 'index') {
      throw new RequestError(404, 'playlist_not_found', 'there is no such playlist');
    }
    countViewer(camera, req, res);
    if (rendition) await sendMediaPlaylist({ req, res, camera, rendition, isNear, cache });
    else {
      const hold = holdRequest(res, START_BUDGET_MS, () => stillStarting(camera));
      await whenAllPlayable({ camera, needsSegment: true }, hold.signal);
      hold.release();
      const suffix = isNear ? NEAR : '';
      sendPlaylist(res, renderMultivariantPlaylist(presentation, suffix), 'no-cache');
    }
  });
  return router;
}

interface PlaylistName {
  /** A rendition's id, or `index`. */
  readonly name: string;
  readonly isNear: boolean;
}

/** `near.m3u8` is to `index.m3u8` what `video-near.m3u8` is to `video.m3u8`. */
function parsePlaylistName(file: string): PlaylistName {
  if (file === 'near.m3u8') return { name: 'index', isNear: true };
  const [, name = '', near] = /^(.+?)(-near)?\.m3u8$/.exec(file) ?? [];
  return { name, isNear: near !== undefined };
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
  /** Short parts, for players whose round trip is shorter still. */
  readonly isNear: boolean;
  readonly cache: TextCache;
}

async function sendMediaPlaylist(request: MediaPlaylistRequest): Promise<void> {
  const { req, res, camera, rendition, isNear, cache } = request;
  const { position, skip } = parseDeliveryDirectives(req.query);
  await awaitMedia(res, camera, rendition);
  const { view, partSuffix } = viewParts(rendition, isNear);
  if (position) {
    checkWithinReach(position, view);
    const hold = holdRequest(res, holdMs(view), tookTooLong);
    await view.window.waitFor(position, hold.signal);
    hold.release();
    // A camera that was switched off meanwhile has no playlist.
    await awaitMedia(res, camera, rendition);
  }
  const others = camera.presentation.renditions.filter((other) => other !== rendition);
  const versions = [rendition, ...others].map(({ window }) => window.version);
  const text = cache.get(rendition.window, {
    key: `${versions.join(' ')} ${skip} ${isNear}`,
    render: () =>
      renderMediaPlaylist(view, {
        mediaPath: `../media/${camera.presentation.id}/${rendition.id}`,
        partSuffix,
        skip,
        others: others.map((other) => ({
          uri: `${other.id}${isNear ? NEAR : ''}.m3u8`,
          view: viewParts(other, isNear).view,
        })),
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
