import { Changes } from './changes.ts';

/** A rendition's share of one uninterrupted run of media: one init segment, no jump in time. */
export interface Sequence {
  /** The same for all renditions; counts up. */
  readonly number: number;
  /** Init segment. */
  readonly init: Buffer;
  /** RFC 6381 codec string. */
  readonly codec: string;
  readonly width: number;
  readonly height: number;
}

/** CMAF chunk, HLS partial segment: always complete. */
export interface Part {
  readonly index: number;
  /** Ticks. */
  readonly duration: number;
  /** Whether decoding can start in it. */
  readonly isIndependent: boolean;
  readonly data: Buffer;
}

export interface SegmentView {
  /** Media sequence number; never used twice. */
  readonly number: number;
  readonly sequence: Sequence;
  /** Counts up whenever a listed segment belongs to another sequence than the one before it. */
  readonly discontinuity: number;
  readonly run: SegmentRun;
  /** Presentation time of the first sample, ticks since 1970: its capture time. */
  readonly start: number;
  /** Ticks, of what is there so far. */
  readonly duration: number;
  readonly byteLength: number;
  readonly sampleCount: number;
  readonly isComplete: boolean;
  /** Whether it begins with a keyframe. */
  readonly isIndependent: boolean;
  readonly parts: readonly Part[];
  /** What came since the segment began, in fragments, while it is not complete; then null. */
  readonly fragments: readonly Buffer[] | null;
  /** Wakes at every fragment and when the segment is complete. */
  readonly growth: Changes;
}

/** Segments one after another that a single rule describes: a DASH Period. */
export interface SegmentRun {
  /** Number and start (ticks since 1970) of its first segment. */
  readonly firstNumber: number;
  readonly start: number;
  /** Ticks of each segment, so that time follows from the number; null where keyframes come as they like. */
  readonly segmentDuration: number | null;
  /** Whether not even a guess can be made at the length of the next segment. */
  readonly isErratic: boolean;
}

export interface SegmentStart {
  readonly number: number;
  readonly sequence: Sequence;
  readonly discontinuity: number;
  readonly run: SegmentRun;
  readonly start: number;
  readonly isIndependent: boolean;
}

/** A sample as the timeline knows it, packaged. */
export interface Fragment {
  /** moof and mdat. */
  readonly data: Buffer;
  /** Ticks. */
  readonly duration: number;
  readonly isKey: boolean;
}

/** A segment while it is being made and after. Written by the segmenter alone. */
export class Segment implements SegmentView {
  readonly number: number;
  readonly sequence: Sequence;
  readonly discontinuity: number;
  readonly run: SegmentRun;
  readonly start: number;
  readonly isIndependent: boolean;
  readonly growth = new Changes();
  readonly #parts: Part[] = [];
  #fragments: Buffer[] | null = [];
  #partFrom = 0;
  #partDuration = 0;
  #partIndependent = false;
  #duration = 0;
  #byteLength = 0;
  #sampleCount = 0;

  constructor(start: SegmentStart) {
    this.number = start.number;
    this.sequence = start.sequence;
    this.discontinuity = start.discontinuity;
    this.run = start.run;
    this.start = start.start;
    this.isIndependent = start.isIndependent;
  }

  get parts(): readonly Part[] {
    return this.#parts;
  }

  get fragments(): readonly Buffer[] | null {
    return this.#fragments;
  }

  get duration(): number {
    return this.#duration;
  }

  get byteLength(): number {
    return this.#byteLength;
  }

  get sampleCount(): number {
    return this.#sampleCount;
  }

  get isComplete(): boolean {
    return this.#fragments === null;
  }

  /** Ticks of the part being made. */
  get openPartDuration(): number {
    return this.#partDuration;
  }

  append(fragment: Fragment): void {
    this.#fragments?.push(fragment.data);
    this.#duration += fragment.duration;
    this.#partDuration += fragment.duration;
    this.#partIndependent ||= fragment.isKey;
    this.#byteLength += fragment.data.length;
    this.#sampleCount++;
    this.growth.notify();
  }

  /** Closes the part being made; false when it is empty. */
  closePart(): boolean {
    const fragments = this.#fragments;
    if (!fragments || this.#partFrom === fragments.length) return false;
    // Every later reader gets the part in a single write.
    this.#parts.push({
      index: this.#parts.length,
      duration: this.#partDuration,
      isIndependent: this.#partIndependent,
      data: Buffer.concat(fragments.slice(this.#partFrom)),
    });
    this.#partFrom = fragments.length;
    this.#partDuration = 0;
    this.#partIndependent = false;
    return true;
  }

  /** No sample comes any more. */
  complete(): void {
    this.closePart();
    this.#fragments = null;
    this.growth.notify();
  }
}
