import type { Sample } from '../mp4/sample.ts';
import type { TimedSample } from './rendition-settings.ts';

/** Where a frame of the leading picture lies. */
export interface LeadingFrame {
  /** When it is shown, by the camera's own time stamps. */
  readonly time: number;
  /** When it is shown on the timeline: ticks since 1970. */
  readonly showTime: number;
  readonly duration: number;
  /** Number of the segment it is in. */
  readonly segment: number;
}

/** Who is farther behind is not shown any more. */
const KEPT_FRAMES = 300;
/** Ticks by which times may differ that were rounded on different ways. */
const ROUNDING = 2;

/** Where the newest frames of the leading picture lie, for tracks that show the same. */
export class LeadingFrames {
  #frames: LeadingFrame[] = [];
  #newest = -Infinity;
  /** Undefined before any. */
  #first: LeadingFrame | null | undefined;

  /** The first frame of the attempt; null while there is none, and once other time stamps have followed. */
  get first(): LeadingFrame | null {
    return this.#first ?? null;
  }

  /** The camera's time of the first one that is known. */
  get oldest(): number {
    return this.#frames[0]?.time ?? Infinity;
  }

  /** The latest of all times. */
  get newest(): number {
    return this.#newest;
  }

  /** @param sample as the camera sent it @param placed where that has become part of the timeline */
  add(sample: Sample, placed: TimedSample, segment: number): void {
    const time = sample.decodeTime + sample.compositionOffset;
    const { decodeTime, compositionOffset, duration } = placed;
    const frame = { time, showTime: decodeTime + compositionOffset, duration, segment };
    this.#frames.push(frame);
    if (this.#first === undefined) this.#first = frame;
    if (this.#frames.length > 2 * KEPT_FRAMES) this.#frames = this.#frames.slice(-KEPT_FRAMES);
    this.#newest = Math.max(this.#newest, time);
  }

  /** The frame that is shown at the camera's `time`; null where there is none (yet). */
  find(time: number): LeadingFrame | null {
    let nearest: LeadingFrame | null = null;
    let distance = Infinity;
    for (let index = this.#frames.length - 1; index >= 0; index--) {
      const frame = this.#frames[index];
      if (!frame) break;
      const apart = Math.abs(frame.time - time);
      if (apart <= ROUNDING) return frame;
      if (apart >= distance) continue;
      nearest = frame;
      distance = apart;
    }
    return nearest && distance < nearest.duration / 2 ? nearest : null;
  }

  /** Other time stamps follow. */
  clear(): void {
    if (this.#first) this.#first = null;
    this.#frames = [];
    this.#newest = -Infinity;
  }
}
