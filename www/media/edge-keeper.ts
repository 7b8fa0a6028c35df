// Keeps a video element near live, whatever brings the media: by its speed, by jumps over gaps, and by a jump to live
// when it has fallen far behind.

import {
  afterCalm,
  afterStall,
  ArrivalRecord,
  createMargin,
  isWorthJumping,
  isWorthSetting,
  steerRate,
} from './live-edge.ts';
import type { Margin } from './live-edge.ts';

/** What is used of an `HTMLVideoElement`. */
export interface EdgeVideo {
  readonly buffered: {
    readonly length: number;
    start(index: number): number;
    end(index: number): number;
  };
  currentTime: number;
  playbackRate: number;
  readonly paused: boolean;
  /** False while sound is to be heard. */
  readonly muted?: boolean;
  readonly seeking: boolean;
  readonly readyState: number;
  addEventListener(type: 'waiting', listener: () => void): void;
  removeEventListener(type: 'waiting', listener: () => void): void;
}

export interface EdgeKeeperOptions {
  /** Seconds of media to have in hand when the latest piece comes. */
  readonly marginSeconds: number;
  /** How often to look, in ms: where nobody says that media was appended, this is how well its arrival is known. */
  readonly everyMs: number;
  /** Seconds before the end of the first media to begin at; undefined when somebody else chooses. */
  readonly startBehindSeconds?: number;
  /** False while somebody else keeps the distance from live, and only gaps are to be jumped over. */
  readonly isSteering?: () => boolean;
}

const HAVE_METADATA = 1;
const HAVE_FUTURE_DATA = 3;
// Browsers round; exactly at the start of a range may be just before it, where playback waits for ever.
const STEP_INTO_SECONDS = 0.01;
const ROUNDING_SECONDS = 0.001;
/** A hole between two pieces of media that browsers play over by themselves. */
const SEAM_SECONDS = 0.1;
/** Sound that is heard has to be in hand earlier than a picture, or the browser waits until it has far more. */
const HEARD_SECONDS = 0.15;
// Loading, decoding and laying out the page are slow at first, and say nothing about the network.
const WARM_UP_SECONDS = 1;

interface Range {
  readonly start: number;
  readonly end: number;
}

export class EdgeKeeper {
  readonly #video: EdgeVideo;
  readonly #options: EdgeKeeperOptions;
  readonly #arrivals = new ArrivalRecord();
  readonly #nowMs: () => number;
  #margin: Margin;
  #edge: number | null = null;
  #edgeSinceSeconds = Infinity;
  #timer: ReturnType<typeof setInterval> | undefined;
  #hasBegun: boolean;
  /** The picture stood still, and has not been where it should be since. */
  #hasStalled = false;

  constructor(video: EdgeVideo, options: EdgeKeeperOptions, nowMs = () => performance.now()) {
    this.#video = video;
    this.#options = options;
    this.#nowMs = nowMs;
    this.#hasBegun = options.startBehindSeconds === undefined;
    this.#margin = createMargin(options.marginSeconds, nowMs());
  }

  start(): void {
    this.#video.addEventListener('waiting', this.#onWaiting);
    this.#timer = setInterval(() => this.look(), this.#options.everyMs);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#video.removeEventListener('waiting', this.#onWaiting);
    this.#video.playbackRate = 1;
  }

