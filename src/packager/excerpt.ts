// Samples taken back out of the window, for pictures and clips. Their times are those of the timeline.

import { FragmentReader } from '../mp4/fragment-reader.ts';
import type { Sample } from '../mp4/sample.ts';
import type { SegmentView, Sequence } from './segment.ts';

/** What one init segment describes. */
export interface Excerpt {
  readonly init: Buffer;
  /** In decode order, from a keyframe on; their data are views into the segments. */
  readonly samples: readonly Sample[];
}

/** Ticks since 1970. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

export interface Keyframe {
  readonly sequence: Sequence;
  readonly sample: Sample;
}

/** When the media of a segment ends, as far as it is there: ticks since 1970. */
export function endOf({ start, duration }: SegmentView): number {
  return start + duration;
}

/** When a sample is shown: ticks since 1970. */
export function showTime({ decodeTime, compositionOffset }: Sample): number {
  return decodeTime + compositionOffset;
}

/**
 * The newest segments that one init segment describes, as far back as it takes to show what was
 * captured at `from`. Time without media counts as well: nothing older makes up for it.
 */
export function selectSegments(segments: readonly SegmentView[], from: number): SegmentView[] {
  const newest = segments.at(-1);
  if (!newest) return [];
  const different = segments.findLastIndex(
    ({ sequence }) => !hasSameInit(sequence, newest.sequence),
  );
  const same = segments.slice(different + 1);
  let first = same.findIndex((segment) => endOf(segment) > from);
  if (first === -1) return [];
  while (first > 0 && !same[first]?.isIndependent && isContinued(same, first)) first--;
  return same.slice(first);
}

export function hasSameInit(one: Sequence, other: Sequence): boolean {
  return one === other || one.init.equals(other.init);
}

/** A segment without a keyframe needs the one before it. */
function isContinued(segments: readonly SegmentView[], index: number): boolean {
  return segments[index]?.sequence === segments[index - 1]?.sequence;
}

/** Everything in the segment so far, in decode order. */
export function readSamples(segment: SegmentView): Sample[] {
  const samples: Sample[] = [];
  const reader = new FragmentReader({
    onInit: () => {},
    onSample: (sample) => samples.push(sample),
  });
  reader.push(segment.sequence.init);
  for (const bytes of segment.data ? [segment.data] : (segment.fragments ?? [])) reader.push(bytes);
  return samples;
}

/** From the keyframe shown at or before `from`, else the first one there is, to what is decoded before `until`. */
export function trimSamples(samples: readonly Sample[], { from, until }: Span): Sample[] {
  const isStart = (sample: Sample): boolean => sample.isKey && showTime(sample) <= from;
  const early = samples.findLastIndex(isStart);
  const start = early === -1 ? samples.findIndex(({ isKey }) => isKey) : early;
  if (start === -1) return [];
  const end = samples.findIndex(({ decodeTime }, index) => index > start && decodeTime >= until);
  return samples.slice(start, end === -1 ? undefined : end);
}

/** The newest one, or the newest shown at or before `until` (ticks since 1970); null while there is none. */
export function findKeyframe(segments: readonly SegmentView[], until = Infinity): Keyframe | null {
  for (const segment of segments.toReversed()) {
    if (segment.start > until) continue;
    const sample = readSamples(segment).findLast(
      (candidate) => candidate.isKey && showTime(candidate) <= until,
    );
    if (sample) return { sequence: segment.sequence, sample };
  }
  return null;
}
