import type { RenditionView } from './rendition-view.ts';
import type { SegmentView } from './segment.ts';

/** What is used of the rendition that decides where segments begin. */
export type LeadingRendition = Pick<RenditionView, 'timescale' | 'window' | 'targetSeconds'> & {
  /** Ticks since 1970 of the newest keyframe. */
  readonly newestKey: number;
};

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

  get newestKey(): number {
    return this.#toTicks(this.#rendition.newestKey);
  }

  /** The newest segment of the sequence that has begun by `time`. */
  findNewest(sequenceNumber: number, time: number): SegmentView | null {
    const { segments } = this.#rendition.window;
    return segments.findLast((led) => this.#hasBegun(led, sequenceNumber, time)) ?? null;
  }

  /** That segment, if it is one of the sequence and has begun by `time`. */
  find(number: number, sequenceNumber: number, time: number): SegmentView | null {
    const led = this.#rendition.window.find(number);
    return led && this.#hasBegun(led, sequenceNumber, time) ? led : null;
  }

  /** Whether the segment is over at `time`. */
  hasLeft({ number }: SegmentView, time: number): boolean {
    const next = this.#rendition.window.find(number + 1);
    return next !== null && this.#toTicks(next.start) <= time;
  }

  /** Whether the segment should be over at `time`, as far as habit tells. */
  expectsEnd(segment: SegmentView, time: number): boolean {
    const { firstNumber, start, segmentDuration } = segment.run;
    if (this.hasLeft(segment, time)) return true;
    if (segmentDuration === null) return false;
    return this.#toTicks(start + (segment.number + 1 - firstNumber) * segmentDuration) <= time;
  }

  #hasBegun(led: SegmentView, sequenceNumber: number, time: number): boolean {
    return led.sequence.number === sequenceNumber && this.#toTicks(led.start) <= time;
  }

  #toTicks(ticks: number): number {
    return (ticks * this.#timescale) / this.#rendition.timescale;
  }
}