  /** To be called when media was appended, too: the exact time of that is worth knowing. */
  look(): void {
    // Media that was being appended when it stopped: the video is somebody else's by now.
    if (this.#timer === undefined) return;
    const ranges = readRanges(this.#video);
    const newest = ranges.at(-1);
    if (newest === undefined) return;
    this.#noteArrival(newest);
    if (!this.#hasBegun) return this.#begin(newest);
    if (this.#video.paused || this.#video.seeking) return;
    if (this.#jumpGap(ranges) || this.#options.isSteering?.() === false) return;
    this.#steer(newest);
  }

  /** As near to live as it plays when nothing is wrong. */
  goLive(): void {
    const newest = readRanges(this.#video).at(-1);
    if (newest === undefined) return;
    const { excess } = this.#measure(newest);
    if (excess > SEAM_SECONDS) this.#jumpTo(this.#video.currentTime + excess, newest);
  }

  #noteArrival({ start, end }: Range): void {
    const nowSeconds = this.#nowMs() / 1000;
    const before = this.#edge;
    if (before !== null && Math.abs(end - before) < ROUNDING_SECONDS) return;
    this.#edge = end;
    if (before === null) {
      this.#edgeSinceSeconds = nowSeconds;
    } else if (end > before && start <= before + ROUNDING_SECONDS) {
      // What begins behind a gap says nothing about how regularly media comes.
      const isWarm = nowSeconds - this.#edgeSinceSeconds > WARM_UP_SECONDS;
      if (isWarm) this.#arrivals.add(nowSeconds, nowSeconds - before);
    }
  }

  #begin(newest: Range): void {
    const { startBehindSeconds = 0 } = this.#options;
    // A camera that has just started: what there is would be played before more comes.
    const isTooShort = newest.end - newest.start < startBehindSeconds;
    if (this.#video.readyState < HAVE_METADATA || isTooShort) return;
    this.#hasBegun = true;
    this.#jumpTo(newest.end - startBehindSeconds, newest);
  }

  /** True when it jumped: playback stood before a gap. */
  #jumpGap(ranges: readonly Range[]): boolean {
    const { currentTime, readyState } = this.#video;
    if (readyState >= HAVE_FUTURE_DATA || readyState < HAVE_METADATA) return false;
    const here = ranges.find(({ start, end }) => start <= currentTime && currentTime <= end);
    if (here !== undefined && here.end - currentTime > SEAM_SECONDS) return false;
    const next = ranges.find(({ start }) => start > currentTime + ROUNDING_SECONDS);
    if (next === undefined) return false;
    this.#video.currentTime = next.start + STEP_INTO_SECONDS;
    return true;
  }

  #steer(newest: Range): void {
    const nowMs = this.#nowMs();
    this.#margin = afterCalm(this.#margin, nowMs);
    const { excess, ahead } = this.#measure(newest);
    // While nothing comes there is nowhere to jump to: what is there was seen already.
    const isThere = ahead - this.#margin.seconds > SEAM_SECONDS;
    if (isThere && isWorthJumping(excess, ahead, this.#hasStalled)) {
      this.#jumpTo(this.#video.currentTime + excess, newest);
      return;
    }
    if (isThere) this.#hasStalled = false;
    const rate = steerRate(excess, ahead);
    if (isWorthSetting(rate, this.#video.playbackRate)) this.#video.playbackRate = rate;
  }

  #measure({ end }: Range): { excess: number; ahead: number } {
    const nowSeconds = this.#nowMs() / 1000;
    const { currentTime } = this.#video;
    const ahead = end - currentTime;
    const expected = this.#arrivals.expected(nowSeconds);
    if (expected === null) {
      const { startBehindSeconds } = this.#options;
      return { excess: startBehindSeconds === undefined ? 0 : ahead - startBehindSeconds, ahead };
    }
    return { excess: nowSeconds - currentTime - expected - this.#marginSeconds, ahead };
  }

  get #marginSeconds(): number {
    return this.#margin.seconds + (this.#video.muted === false ? HEARD_SECONDS : 0);
  }

  #jumpTo(seconds: number, { start, end }: Range): void {
    const latest = end - this.#marginSeconds;
    this.#video.currentTime = Math.max(start + STEP_INTO_SECONDS, Math.min(seconds, latest));
  }

  readonly #onWaiting = (): void => {
    // Before the first picture it only waits for the start.
    const isStall = this.#hasBegun && this.#video.currentTime > 0 && !this.#video.seeking;
    if (!isStall) return;
    this.#hasStalled = true;
    this.#margin = afterStall(this.#margin, this.#nowMs());
  };
}

function readRanges({ buffered }: EdgeVideo): readonly Range[] {
  return Array.from({ length: buffered.length }, (_, index) => ({
    start: buffered.start(index),
    end: buffered.end(index),
  }));
}
