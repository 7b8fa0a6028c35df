import { renderFragmentHeader } from '../mp4/fragment.ts';
import { Cadence } from './cadence.ts';
import { KeyframeRhythm } from './keyframe-rhythm.ts';
import { Segment } from './segment.ts';
import type { SegmentRun, Sequence } from './segment.ts';
import { SegmentWindow } from './segment-window.ts';
import type { Position, SegmentWindowView, WindowLimits } from './segment-window.ts';

export interface RenditionSettings {
  readonly segmentSeconds: number;
  readonly partSeconds: number;
  readonly windowSeconds: number;
  readonly windowBytes: number;
}

/** Where counting begins. */
export interface FirstNumbers {
  readonly firstNumber: number;
  readonly firstDiscontinuity: number;
}

/** One track at one quality: what a media playlist or a DASH Representation shows. */
export interface RenditionView {
  readonly id: string;
  /** Ticks per second, the same for ever. */
  readonly timescale: number;
  readonly window: SegmentWindowView;
  /** EXT-X-TARGETDURATION in seconds; null until the rendition is ready. */
  readonly targetSeconds: number | null;
  /** EXT-X-PART-INF:PART-TARGET in ticks; null until the rendition is ready. */
  readonly partTarget: number | null;
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

/** A sample placed on the timeline. */
export interface TimedSample {
  readonly trackId: number;
  /** Ticks since 1970. */
  readonly decodeTime: number;
  readonly duration: number;
  readonly compositionOffset: number;
  readonly isKey: boolean;
  readonly data: Buffer;
}

/** A playlist must not become shorter than this many target durations (RFC 8216bis, section 6.2.2). */
const MIN_WINDOW_TARGETS = 3;
/** Parts and segments stay downloadable this many target durations after they left the playlist. */
const LINGER_TARGETS = 3;

/** Cuts samples into parts and segments: the one place that decides where. */
export class Rendition implements RenditionView {
  readonly id: string;
  readonly timescale: number;
  readonly window: SegmentWindow;
  #settings: RenditionSettings;
  readonly #cadence: Cadence;
  #sequence: Sequence | null = null;
  #open: Segment | null = null;
  /** The segment opened last, listed or not. */
  #newest: Segment | null = null;
  #discontinuity: number;
  #fragmentNumber = 0;
  /** Where the newest sample ends, ticks since 1970. */
  #end = 0;
  #newestKey = 0;
  #keyframes = new KeyframeRhythm();
  #frame = 0;

