// What a rendition's complete segments amount to.

import type { SegmentView } from './segment.ts';

type Segments = readonly SegmentView[];

/** Frames a second of the newest complete segment. */
export function measureFrameRate(segments: Segments, timescale: number): number | null {
  const newest = segments.findLast(({ isComplete }) => isComplete);
  if (!newest || newest.duration === 0) return null;
  return (newest.sampleCount * timescale) / newest.duration;
}

/** Bits a second of the heaviest segment. */
export function measurePeakBitrate(segments: Segments, timescale: number): number | null {
  const rates = completeOf(segments).map(({ byteLength, duration }) => byteLength / duration);
  return rates.length > 0 ? Math.ceil(Math.max(...rates) * 8 * timescale) : null;
}

/** Bits a second over all. */
export function measureAverageBitrate(segments: Segments, timescale: number): number | null {
  const complete = completeOf(segments);
  const duration = complete.reduce((sum, segment) => sum + segment.duration, 0);
  const bytes = complete.reduce((sum, segment) => sum + segment.byteLength, 0);
  return duration > 0 ? Math.ceil((bytes * 8 * timescale) / duration) : null;
}

function completeOf(segments: Segments): SegmentView[] {
  return segments.filter(({ isComplete }) => isComplete);
}
