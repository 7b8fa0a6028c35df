import type { Fragment } from './fragment-feed.ts';

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
  /** Its bytes, one after the other. */
  readonly pieces: readonly Buffer[];
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
  /** All of it, once it is complete. */
  readonly data: Buffer | null;
  /** Calls `onGrowth` at every fragment and when the segment is complete; the returned function ends that. */
  follow(onGrowth: () => void): () => void;
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

/** A segment while it is being made and after. Written by the segmenter alone. */
export class Segment implements SegmentView {
  readonly number: number;
  readonly sequence: Sequence;
  readonly discontinuity: number;
  readonly run: SegmentRun;
  readonly start: number;
  readonly isIndependent: boolean;
  /** Called directly: a promise for each viewer of each frame would cost more than the frame itself. */
  readonly #followers = new Set<() => void>();
  readonly #parts: Part[] = [];
  #fragments: Buffer[] | null = [];
  #data: Buffer | null = null;
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

  get data(): Buffer | null {
    return this.#data;
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

  follow(onGrowth: () => void): () => void {
    this.#followers.add(onGrowth);
    return () => {
      this.#followers.delete(onGrowth);
    };
  }

  append(fragment: Pick<Fragment, 'data' | 'duration' | 'isKey'>): void {
    this.#fragments?.push(fragment.data);
    this.#duration += fragment.duration;
    this.#partDuration += fragment.duration;
    this.#partIndependent ||= fragment.isKey;
    this.#byteLength += fragment.data.length;
    this.#sampleCount++;
    this.#notify();
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
      pieces: [Buffer.concat(fragments.slice(this.#partFrom))],
    });
    this.#partFrom = fragments.length;
    this.#partDuration = 0;
    this.#partIndependent = false;
    return true;
  }

  /** No sample comes any more. */
  complete(): void {
    this.closePart();
    this.#data = Buffer.concat(this.#parts.flatMap(({ pieces }) => pieces));
    this.#shareData(this.#data);
    this.#fragments = null;
    this.#notify();
  }

  /** From now on the parts are views into the whole. */
  #shareData(data: Buffer): void {
    let end = 0;
    this.#parts.forEach((part, index) => {
      const start = end;
      end += part.pieces.reduce((sum, { length }) => sum + length, 0);
      this.#parts[index] = { ...part, pieces: [data.subarray(start, end)] };
    });
  }

  #notify(): void {
    for (const onGrowth of this.#followers) onGrowth();
  }
}
