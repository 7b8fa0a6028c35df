import { renderFragmentHeader } from '../mp4/fragment.ts';
import { Cadence } from './cadence.ts';
import { FragmentFeed } from './fragment-feed.ts';
import { GopLength } from './gop-length.ts';
import { KeyframeRhythm } from './keyframe-rhythm.ts';
import { isAudio } from './pictures.ts';
import { measureAverageBitrate, measureFrameRate, measurePeakBitrate } from './rates.ts';
import { Leader } from './leader.ts';
import type { RenditionIdentity, RenditionView } from './rendition-view.ts';
import type {
  FirstNumbers,
  Leadership,
  RenditionSettings,
  TimedSample,
} from './rendition-settings.ts';
import { Segment } from './segment.ts';
import type { SegmentRun, SegmentStart, Sequence } from './segment.ts';
import { SegmentWindow } from './segment-window.ts';
import type { Position, WindowLimits } from './segment-window.ts';
import { limitWindow } from './window-limits.ts';

/** Cuts samples into parts and segments: the one place that decides where. */
export class Rendition implements RenditionView {
  readonly id: string;
  readonly timescale: number;
  readonly trackId: number;
  readonly window: SegmentWindow;
  readonly feed: FragmentFeed;
  #settings: RenditionSettings;
  readonly #cadence: Cadence;
  readonly #leader: Leader | null;
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
  #gopLength = new GopLength();
  #frame = 0;

  constructor(identity: RenditionIdentity, options: RenditionSettings & FirstNumbers & Leadership) {
    const { id, timescale, trackId } = identity;
    this.id = id;
    this.timescale = timescale;
    this.trackId = trackId;
    this.#settings = options;
    this.#leader = options.leader ? new Leader(options.leader, timescale) : null;
    // Sound begins with the picture beside it.
    this.feed = new FragmentFeed(isAudio(this) ? this.#leader : null);
    this.#cadence = new Cadence({ timescale, ...options });
    this.#discontinuity = options.firstDiscontinuity;
    this.window = new SegmentWindow(options.firstNumber, this.#limits());
  }

  get targetSeconds(): number | null {
    return (this.#leader ?? this.#cadence).targetSeconds;
  }

  get sequence(): Sequence | null {
    return this.#sequence;
  }

  get newestKey(): number {
    return this.#newestKey;
  }

  get partTarget(): number | null {
    return this.#cadence.partTarget;
  }

  get partsJoined(): number {
    return this.#cadence.partsJoined;
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
    return this.#leader ? null : this.#keyframes.gop;
  }

  get nextPart(): Position {
    const open = this.#open;
    if (!open || this.#expectsCut(open)) return { segment: this.window.nextNumber, part: 0 };
    return { segment: open.number, part: open.parts.length };
  }

  get frameRate(): number | null {
    // It shows the same frames; that some are left out on a busy machine is no lower rate.
    if (this.#leader && !isAudio(this)) return this.#leader.frameRate;
    return measureFrameRate(this.window.segments, this.timescale);
  }

  get peakBitrate(): number | null {
    return measurePeakBitrate(this.window.segments, this.timescale);
  }

  get averageBitrate(): number | null {
    return measureAverageBitrate(this.window.segments, this.timescale);
  }

  /** @param gopSeconds keyframe distance of our own encoder; null when it is the camera's affair */
  begin(sequence: Sequence, gopSeconds: number | null): void {
    this.endSequence();
    this.#sequence = sequence;
    if (gopSeconds !== null) this.#cadence.expectGop(gopSeconds);
    this.#keyframes = new KeyframeRhythm(gopSeconds && gopSeconds * this.timescale);
    this.#gopLength = new GopLength();
  }

  /** Takes the next sample in decode order. Nothing is kept before the first keyframe. */
  add(sample: TimedSample): void {
    this.#end = sample.decodeTime + sample.duration;
    this.#frame = sample.duration;
    if (sample.isKey) {
      this.#newestKey = sample.decodeTime;
      this.#keyframes.observe(sample.decodeTime, this.#frame);
    }
    this.#gopLength.observe(sample.isKey);
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
    // Complete with its last frame, not with the next one: players use the time between them to ask for
    // the next segment, and have it under way when its keyframe comes.
    if (this.#isOver(segment, sample)) this.#completeOpen(true);
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
    this.feed.clear();
    this.window.clear();
  }

  #segmentFor(sample: TimedSample): Segment | null {
    if (this.#leader) return this.#followingSegment(this.#leader, sample);
    const open = this.#open;
    if (open && this.#mustCut(open, sample)) this.#completeOpen(sample.isKey);
    if (this.#open) return this.#open;
    // Decoding can start only at a keyframe, and so can a sequence; a segment may go on without one.
    const isContinued = this.#newest?.sequence === this.#sequence;
    if (!this.#sequence || (!isContinued && !sample.isKey)) return null;
    const number = this.window.nextNumber;
    const start = sample.decodeTime + sample.compositionOffset;
    if (!isContinued) this.#discontinuity++;
    return this.#openSegment({
      number,
      sequence: this.#sequence,
      discontinuity: this.#discontinuity,
      run: this.#runFor(number, start),
      start,
      isIndependent: sample.isKey,
    });
  }

  #openSegment(start: SegmentStart): Segment {
    const segment = (this.#newest = this.#open = new Segment(start));
    this.window.push(segment);
    return segment;
  }

  /** Its segments have the numbers of the leader's, and begin where those do. */
  #followingSegment(leader: Leader, sample: TimedSample): Segment | null {
    if (this.#open && leader.hasLeftAt(this.#open, sample)) this.#completeOpen(true);
    const sequence = this.#sequence;
    if (this.#open || !sequence) return this.#open;
    const isContinued = this.#newest?.sequence === sequence;
    if (!isContinued && !sample.isKey) return null;
    const led = leader.find(sample, sequence, isContinued ? this.window.nextNumber : null);
    // No number twice, whatever comes late.
    if (!led || led.number < this.window.nextNumber) return null;
    const { number, discontinuity, run } = led;
    const start = sample.decodeTime + sample.compositionOffset;
    const isIndependent = sample.isKey;
    return this.#openSegment({ number, discontinuity, run, sequence, start, isIndependent });
  }

  #isOver(segment: Segment, sample: TimedSample): boolean {
    if (this.#leader) return this.#leader.isOver(segment, sample);
    return this.#gopLength.isWhole && segment.duration >= this.#shortestSegment(segment);
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
    const { decodeTime, duration, compositionOffset, isKey, data } = sample;
    const header = renderFragmentHeader({
      sequenceNumber: ++this.#fragmentNumber,
      trackId: this.trackId,
      decodeTime,
      duration,
      compositionOffset,
      isKey,
      size: data.length,
    });
    // Copied once, for all readers: the sample is a view into what the pipe gave.
    const fragment = { data: Buffer.concat([header, data]), decodeTime, duration, isKey };
    segment.append(fragment);
    this.feed.publish({ ...fragment, sequence: segment.sequence });
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
    // Frames that wait make one more part.
    if (open.openPartDuration > 0) return false;
    if (this.#leader) return this.#leader.expectsEnd(open, this.#end + this.#frame / 2);
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

  #limits(): WindowLimits {
    const limits = limitWindow(this.#settings, this);
    // What follows counts against the leader's limit.
    return this.#leader ? { ...limits, bytes: Infinity } : limits;
  }
}
