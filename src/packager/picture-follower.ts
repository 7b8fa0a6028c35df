import type { Sample } from '../mp4/sample.ts';
import type { TrackFormat } from '../mp4/track-format.ts';
import type { LeadingFrame, LeadingFrames } from './leading-frames.ts';
import type { Rendition } from './rendition.ts';

/** Seconds of the leading picture behind a frame that it should have, but does not: it never will. */
const LATEST_SECONDS = 0.5;
/** By so much the times of the first frame may differ. */
const FIRST_APART_SECONDS = 0.5;
const MAX_WAITING = 600;

/**
 * Lays a smaller version of the leading picture where that lies, frame by frame, in segments of the same
 * numbers. What it lacks is not made up for, and nobody waits for it.
 */
export class PictureFollower {
  readonly #rendition: Rendition;
  readonly #frames: LeadingFrames;
  #format: TrackFormat | null = null;
  /** What the leading picture has yet to bring. */
  #waiting: Sample[] = [];
  /** Decode time of what was taken last. */
  #previous = -Infinity;
  /** Where the leading picture was when time stamps jumped back, as its own will; null once they have. */
  #jumpedAt: number | null = null;
  #end: number | null = null;
  /** Whether any of its frames has been placed, in this sequence or one before. */
  #hasBegun = false;

  constructor(rendition: Rendition, frames: LeadingFrames) {
    this.#rendition = rendition;
    this.#frames = frames;
  }

  /** What waits may belong to the new sequence: it was read before the leading picture. */
  begin(format: TrackFormat): void {
    if (format !== this.#format) this.#waiting = [];
    this.#format = format;
    this.#jumpedAt = null;
    this.#end = null;
  }

  /** Takes the next sample. */
  take(sample: Sample): void {
    if (sample.decodeTime <= this.#previous) this.#jumpBack(sample.decodeTime);
    this.#previous = sample.decodeTime;
    this.#waiting.push(sample);
    if (this.#waiting.length > MAX_WAITING) this.#waiting.shift();
  }

  /** The leading picture has gone on. */
  advance(): void {
    this.release();
  }

  /** What lies beside the leading picture may go. */
  release(): void {
    if (this.#isAhead()) return;
    for (;;) {
      const [first] = this.#waiting;
      if (!first) return;
      const time = first.decodeTime + first.compositionOffset;
      const frame = (first.isKey ? this.#findFirst(time) : null) ?? this.#frames.find(time);
      if (!frame && !this.#isLost(time)) return;
      this.#waiting.shift();
      if (frame) this.#place(first, frame);
    }
  }

  /** The sequence ends where the leading picture ends. */
  complete(): void {
    this.release();
  }

  /** Nobody asks for what came before. */
  #jumpBack(time: number): void {
    this.#waiting = [];
    const { newest } = this.#frames;
    const hasFollowed = Math.abs(newest - time) < Math.abs(newest - this.#previous);
    this.#jumpedAt = hasFollowed ? null : newest;
  }

  /** Whether time stamps have jumped back that those of the leading picture have yet to follow. */
  #isAhead(): boolean {
    if (this.#jumpedAt === null) return false;
    const latest = this.#jumpedAt + LATEST_SECONDS * this.#timescale;
    if (this.#frames.newest > latest) this.#jumpedAt = null;
    return this.#jumpedAt !== null;
  }

  /**
   * RTP sends the first frame without a time. What ffmpeg puts in its place is not the same for a picture
   * that is copied and one that is decoded.
   */
  #findFirst(time: number): LeadingFrame | null {
    if (this.#hasBegun) return null;
    const { first } = this.#frames;
    const isNear = first && Math.abs(first.time - time) < FIRST_APART_SECONDS * this.#timescale;
    return isNear ? first : null;
  }

  #isLost(time: number): boolean {
    const { oldest, newest } = this.#frames;
    return time < oldest || time < newest - LATEST_SECONDS * this.#timescale;
  }

  get #timescale(): number {
    return this.#rendition.timescale;
  }

  /** End to end, as the leading picture is: a frame behind a hole begins where the hole began. */
  #place(sample: Sample, { showTime, duration, segment }: LeadingFrame): void {
    this.#hasBegun = true;
    const decodeTime = this.#end ?? Math.max(showTime, this.#rendition.end);
    const shortest = Math.max(1, Math.floor(duration / 2));
    this.#end = Math.max(showTime + duration, decodeTime + shortest);
    this.#rendition.add({
      decodeTime,
      duration: this.#end - decodeTime,
      compositionOffset: 0,
      isKey: sample.isKey,
      data: sample.data,
      segment,
    });
  }
}
