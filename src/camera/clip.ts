import { setImmediate as nextTurn } from 'node:timers/promises';
import { renderPlainMp4 } from '../mp4/plain-mp4.ts';
import type { Sample } from '../mp4/sample.ts';
import { endOf, readSamples, selectSegments, showTime, trimSamples } from '../packager/excerpt.ts';
import type { Span } from '../packager/excerpt.ts';
import type { RenditionView } from '../packager/rendition.ts';
import type { SegmentView } from '../packager/segment.ts';

/** A plain MP4 in memory; its media are views into the window. */
export interface Clip {
  /** When the first frame was captured. */
  readonly startedAt: Date;
  /** How long it plays. */
  readonly seconds: number;
  readonly byteLength: number;
  /** The file, piece by piece. */
  readonly pieces: readonly Buffer[];
}

/**
 * The newest `seconds` of the window, and what it takes to begin with a keyframe. Shorter where the
 * window is, and where the camera changed its format meanwhile. Null when there is nothing.
 */
export async function createClip(rendition: RenditionView, seconds: number): Promise<Clip | null> {
  const { window, timescale } = rendition;
  const newest = window.segments.at(-1);
  if (!newest) return null;
  const from = endOf(newest) - seconds * timescale;
  return await assembleClip(selectSegments(window.segments, from), {
    span: { from, until: Infinity },
    timescale,
  });
}

/** @param segments that one init segment describes */
export async function assembleClip(
  segments: readonly SegmentView[],
  { span, timescale }: { readonly span: Span; readonly timescale: number },
): Promise<Clip | null> {
  const samples: Sample[] = [];
  for (const segment of segments) {
    for (const sample of readSamples(segment)) samples.push(sample);
    // Others have their turn: a long window takes a slow machine some hundred milliseconds.
    await nextTurn();
  }
  const trimmed = trimSamples(samples, span);
  const [first] = trimmed;
  const init = segments[0]?.sequence.init;
  if (!first || !init) return null;
  const startedAt = new Date((showTime(first) * 1000) / timescale);
  const mp4 = renderPlainMp4([{ init, samples: trimmed }], startedAt);
  return {
    startedAt,
    seconds: mp4.seconds,
    byteLength: mp4.byteLength,
    pieces: [mp4.header, ...mp4.media],
  };
}
