import type { RenditionView } from './rendition-view.ts';
import type { TimedSample } from './rendition-settings.ts';
import type { SegmentView, Sequence } from './segment.ts';

/** What is used of the rendition that decides where segments begin. */
export type LeadingRendition = Pick<
  RenditionView,
  'timescale' | 'window' | 'targetSeconds' | 'frameRate'
> & {
  /** Ticks since 1970 of the newest keyframe. */
  readonly newestKey: number;
};

/** By so much ends may differ where frames are decoded in another order; no frame is as short as that. */
const TOLERANCE_SECONDS = 0.001;

/** The leading rendition in the ticks of one that follows, whose segments get the same numbers and starts. */
export class Leader {
  readonly #rendition: LeadingRendition;
  readonly #timescale: number;

  /** @param timescale ticks per second of the one that follows */
  constructor(rendition: LeadingRendition, timescale: number) {
    this.#rendition = rendition;
    this.#timescale = timescale;
  }

  get targetSeconds(): number | null {
    return this.#rendition.targetSeconds;
  }

  get frameRate(): number | null {
    return this.#rendition.frameRate;
  }

  get newestKey(): number {
    return this.#toTicks(this.#rendition.newestKey);
  }

  /** Whether the sample belongs behind the segment. */
  hasLeftAt(segment: SegmentView, sample: TimedSample): boolean {
    if (sample.segment !== undefined) return sample.segment !== segment.number;
    return this.hasLeft(segment, middleOf(sample));
  }

  /**
   * The segment beside which the sample begins one; null while there is none.
   * @param next its number, where the sequence goes on
   */
  find(sample: TimedSample, sequence: Sequence, next: number | null): SegmentView | null {
    const { window } = this.#rendition;
    const isIn = (led: SegmentView): boolean => led.sequence.number === sequence.number;
    const hasBegun = (led: SegmentView): boolean =>
      isIn(led) && this.#toTicks(led.start) <= middleOf(sample);
    if (sample.segment !== undefined) {
      const led = window.find(sample.segment);
      return led && isIn(led) ? led : null;
    }
    if (next === null) return window.segments.findLast(hasBegun) ?? null;
    const led = window.find(next);
    return led && hasBegun(led) ? led : null;
  }

  /** Whether the segment is over at `time`. */
  hasLeft({ number }: SegmentView, time: number): boolean {
    const next = this.#rendition.window.find(number + 1);
    return next !== null && this.#toTicks(next.start) <= time;
  }

  /** Whether nothing comes any more for the segment, of which the sample is the newest. */
  isOver(segment: SegmentView, sample: TimedSample): boolean {
    const end = sample.decodeTime + sample.duration;
    // What comes behind it may still go into it, until there is another one.
    if (sample.segment === undefined) return this.hasLeft(segment, end + sample.duration / 2);
    const led = this.#rendition.window.find(segment.number);
    if (led?.isComplete !== true) return false;
    // Not half of this frame: the last one may be far shorter.
    const tolerance = TOLERANCE_SECONDS * this.#timescale;
    return this.#toTicks(led.start + led.duration) <= end + tolerance;
  }

  /** Whether the segment should be over at `time`, as far as habit tells. */
  expectsEnd(segment: SegmentView, time: number): boolean {
    const { firstNumber, start, segmentDuration } = segment.run;
    if (this.hasLeft(segment, time)) return true;
    if (segmentDuration === null) return false;
    return this.#toTicks(start + (segment.number + 1 - firstNumber) * segmentDuration) <= time;
  }

  #toTicks(ticks: number): number {
    return (ticks * this.#timescale) / this.#rendition.timescale;
  }
}

function middleOf({ decodeTime, duration }: TimedSample): number {
  return decodeTime + duration / 2;
}
