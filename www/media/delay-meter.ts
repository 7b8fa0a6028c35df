// The true delay of a video: how long after its capture each frame is presented.

/** What is used of an `HTMLVideoElement`. The callbacks are missing in browsers older than 2024. */
export interface MeteredVideo {
  readonly currentTime: number;
  readonly paused: boolean;
  readonly readyState: number;
  requestVideoFrameCallback?: (
    callback: (nowMs: number, frame: { presentationTime: number; mediaTime: number }) => void,
  ) => number;
  cancelVideoFrameCallback?: (handle: number) => void;
}

export interface DelayMeterOptions {
  /** The server's Unix time at a moment of `performance.now()`. */
  readonly serverMsAt: (performanceMs: number) => number | null;
  /** When the frame at a media time was captured, in Unix ms by the server's clock. */
  readonly captureMs: (mediaSeconds: number) => number | null;
  readonly onFirstFrame: () => void;
}

interface Sample {
  readonly atMs: number;
  readonly delayMs: number;
}

const RECENT_MS = 1000;
const POLL_EVERY_MS = 100;
const HAVE_FUTURE_DATA = 3;
// Beyond any playing; a clock or a time line that is not known yet.
const MOST_SENSIBLE_MS = 3_600_000;

export class DelayMeter {
  readonly #video: MeteredVideo;
  readonly #options: DelayMeterOptions;
  #samples: Sample[] = [];
  #recent: readonly Sample[] = [];
  #hasSeenFrame = false;
  #handle: number | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(video: MeteredVideo, options: DelayMeterOptions) {
    this.#video = video;
    this.#options = options;
  }

  start(): void {
    if (this.#video.requestVideoFrameCallback !== undefined) this.#awaitFrame();
    else this.#timer = setInterval(() => this.#poll(), POLL_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    if (this.#handle !== undefined) this.#video.cancelVideoFrameCallback?.(this.#handle);
    this.#handle = undefined;
  }

  /** The middle of the last second's delays; null when nothing was presented. */
  recentMs(): number | null {
    return percentile(
      this.#recent.map(({ delayMs }) => delayMs),
      0.5,
    );
  }

  /** All delays since this was last called. */
  take(): readonly number[] {
    const taken = this.#samples.map(({ delayMs }) => delayMs);
    this.#samples = [];
    return taken;
  }

  #awaitFrame(): void {
    this.#handle = this.#video.requestVideoFrameCallback?.((_now, frame) => {
      this.#add(frame.presentationTime, frame.mediaTime);
      this.#awaitFrame();
    });
  }

  #poll(): void {
    const { currentTime, paused, readyState } = this.#video;
    if (!paused && currentTime > 0 && readyState >= HAVE_FUTURE_DATA) {
      this.#add(performance.now(), currentTime);
    }
  }

  #add(atMs: number, mediaSeconds: number): void {
    if (!this.#hasSeenFrame) {
      this.#hasSeenFrame = true;
      this.#options.onFirstFrame();
    }
    const serverMs = this.#options.serverMsAt(atMs);
    const captureMs = this.#options.captureMs(mediaSeconds);
    if (serverMs === null || captureMs === null) return;
    const delayMs = serverMs - captureMs;
    if (Math.abs(delayMs) > MOST_SENSIBLE_MS) return;
    const sample = { atMs, delayMs };
    this.#samples.push(sample);
    this.#recent = [...this.#recent.filter((each) => atMs - each.atMs < RECENT_MS), sample];
  }
}

/** The value below which the given share of the numbers lies; null without numbers. */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
}
