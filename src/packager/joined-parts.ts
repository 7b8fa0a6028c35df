// Parts are cut short, for players close by. For those far away, and for those that ask for a part twice
// a round trip, a playlist lists several of them joined: the same bytes, fewer requests.

import type { RenditionView } from './rendition-view.ts';
import type { Part, SegmentView } from './segment.ts';
import type { Position, SegmentWindowView } from './segment-window.ts';

export interface PartView {
  readonly view: RenditionView;
  /** Behind the number of each part in its URI. */
  readonly partSuffix: string;
}

/** The rendition with its parts `size` at a time; the last of a segment may join fewer. */
export function joinParts(rendition: RenditionView, size: number): RenditionView {
  if (size === 1) return rendition;
  const { id, timescale, trackId, feed, targetSeconds, partTarget, isReady, gop, sequence } =
    rendition;
  return {
    id,
    timescale,
    trackId,
    feed,
    sequence,
    targetSeconds,
    isReady,
    gop,
    get frameRate() {
      return rendition.frameRate;
    },
    get peakBitrate() {
      return rendition.peakBitrate;
    },
    get averageBitrate() {
      return rendition.averageBitrate;
    },
    partsJoined: 1,
    partTarget: partTarget && partTarget * size,
    window: joinWindow(rendition.window, size),
    get nextPart() {
      return nextJoined(rendition, size);
    },
  };
}

function joinWindow(window: SegmentWindowView, size: number): SegmentWindowView {
  const { changes } = window;
  const hasReached = (position: Position): boolean => hasReachedJoined(window, position, size);
  return {
    changes,
    get segments() {
      return window.segments.map((segment) => joinSegment(segment, size));
    },
    get version() {
      return window.version;
    },
    get nextNumber() {
      return window.nextNumber;
    },
    find: (number) => {
      const segment = window.find(number);
      return segment && joinSegment(segment, size);
    },
    findSequence: (number) => window.findSequence(number),
    hasReached,
    waitFor: async (position, signal) => {
      await changes.until(() => (hasReached(position) ? true : null), signal);
    },
  };
}

/** Complete segments as they were joined for the playlist before. */
const joinedSegments = new WeakMap<SegmentView, SegmentView>();

function joinSegment(segment: SegmentView, size: number): SegmentView {
  const known = joinedSegments.get(segment);
  if (known) return known;
  const joined = createJoined(segment, size);
  if (segment.isComplete) joinedSegments.set(segment, joined);
  return joined;
}

function createJoined(segment: SegmentView, size: number): SegmentView {
  const { number, sequence, discontinuity, run, start, duration, byteLength } = segment;
  const { sampleCount, isComplete, isIndependent, fragments, data } = segment;
  return {
    number,
    sequence,
    discontinuity,
    run,
    start,
    duration,
    byteLength,
    sampleCount,
    isComplete,
    isIndependent,
    fragments,
    data,
    follow: (onGrowth) => segment.follow(onGrowth),
    parts: Array.from({ length: countJoined(segment, size) }, (_, index) =>
      joinPart(segment, index, size),
    ),
  };
}

/** @returns null when there is no such part (yet) */
export function findPart(
  rendition: RenditionView,
  { segment: number, part }: Position & { readonly part: number },
  isNear: boolean,
): Part | null {
  const segment = rendition.window.find(number);
  if (!segment) return null;
  if (isNear || rendition.partsJoined === 1) return segment.parts[part] ?? null;
  const isThere = part < countJoined(segment, rendition.partsJoined);
  return isThere ? joinPart(segment, part, rendition.partsJoined) : null;
}

function joinPart(segment: SegmentView, index: number, size: number): Part {
  const parts = segment.parts.slice(index * size, (index + 1) * size);
  return {
    index,
    duration: parts.reduce((sum, { duration }) => sum + duration, 0),
    isIndependent: parts.some(({ isIndependent }) => isIndependent),
    pieces: segment.data ? [cutOut(segment.data, parts)] : parts.flatMap(({ pieces }) => pieces),
  };
}

/** Parts of a complete segment are views of it, one behind the other: so they are one view, too. */
function cutOut(data: Buffer, parts: readonly Part[]): Buffer {
  const first = parts[0]?.pieces[0] ?? data.subarray(0, 0);
  const start = first.byteOffset - data.byteOffset;
  const bytes = parts.flatMap(({ pieces }) => pieces).reduce((sum, { length }) => sum + length, 0);
  return data.subarray(start, start + bytes);
}

function countJoined({ parts, isComplete }: SegmentView, size: number): number {
  return isComplete ? Math.ceil(parts.length / size) : Math.floor(parts.length / size);
}

/** What remains of the open segment comes before the first part of the next one. */
function nextJoined({ window, nextPart }: RenditionView, size: number): Position {
  const newest = window.segments.at(-1);
  if (newest && !newest.isComplete && newest.parts.length % size > 0) {
    return { segment: newest.number, part: countJoined(newest, size) };
  }
  const { segment, part } = nextPart;
  return { segment, part: part && Math.floor(part / size) };
}

/** RFC 8216bis, section 6.2.5.2: anything later will do as well. */
function hasReachedJoined(window: SegmentWindowView, position: Position, size: number): boolean {
  const { segment: number, part } = position;
  const segment = window.find(number);
  if (part === null || !segment) return window.hasReached(position);
  if (countJoined(segment, size) > part) return true;
  // "part N beyond the last part of segment M" means part 0 of segment M + 1.
  return segment.isComplete && hasReachedJoined(window, { segment: number + 1, part: 0 }, size);
}

/** What tells the URI of a short part from that of joined ones, in a rendition that has both. */
export const SHORT_PART_SUFFIX = 's';

/** @param isNear whether the short parts are wanted */
export function viewParts(rendition: RenditionView, isNear: boolean): PartView {
  const { partsJoined } = rendition;
  if (partsJoined === 1) return { view: rendition, partSuffix: '' };
  if (isNear) return { view: rendition, partSuffix: SHORT_PART_SUFFIX };
  return { view: joinParts(rendition, partsJoined), partSuffix: '' };
}
