import type { Sample } from '../mp4/sample.ts';
import type { TrackFormat } from '../mp4/track-format.ts';
import type { Rendition } from './rendition.ts';

/** Where the leading track is. */
export interface LeadingEdge {
  /** Ticks of the follower since 1970: when the newest frame of the leading track ends. */
  readonly end: number;
  /** Ticks from the tracks' own time stamps to the timeline. */
  readonly offset: number;
}

/** A shift of this much is heard and seen; less is left alone, for each correction is a crackle. */
const NEAR_SECONDS = 0.04;
/** More than this is no jitter: it is mended at once. */
const FAR_SECONDS = 0.25;
const GAPS_TO_JUDGE = 9;
/** Sound that is late by more than usual is replaced by silence, so that the picture goes on. */
const LATE_SECONDS = 0.5;
const LATE_AT_FIRST_SECONDS = 1;
const LATEST_SECONDS = 3;
/** What was held up on the way comes on one pipe before the other. */
const PATIENCE_MS = 150;
/** Time stamps that have nothing to do with those of the leading track. */
const UNRELATED_SECONDS = 3;
const UNRELATED_MS = 1_000;
/** Clocks that drift apart are compared this often. */
const WINDOW_MS = 4_000;
const DRIFT_SECONDS = 0.3;
const MAX_WAITING = 600;

/**
 * Lays a track beside the leading one, frame by frame and end to end: what is missing is filled with
 * silence, what is too much is left out. Nothing that is wrong with it can hold up the leading track.
 */
export class Follower {
  readonly #rendition: Rendition;
  readonly #arrivals = new Arrivals();
  #format: TrackFormat | null = null;
  /** What is ahead of the leading track: nobody could play it yet. */
  #waiting: Sample[] = [];
  #end: number | null = null;
  /** How far the newest frames would have lain from the one before. */
  #gaps: number[] = [];
  #lateSinceMs: number | null = null;

  constructor(rendition: Rendition) {
    this.#rendition = rendition;
  }

  /** @param start ticks since 1970 */
  begin(format: TrackFormat, start: number): void {
    this.#format = format;
    this.#end = Math.max(start, this.#rendition.end);
    this.#gaps = [];
    this.#waiting = [];
  }

  /** Takes the next sample. */
  take(sample: Sample, { end, offset }: LeadingEdge, arrivedAtMs: number): void {
    const ticks = this.#rendition.timescale;
    const lead = (sample.decodeTime + offset - end) / ticks;
    if (!this.#arrivals.observe(lead, arrivedAtMs)) return;
    this.#waiting.push(sample);
    if (this.#waiting.length > MAX_WAITING) this.#waiting.shift();
  }

  /** The leading track has got as far as `edge`. */
  advance(edge: LeadingEdge, arrivedAtMs: number): void {
    this.#arrivals.leadingAtMs = arrivedAtMs;
    this.release(edge);
    const due = edge.end - this.#arrivals.lateSeconds * this.#rendition.timescale;
    if (this.#end === null || this.#end >= due) this.#lateSinceMs = null;
    else if (arrivedAtMs - (this.#lateSinceMs ??= arrivedAtMs) >= PATIENCE_MS) this.#fill(due);
  }

  /** What is due may go. */
  release({ end, offset }: LeadingEdge): void {
    for (;;) {
      const [first] = this.#waiting;
      if (!first) return;
      const shift = Math.round(this.#arrivals.shiftSeconds * this.#rendition.timescale);
      const due = first.decodeTime + offset + shift;
      if (due + first.duration / 2 > end) return;
      this.#waiting.shift();
      this.#place(first, due);
    }
  }

  /** The sequence ends where the leading track ends. */
  complete(edge: LeadingEdge): void {
    this.release(edge);
    this.#fill(edge.end);
    this.#end = null;
    this.#waiting = [];
  }

  #place(sample: Sample, due: number): void {
    if (this.#end === null) return;
    const gap = due - this.#end;
    this.#gaps = [...this.#gaps, gap].slice(-GAPS_TO_JUDGE);
    const off = this.#judge(gap);
    if (off !== 0) this.#gaps = [];
    if (off < 0) return;
    if (off > 0) this.#fill(due);
    this.#write(sample.data, sample.duration);
  }

  /** Ticks by which it really is too early or too late; 0 where it follows. */
  #judge(gap: number): number {
    const ticks = this.#rendition.timescale;
    if (Math.abs(gap) > FAR_SECONDS * ticks) return gap;
    const middle = this.#gaps.toSorted((a, b) => a - b)[GAPS_TO_JUDGE >> 1];
    if (this.#gaps.length < GAPS_TO_JUDGE || middle === undefined) return 0;
    return Math.abs(middle) > NEAR_SECONDS * ticks ? middle : 0;
  }

  /** Silence up to `until`, to half a frame. */
  #fill(until: number): void {
    const silence = this.#format?.silence;
    if (!silence) return;
    while (this.#end !== null && this.#end + silence.duration / 2 < until) {
      this.#write(silence.data, silence.duration);
    }
  }

  #write(data: Buffer, duration: number): void {
    if (this.#end === null) return;
    const decodeTime = this.#end;
    this.#end += duration;
    this.#rendition.add({ decodeTime, duration, compositionOffset: 0, isKey: true, data });
  }
}

/** How far ahead of the leading track samples are when they come, in seconds; negative where they lag. */
class Arrivals {
  /** When the newest frame of the leading track came. */
  leadingAtMs = 0;
  /** To be added to the track's times, so that they fit those of the leading one. */
  shiftSeconds = 0;
  #usual: number | null = null;
  #windowSinceMs: number | null = null;
  #greatest = -Infinity;
  #unrelatedSinceMs: number | null = null;

  /** How far the track may lag before somebody must stand in for it. */
  get lateSeconds(): number {
    if (this.#usual === null) return LATE_AT_FIRST_SECONDS;
    return Math.min(LATEST_SECONDS, LATE_SECONDS + Math.max(0, -this.#usual));
  }

  /** @returns whether the sample can be placed at all */
  observe(rawLead: number, atMs: number): boolean {
    // The leading track may have stopped: its edge would have moved on with time.
    const elapsed = Math.max(0, atMs - this.leadingAtMs) / 1000;
    const lead = rawLead + this.shiftSeconds - elapsed;
    if (Math.abs(lead) > UNRELATED_SECONDS) return this.#onUnrelated(lead, atMs);
    this.#unrelatedSinceMs = null;
    this.#windowSinceMs ??= atMs;
    this.#greatest = Math.max(this.#greatest, lead);
    if (atMs - this.#windowSinceMs >= WINDOW_MS) this.#closeWindow();
    return true;
  }

  #onUnrelated(lead: number, atMs: number): boolean {
    this.#unrelatedSinceMs ??= atMs;
    if (atMs - this.#unrelatedSinceMs < UNRELATED_MS) return false;
    this.#unrelatedSinceMs = null;
    this.shiftSeconds -= lead - (this.#usual ?? 0);
    this.#startWindow();
    return false;
  }

  #closeWindow(): void {
    const off = this.#greatest - (this.#usual ?? this.#greatest);
    if (Math.abs(off) > DRIFT_SECONDS) this.shiftSeconds -= off;
    else this.#usual ??= this.#greatest;
    this.#startWindow();
  }

  #startWindow(): void {
    this.#windowSinceMs = null;
    this.#greatest = -Infinity;
  }
}
