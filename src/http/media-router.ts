import { Router } from 'express';
import type { Request, Response } from 'express';
import { SHORT_PART_SUFFIX, viewParts } from '../packager/joined-parts.ts';
import type { RenditionView } from '../packager/rendition-view.ts';
import type { SegmentView } from '../packager/segment.ts';
import type { CameraDirectory } from './camera-access.ts';
import { countViewer, requireCamera } from './camera-access.ts';
import { allowMethods, openToAllOrigins } from './headers.ts';
import { holdRequest } from './hold.ts';
import { holdMs, mediaNotFound, sendGrowingSegment, sendMedia } from './send-media.ts';

/** Init segments, segments and parts: one store, the same URIs for HLS and DASH. */
export function createMediaRouter(cameras: CameraDirectory): Router {
  const router = Router();
  const path = '/cameras/:camera/media/:presentation/:rendition/:file';
  router.all(path, openToAllOrigins, allowMethods('GET'));
  router.get(path, async (req, res) => {
    const camera = requireCamera(cameras, req);
    const { presentation } = camera;
    const rendition = presentation.rendition(req.params['rendition']);
    if (req.params['presentation'] !== presentation.id || !rendition) throw mediaNotFound();
    countViewer(camera, req, res);
    await sendFile(req, res, rendition);
  });
  return router;
}

const INIT_FILE = /^init-(\d{1,15})\.mp4$/;
const MEDIA_FILE = /^(\d{1,15})(?:\.(\d{1,6})(s)?)?\.m4s$/;

async function sendFile(req: Request, res: Response, rendition: RenditionView): Promise<void> {
  const file = String(req.params['file']);
  const init = INIT_FILE.exec(file);
  if (init) {
    const sequence = rendition.window.findSequence(Number(init[1]));
    if (!sequence) throw mediaNotFound();
    sendMedia(req, res, [sequence.init]);
    return;
  }
  const media = MEDIA_FILE.exec(file);
  if (!media) throw mediaNotFound();
  const hold = holdRequest(res, holdMs(rendition), mediaNotFound);
  const number = Number(media[1]);
  if (media[2] === undefined) await sendSegment({ req, res, rendition, number, hold });
  else {
    const { view } = viewParts(rendition, media[3] === SHORT_PART_SUFFIX);
    await sendPart({ req, res, rendition: view, number, hold }, Number(media[2]));
  }
}

interface MediaRequest {
  readonly req: Request;
  readonly res: Response;
  readonly rendition: RenditionView;
  readonly number: number;
  readonly hold: ReturnType<typeof holdRequest>;
}

async function sendSegment({ req, res, rendition, number, hold }: MediaRequest): Promise<void> {
  const { window } = rendition;
  const segment = await window.changes.until(() => {
    const found = window.find(number);
    if (!found && number !== nextNumber(rendition)) throw mediaNotFound();
    // A segment with nothing in it yet is not listed, and one that just began is.
    return found;
  }, hold.signal);
  hold.release();
  if (segment.isComplete) sendMedia(req, res, partsOf(segment));
  else if (req.method === 'HEAD') res.type('video/mp4').end();
  else sendGrowingSegment(res, segment);
}

/** A hinted part is held until all of it is there (RFC 8216bis, section 4.4.5.3). */
async function sendPart(request: MediaRequest, index: number): Promise<void> {
  const { req, res, rendition, number, hold } = request;
  const { window } = rendition;
  const part = await window.changes.until(() => {
    const segment = window.find(number);
    const found = segment?.parts[index];
    if (found) return found;
    const isNext = segment
      ? !segment.isComplete && index === segment.parts.length
      : number === nextNumber(rendition) && index === 0;
    if (!isNext) throw mediaNotFound();
    return null;
  }, hold.signal);
  hold.release();
  sendMedia(req, res, part.pieces);
}

/** The segment after the newest one: players of both kinds ask for it before it begins. */
function nextNumber({ window }: RenditionView): number {
  return window.nextNumber;
}

function partsOf(segment: SegmentView): Buffer[] {
  return segment.parts.flatMap(({ pieces }) => pieces);
}
