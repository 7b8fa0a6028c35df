import { once } from 'node:events';
import type { Request, Response } from 'express';
import { RequestError } from '../errors.ts';
import type { SegmentView } from '../packager/segment.ts';
import { IMMUTABLE } from './headers.ts';

const MEDIA_HEADERS = { 'Content-Type': 'video/mp4', 'Cache-Control': IMMUTABLE } as const;

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
export async function sendGrowingSegment(
  res: Response,
  segment: SegmentView,
  signal: AbortSignal,
): Promise<void> {
  const fragments = segment.fragments ?? [];
  res.set(MEDIA_HEADERS);
  res.flushHeaders();
  let sent = 0;
  while (sent < fragments.length || !segment.isComplete) {
    const fragment = fragments[sent];
    if (!fragment) {
      await segment.growth.next(signal);
    } else {
      sent++;
      // No cork: Node then answers `write` for its own buffer, and the drain it promises never comes.
      if (!res.write(fragment)) await once(res, 'drain', { signal });
    }
  }
  res.end();
}
