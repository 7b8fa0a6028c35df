import { Router } from 'express';
import type { Response } from 'express';
import type { Camera } from '../camera/camera.ts';
import { moveFragment } from '../mp4/fragment.ts';
import { joinInitSegments } from '../mp4/init-segment-join.ts';
import { hasSameInit } from '../packager/excerpt.ts';
import type { Fragment } from '../packager/fragment-feed.ts';
import { readLive } from '../packager/live-reader.ts';
import type { LiveSink } from '../packager/live-reader.ts';
import { newestSequenceOf } from '../packager/newest-sequence.ts';
import type { RenditionView } from '../packager/rendition-view.ts';
import type { Sequence } from '../packager/segment.ts';
import { enterViewer, requireCamera, stillStarting, whenPlayable } from './camera-access.ts';
import type { CameraDirectory } from './camera-access.ts';
import { allowMethods, openToAllOrigins } from './headers.ts';
import { START_BUDGET_MS } from './hls-router.ts';
import { holdRequest } from './hold.ts';
import { parsePictureId, requirePicture } from './picture-choice.ts';

/** An MP4 without an end, for programs that open a URL: go2rtc, Home Assistant, VLC, ffmpeg. */
export function createLiveMp4Router(cameras: CameraDirectory): Router {
  const router = Router();
  const path = '/cameras/:camera/live.mp4';
  let lastViewer = 0;
  router.all(path, openToAllOrigins, allowMethods('GET'));
  router.get(path, async (req, res) => {
    const camera = requireCamera(cameras, req);
    const rendition = requirePicture(camera, parsePictureId(req.query));
    res.once('close', enterViewer(camera, `live.mp4 ${++lastViewer}`, { hasSession: true }));
    const hold = holdRequest(res, START_BUDGET_MS, () => stillStarting(camera));
    const { presentation } = camera;
    await whenPlayable({ camera, rendition, needsSegment: false }, hold.signal);
    hold.release();
    res.set({ 'Content-Type': 'video/mp4', 'Cache-Control': 'no-store' });
    if (req.method === 'HEAD') {
      res.end();
      return;
    }
    sendLive(res, presentation.tracks(rendition.id));
    endWith(res, camera);
  });
  return router;
}

/** A camera that is switched off, or begins all over, has nothing more for this response. */
function endWith(res: Response, camera: Camera): void {
  const { presentation } = camera;
  const onChanged = (): void => {
    const isOver = camera.status.status === 'stopped' || camera.presentation !== presentation;
    if (isOver) res.end();
  };
  camera.events.on('changed', onChanged);
  res.once('close', () => camera.events.off('changed', onChanged));
}

interface Movie {
  /** Unix seconds of the first frame; null before it. */
  startedAt: number | null;
  /** What was there when the viewer came, to be put in order; null from then on. */
  early: EarlyFragment[] | null;
  /** What the init segment says of each track. */
  readonly promised: Map<RenditionView, Sequence>;
}

interface EarlyFragment {
  readonly seconds: number;
  readonly pieces: readonly Buffer[];
}

/**
 * Time begins at 0: programs that keep 32 bits of it, or wait until it has come, would play nothing.
 * @param renditions the first one begins the movie; what others have before it is left out
 */
function sendLive(res: Response, renditions: readonly RenditionView[]): void {
  const movie: Movie = { startedAt: null, early: [], promised: new Map() };
  const ends = renditions.map((rendition, index) =>
    sendTrack(res, {
      rendition,
      movie,
      others: index === 0 ? renditions.slice(1) : null,
      beside: index === 0 ? [] : renditions.slice(0, 1),
    }),
  );
  res.once('close', () => {
    for (const end of ends) end();
  });
  const early = movie.early ?? [];
  movie.early = null;
  for (const { pieces } of early.toSorted((a, b) => a.seconds - b.seconds)) writeAll(res, pieces);
}

interface LiveTrack {
  readonly rendition: RenditionView;
  readonly movie: Movie;
  /** Those that it brings along; null where it is brought along itself. */
  readonly others: readonly RenditionView[] | null;
  /** What fills the line before it. */
  readonly beside: readonly RenditionView[];
}

function sendTrack(res: Response, { rendition, movie, others, beside }: LiveTrack): () => void {
  const { timescale } = rendition;
  const { promised } = movie;
  const send = ({ data, decodeTime }: Fragment): void => {
    // What the init segment does not name would only confuse.
    if (!promised.has(rendition)) return;
    if (others) movie.startedAt ??= decodeTime / timescale;
    const { startedAt } = movie;
    const time = startedAt === null ? -1 : Math.round(decodeTime - startedAt * timescale);
    if (startedAt === null || time < 0) return;
    const pieces = moveFragment(data, time);
    if (movie.early) movie.early.push({ seconds: time / timescale, pieces });
    else writeAll(res, pieces);
  };
  const sink: LiveSink = {
    get backlog() {
      return res.writableLength;
    },
    begin: (next) => {
      const known = promised.get(rendition);
      // A second init segment is for players that are made for it: others connect anew.
      if (known && !hasSameInit(known, next)) res.end();
      else if (!known && others) {
        promised.set(rendition, next);
        for (const other of others) promise(promised, other);
        res.write(joinInitSegments([...promised.values()].map(({ init }) => init)));
      }
    },
    skip: () => {},
    write: (fragments) => {
      if (res.writableEnded) return;
      res.cork();
      for (const fragment of fragments) send(fragment);
      res.uncork();
    },
  };
  return readLive(rendition, sink, beside);
}

/** Also where it is between two sequences, while the camera is away. */
function promise(promised: Map<RenditionView, Sequence>, rendition: RenditionView): void {
  const sequence = newestSequenceOf(rendition);
  if (sequence) promised.set(rendition, sequence);
}

function writeAll(res: Response, pieces: readonly Buffer[]): void {
  for (const piece of pieces) res.write(piece);
}
