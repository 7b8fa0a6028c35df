import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Request, Response } from 'express';
import type { RenditionView } from '../packager/rendition-view.ts';
import { RequestError } from '../errors.ts';
import type { SegmentView } from '../packager/segment.ts';
import { IMMUTABLE } from './headers.ts';

export const MEDIA_HEADERS = { 'Content-Type': 'video/mp4', 'Cache-Control': IMMUTABLE } as const;

/**
 * Sends complete media, or the range of it that was asked for, without copying it.
 * @throws RequestError 416 for a range outside it
 */
export function sendMedia(req: Request, res: Response, buffers: readonly Buffer[]): void {
  const size = buffers.reduce((sum, { length }) => sum + length, 0);
  res.set({ ...MEDIA_HEADERS, 'Accept-Ranges': 'bytes' });
  const range = parseRange(req, size);
  if (range === 'unsatisfiable') {
    res.set('Content-Range', `bytes */${size}`);
    res.removeHeader('Cache-Control');
    throw new RequestError(416, 'range_not_satisfiable', `the media has ${size} bytes`);
  }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  if (range) {
    res.status(206);
    res.set('Content-Range', `bytes ${start}-${end}/${size}`);
  }
  res.set('Content-Length', String(end - start + 1));
  if (req.method === 'HEAD') {
    res.end();
    return;
  }
  // Corked, all of it leaves in one system call.
  res.cork();
  for (const piece of sliceAll(buffers, start, end + 1)) res.write(piece);
  res.end();
  res.uncork();
}

interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Several ranges at once are answered with the whole, as RFC 9110, section 14.2 allows. */
function parseRange(req: Request, size: number): ByteRange | 'unsatisfiable' | null {
  const ranges = req.range(size);
  if (ranges === -1) return 'unsatisfiable';
  if (ranges === undefined || ranges === -2) return null;
  return ranges.type === 'bytes' && ranges.length === 1 ? (ranges[0] ?? null) : null;
}

function* sliceAll(buffers: readonly Buffer[], start: number, end: number): Generator<Buffer> {
  let offset = 0;
  for (const buffer of buffers) {
    const from = Math.max(0, start - offset);
    const to = Math.min(buffer.length, end - offset);
    if (from < to) yield buffer.subarray(from, to);
    offset += buffer.length;
  }
}

/**
 * Sends a segment while it grows: every fragment the moment it is there, no Content-Length. A client
 * that reads slowly is waited for, and holds nothing but the segment it reads.
 */
export function sendGrowingSegment(
  res: ServerResponse,
  segment: SegmentView,
  headers: OutgoingHttpHeaders | string[] = MEDIA_HEADERS,
): void {
  const fragments = segment.fragments ?? [];
  let sent = 0;
  const send = (): void => {
    // No cork: Node then answers `write` for its own buffer, and the drain it promises never comes.
    while (sent < fragments.length && !res.writableNeedDrain) res.write(fragments[sent++]);
    if (sent < fragments.length || !segment.isComplete) return;
    unfollow();
    res.end();
  };
  const unfollow = segment.follow(send);
  res.on('drain', send);
  res.once('close', unfollow);
  // The head leaves with the first frame: alone it would be one more system call for each viewer.
  res.writeHead(200, headers);
  send();
}

/** Three target durations: then the source has stopped (RFC 8216bis, section 6.2.5.2). */
const HOLD_TARGETS = 3;

/** How long a request waits for media that is to come next. */
export function holdMs({ targetSeconds }: RenditionView): number {
  return HOLD_TARGETS * (targetSeconds ?? 2) * 1000;
}

export function mediaNotFound(): RequestError {
  return new RequestError(404, 'media_not_found', 'this media is not there (any more)');
}