  constructor(id: string, timescale: number, options: RenditionSettings & FirstNumbers) {
    this.id = id;
    this.timescale = timescale;
    this.#settings = options;
    this.#cadence = new Cadence({ timescale, ...options });
    this.#discontinuity = options.firstDiscontinuity;
    this.window = new SegmentWindow(options.firstNumber, this.#limits());
  }

  get targetSeconds(): number | null {
    return this.#cadence.targetSeconds;
  }

  get partTarget(): number | null {
    return this.#cadence.partTarget;
  }

  get isReady(): boolean {
    const isPromised = this.targetSeconds !== null && this.partTarget !== null;
    return isPromised && (this.window.segments[0]?.parts.length ?? 0) > 0;
  }

  /** Ticks since 1970 at which the timeline goes on. */
  get end(): number {
    return this.#end;
  }

  get gop(): number | null {
    return this.#keyframes.gop;
  }

  get nextPart(): Position {
    const open = this.#open;
    if (!open || this.#expectsCut(open)) return { segment: this.window.nextNumber, part: 0 };
    return { segment: open.number, part: open.parts.length };
  }

  get frameRate(): number | null {
    const segment = this.window.segments.findLast(({ isComplete }) => isComplete);
    if (!segment || segment.duration === 0) return null;
    return (segment.sampleCount * this.timescale) / segment.duration;
  }

  get peakBitrate(): number | null {
    const rates = this.#completeSegments().map(({ byteLength, duration }) => byteLength / duration);
    return rates.length > 0 ? Math.ceil(Math.max(...rates) * 8 * this.timescale) : null;
  }

  get averageBitrate(): number | null {
    const segments = this.#completeSegments();
    const duration = segments.reduce((sum, segment) => sum + segment.duration, 0);
    const bytes = segments.reduce((sum, segment) => sum + segment.byteLength, 0);
    return duration > 0 ? Math.ceil((bytes * 8 * this.timescale) / duration) : null;
  }

  /** @param gopSeconds keyframe distance of our own encoder; null when it is the camera's affair */
  begin(sequence: Sequence, gopSeconds: number | null): void {
    this.endSequence();
    this.#sequence = sequence;
    if (gopSeconds !== null) this.#cadence.expectGop(gopSeconds);
    this.#keyframes = new KeyframeRhythm(gopSeconds && gopSeconds * this.timescale);
  }

  /** Takes the next sample in decode order. Nothing is kept before the first keyframe. */
  add(sample: TimedSample): void {
    this.#end = sample.decodeTime + sample.duration;
    this.#frame = sample.duration;
    if (sample.isKey) {
      this.#newestKey = sample.decodeTime;
      this.#keyframes.observe(sample.decodeTime, this.#frame);
    }
    const segment = this.#segmentFor(sample);
    if (!segment) return;
    this.#cadence.observeSample(sample.duration);
    const { longestPart } = this.#cadence;
    // A long frame after a short part: the part must not outgrow its promise.
    if (segment.openPartDuration + sample.duration > longestPart) this.#closePart(segment);
    const isJoined = segment.openPartDuration > 0;
    this.#append(segment, sample);
    if (isJoined) this.#cadence.observePart(segment.openPartDuration);
    // Close as soon as the next frame would not fit: waiting for it would cost a frame of delay.
    if (segment.openPartDuration + sample.duration > longestPart) this.#closePart(segment);
    this.#cadence.observeGop(this.#end - this.#newestKey);
  }

  /** No more samples come for this sequence: what is open is completed as it is. */
  endSequence(): void {
    this.#completeOpen(false);
    this.#sequence = null;
  }

  /** Keeps more or less from now on; what is too much goes at once. */
  resizeWindow(windowSeconds: number, windowBytes: number): void {
    this.#settings = { ...this.#settings, windowSeconds, windowBytes };
    this.window.setLimits(this.#limits());
  }

  /** Forgets all media. */
  clear(): void {
    this.endSequence();
    this.window.clear();
  }

  #segmentFor(sample: TimedSample): Segment | null {
    const open = this.#open;
    if (open && this.#mustCut(open, sample)) this.#completeOpen(sample.isKey);
    if (this.#open) return this.#open;
    // Decoding can start only at a keyframe, and so can a sequence; a segment may go on without one.
    if (!this.#sequence || (!open && !sample.isKey)) return null;
    const number = this.window.nextNumber;
    const start = sample.decodeTime + sample.compositionOffset;
    if (this.#newest?.sequence !== this.#sequence) this.#discontinuity++;
    this.#open = new Segment({
      number,
      sequence: this.#sequence,
      discontinuity: this.#discontinuity,
      run: this.#runFor(number, start),
      start,
      isIndependent: sample.isKey,
    });
    this.#newest = this.#open;
    this.window.push(this.#open);
    return this.#open;
  }

  /** A run goes on while its rule holds; a segment that breaks it begins another. */
  #runFor(number: number, start: number): SegmentRun {
    const run = this.#newest?.sequence === this.#sequence ? this.#newest?.run : null;
    if (run && run.segmentDuration !== null) {
      const due = run.start + (number - run.firstNumber) * run.segmentDuration;
      if (Math.abs(start - due) < run.segmentDuration / 2) return run;
    }
    const { isErratic } = this.#keyframes;
    const segmentDuration = isErratic ? null : this.#regularSegmentDuration();
    const isSameRule = run?.segmentDuration === segmentDuration && run?.isErratic === isErratic;
    if (run && segmentDuration === null && isSameRule) return run;
    return { firstNumber: number, start, segmentDuration, isErratic };
  }

  #regularSegmentDuration(): number | null {
    const { gop } = this;
    return gop && Math.max(1, Math.ceil(this.#cadence.shortestSegment / gop)) * gop;
  }

  #mustCut(open: Segment, sample: TimedSample): boolean {
    if (sample.isKey && open.duration >= this.#shortestSegment(open)) return true;
    if (open.duration + sample.duration > this.#cadence.longestSegment) return true;
    return open.byteLength + sample.data.length > this.#settings.windowBytes / 4;
  }

  #append(segment: Segment, sample: TimedSample): void {
    const { trackId, decodeTime, duration, compositionOffset, isKey, data } = sample;
    const header = renderFragmentHeader({
      sequenceNumber: ++this.#fragmentNumber,
      trackId,
      decodeTime,
      duration,
      compositionOffset,
      isKey,
      size: data.length,
    });
    // Copied once, for all readers: the sample is a view into what the pipe gave.
    segment.append({ data: Buffer.concat([header, data]), duration, isKey });
  }

  #closePart(segment: Segment): void {
    if (segment.closePart()) this.window.publish();
  }

  #completeOpen(atKeyframe: boolean): void {
    const open = this.#open;
    if (!open) return;
    this.#open = null;
    open.complete();
    this.#cadence.observeSegment(open.duration, atKeyframe);
    this.window.setLimits(this.#limits());
    this.window.publish();
  }

  /** Whether the next sample begins a new segment, as far as habit tells. */
  #expectsCut(open: Segment): boolean {
    if (open.duration + this.#frame > this.#cadence.longestSegment) return true;
    const isDue = this.#keyframes.isDue(this.#end, this.#frame);
    return isDue && open.duration >= this.#shortestSegment(open);
  }

  /**
   * Ticks from which a keyframe ends the segment. In a known rhythm they lie between two keyframes, so
   * that a frame more or less does not change how many GOPs a segment has.
   */
  #shortestSegment({ run }: Segment): number {
    const { gop } = this;
    if (gop === null || run.segmentDuration === null) return this.#cadence.shortestSegment;
    return run.segmentDuration - gop / 2;
  }

  #completeSegments(): Segment[] {
    return this.window.segments.filter(({ isComplete }) => isComplete);
  }

  #limits(): WindowLimits {
    const { windowSeconds, windowBytes } = this.#settings;
    const targetSeconds = this.targetSeconds ?? 2;
    return {
      duration: Math.max(windowSeconds, MIN_WINDOW_TARGETS * targetSeconds) * this.timescale,
      linger: LINGER_TARGETS * targetSeconds * this.timescale,
      bytes: windowBytes,
    };
  }
}
