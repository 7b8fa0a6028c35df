// Segments and parts, which are most of what players ask for, answered without Express: finding the
// route, and setting header after header, cost it more than all the rest of such a request. When a
// segment ends, all DASH players of a camera ask for the next one within a frame.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { RequestError } from '../errors.ts';
import { SHORT_PART_SUFFIX, findPart } from '../packager/joined-parts.ts';
import type { RenditionView } from '../packager/rendition-view.ts';
import { callerOf, isVisible } from './caller.ts';
import { countViewer } from './camera-access.ts';
import type { CameraDirectory } from './camera-access.ts';
import { OPEN_TO_ALL_ORIGINS } from './headers.ts';
import { MEDIA_HEADERS, holdMs, sendGrowingSegment } from './send-media.ts';

const HOT =
  /^\/cameras\/([a-z0-9_]+)\/media\/([a-z0-9]+)\/([a-z0-9_]+)\/(\d{1,15})(?:\.(\d{1,6})(s)?)?\.m4s$/;

const HEADERS = Object.entries({
  'X-Content-Type-Options': 'nosniff',
  ...OPEN_TO_ALL_ORIGINS,
  ...MEDIA_HEADERS,
}).flat();
const STORED_HEADERS = [...HEADERS, 'Accept-Ranges', 'bytes'];

interface HotFile {
  readonly rendition: RenditionView;
  readonly segment: number;
  readonly part: number | null;
  readonly isShort: boolean;
}

type Answer = (res: ServerResponse) => void;

/**
 * @param onLate called when what was waited for did not come
 * @returns false when there is more to it: parts that are not there yet, ranges, errors
 */
export function sendHotMedia(
  cameras: CameraDirectory,
  { req, res }: { readonly req: IncomingMessage; readonly res: ServerResponse },
  onLate: () => void,
): boolean {
  if (req.method !== 'GET' || req.headers.range !== undefined) return false;
  const [, id = '', presentation, renditionId = '', segment, part, suffix] =
    HOT.exec(req.url ?? '') ?? [];
  const camera = isVisible(callerOf(req), id) ? cameras.find(id) : null;
  if (!camera || camera.presentation.id !== presentation) return false;
  const rendition = camera.presentation.rendition(renditionId);
  if (!rendition) return false;
  const file: HotFile = {
    rendition,
    segment: Number(segment),
    part: part === undefined ? null : Number(part),
    isShort: suffix === SHORT_PART_SUFFIX,
  };
  const answer = findAnswer(file, onLate);
  if (!answer) return false;
  try {
    countViewer(camera, req, res);
  } catch (error) {
    if (error instanceof RequestError) return false;
    throw error;
  }
  answer(res);
  return true;
}

function findAnswer(file: HotFile, onLate: () => void): Answer | null {
  const { rendition, segment: number, part: index, isShort } = file;
  const segment = rendition.window.find(number);
  if (index !== null) {
    const part = findPart(rendition, { segment: number, part: index }, isShort);
    const [piece, ...more] = part?.pieces ?? [];
    return piece && more.length === 0 ? (res) => sendStored(res, piece) : null;
  }
  if (segment?.data) {
    const { data } = segment;
    return (res) => sendStored(res, data);
  }
  if (segment) return (res) => sendGrowingSegment(res, segment, HEADERS);
  const isNext = number === rendition.window.nextNumber;
  return isNext ? (res) => sendNext(res, file, onLate) : null;
}

function sendStored(res: ServerResponse, data: Buffer): void {
  res.writeHead(200, [...STORED_HEADERS, 'Content-Length', String(data.length)]);
  res.end(data);
}

/** Players ask for a segment before it begins. */
function sendNext(
  res: ServerResponse,
  { rendition, segment: number }: HotFile,
  onLate: () => void,
): void {
  const { window } = rendition;
  const timer = setTimeout(() => {
    stop();
    onLate();
  }, holdMs(rendition));
  const unfollow = window.changes.follow(() => {
    const segment = window.find(number);
    if (!segment) return;
    stop();
    sendGrowingSegment(res, segment, HEADERS);
  });
  const stop = (): void => {
    clearTimeout(timer);
    unfollow();
    res.off('close', stop);
  };
  res.once('close', stop);
}
