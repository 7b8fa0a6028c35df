import type { Fragment } from './fragment-feed.ts';
import type { RenditionView } from './rendition-view.ts';
import type { Sequence } from './segment.ts';

/** Where a viewer's fragments go. */
export interface LiveSink {
  /** Bytes that wait for the viewer's connection. */
  readonly backlog: number;
  /** What comes next belongs to `sequence` and begins with a keyframe. */
  begin(sequence: Sequence): void;
  /** Media was left out, for the viewer was too slow; what comes next begins with a keyframe. */
  skip(): void;
  /** Fragments in order, one or more of them. */
  write(fragments: readonly Fragment[]): void;
}

/** What is used of a rendition. */
export type LiveSource = Pick<RenditionView, 'feed' | 'timescale'>;

/** Beside a second and a half of media: what a healthy connection may be busy with. */
const SPARE_BYTES = 64 * 1024;
const BEHIND_SECONDS = 1.5;

/**
 * Reads a rendition for one viewer as it comes: from the newest keyframe on, so that there is a picture
 * at once. A viewer whose connection cannot keep up is taken to the next keyframe it has room for.
 * @param beside what goes to the same viewer over the same connection
 * @returns what ends it
 */
export function readLive(
  { feed, timescale }: LiveSource,
  sink: LiveSink,
  beside: readonly LiveSource[] = [],
): () => void {
  let sequence: Sequence | null = null;
  let isSkipping = false;
  /** What was sent at the beginning and need not be on its way at once. */
  let headStart = 0;

  const write = (fragments: readonly Fragment[], first: Fragment): void => {
    if (first.sequence !== sequence) {
      sequence = first.sequence;
      sink.begin(sequence);
    } else if (isSkipping) sink.skip();
    isSkipping = false;
    sink.write(fragments);
  };
  // Of a camera that sends little between large keyframes, one of those has to fit in.
  const limit = (): number =>
    SPARE_BYTES + [{ feed, timescale }, ...beside].reduce((sum, each) => sum + usualBytes(each), 0);
  const onFragment = (fragment: Fragment): void => {
    const { isKey } = fragment;
    if (!isKey && (isSkipping || fragment.sequence !== sequence)) return;
    const { backlog } = sink;
    if (backlog < headStart / 2) headStart = 0;
    if (backlog > (isSkipping ? limit() / 4 : limit() + headStart)) isSkipping = true;
    else write([fragment], fragment);
  };

  const { gop } = feed;
  const [first] = gop;
  // Who does not take what it has been sent gets no more for beginning anew.
  const besideBytes = beside.reduce((sum, other) => sum + sumOf(other.feed.gop), 0);
  if (first && sink.backlog <= limit() + besideBytes) {
    headStart = sumOf(gop) + besideBytes;
    write(gop, first);
  }
  return feed.follow(onFragment);
}

function usualBytes({ feed, timescale }: LiveSource): number {
  return feed.keyframeBytes + feed.bytesPerTick * timescale * BEHIND_SECONDS;
}

function sumOf(fragments: readonly Fragment[]): number {
  return fragments.reduce((sum, { data }) => sum + data.length, 0);
}
