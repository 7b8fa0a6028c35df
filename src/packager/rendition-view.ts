import type { FragmentFeed } from './fragment-feed.ts';
import type { Sequence } from './segment.ts';
import type { Position, SegmentWindowView } from './segment-window.ts';

export interface RenditionIdentity {
  readonly id: string;
  /** Ticks per second, the same for ever. */
  readonly timescale: number;
  /** track_ID in its init segments and fragments: no two renditions of the server share one. */
  readonly trackId: number;
}

/** One track at one quality: what a media playlist or a DASH Representation shows. */
export interface RenditionView extends RenditionIdentity {
  readonly window: SegmentWindowView;
  /** What it is in the middle of, or will be with the next sample; null while it is not. */
  readonly sequence: Sequence | null;
  /** Each fragment as it comes. */
  readonly feed: Omit<FragmentFeed, 'publish' | 'clear'>;
  /** EXT-X-TARGETDURATION in seconds; null until the rendition is ready. */
  readonly targetSeconds: number | null;
  /** EXT-X-PART-INF:PART-TARGET in ticks; null until the rendition is ready. */
  readonly partTarget: number | null;
  /** How many parts a playlist for players far away joins into one. */
  readonly partsJoined: number;
  /** Whether there is something to play. */
  readonly isReady: boolean;
  /** The part that comes next. */
  readonly nextPart: Position;
  /** Ticks between keyframes, once they come regularly. */
  readonly gop: number | null;
  readonly frameRate: number | null;
  /** Bits per second of the heaviest segment, and over all. */
  readonly peakBitrate: number | null;
  readonly averageBitrate: number | null;
}
