import { setImmediate as nextTurn } from 'node:timers/promises';
import { renderPlainMp4 } from '../mp4/plain-mp4.ts';
import type { PlainTrack } from '../mp4/plain-mp4.ts';
import type { Sample } from '../mp4/sample.ts';
import { endOf, readSamples, selectSegments, showTime, trimSamples } from '../packager/excerpt.ts';
import type { Span } from '../packager/excerpt.ts';
import type { PresentationView } from '../packager/presentation.ts';
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
 * The newest `seconds` of the window up to `untilMs` (Unix time), and what it takes to begin with a keyframe.
 * Shorter where the window is, and where the camera changed its format meanwhile. Null when there is nothing.
 */
export async function createClip(
  { renditions }: Pick<PresentationView, 'renditions'>,
  seconds: number,
  untilMs = Infinity,
): Promise<Clip | null> {
  const [video] = renditions;
  const newest = video?.window.segments.at(-1);
  if (!video || !newest) return null;
  const until = Math.min(untilMs / 1000, endOf(newest) / video.timescale);
  const tracks = renditions.map((rendition) => {
    const { timescale, window } = rendition;
    const from = (until - seconds) * timescale;
    const span = { from, until: (untilMs / 1000) * timescale };
    const early = window.segments.filter(({ start }) => start < span.until);
    return { segments: selectSegments(early, from), span, timescale };
  });
  return await assembleClip(tracks);
}

export interface ClipTrack {
  /** All described by one init segment. */
  readonly segments: readonly SegmentView[];
  readonly span: Span;
  readonly timescale: number;
}

/** @param tracks the first one decides when the clip begins and ends */
export async function assembleClip(tracks: readonly ClipTrack[]): Promise<Clip | null> {
  const [leading, ...others] = tracks;
  const video = leading && (await readTrack(leading));
  const first = video?.samples[0];
  const last = video?.samples.at(-1);
  if (!leading || !video || !first || !last) return null;
  const { timescale } = leading;
  const startSeconds = showTime(first) / timescale;
  const endSeconds = (last.decodeTime + last.duration) / timescale;
  const beside: PlainTrack[] = [];
  for (const other of others) {
    const until = endSeconds * other.timescale;
    const track = await readTrack({
      ...other,
      span: { from: startSeconds * other.timescale, until },
    });
    const begin = track?.samples[0];
    if (begin && showTime(begin) < until) beside.push(track);
  }
  const startedAt = new Date(startSeconds * 1000);
  const mp4 = renderPlainMp4([video, ...beside], startedAt);
  return {
    startedAt,
    seconds: mp4.seconds,
    byteLength: mp4.byteLength,
    pieces: [mp4.header, ...mp4.media],
  };
}

async function readTrack({ segments, span }: ClipTrack): Promise<PlainTrack | null> {
  const samples: Sample[] = [];
  for (const segment of segments) {
    for (const sample of readSamples(segment)) samples.push(sample);
    // Others have their turn: a long window takes a slow machine some hundred milliseconds.
    await nextTurn();
  }
  const trimmed = trimSamples(samples, span);
  const init = segments[0]?.sequence.init;
  return init && trimmed.length > 0 ? { init, samples: trimmed } : null;
}
