import { SourceError } from '../errors.ts';

export interface AttemptTimes {
  /** From the start of ffmpeg to its first frame: connecting, and waiting for a keyframe. */
  readonly startMs: number;
  /** Without a frame for this long, a running ffmpeg counts as stalled. */
  readonly stallMs: number;
}

/** Says when a run of ffmpeg brings no frames, be it at first or any more. */
export class StallWatch {
  readonly #times: AttemptTimes;
  readonly #onStall: (error: SourceError) => void;
  #timer: NodeJS.Timeout;
  #frames = 0;
  #isEnded = false;

  constructor(times: AttemptTimes, onStall: (error: SourceError) => void) {
    this.#times = times;
    this.#onStall = onStall;
    this.#timer = this.#arm(times.startMs, 'no video came within');
  }

  /** @returns whether it was the first frame */
  onFrame(): boolean {
    this.#frames++;
    if (this.#frames > 1) {
      this.#timer.refresh();
      return false;
    }
    clearTimeout(this.#timer);
    this.#timer = this.#arm(this.#times.stallMs, 'no video has come for');
    return true;
  }

  end(): void {
    this.#isEnded = true;
    clearTimeout(this.#timer);
  }

  #arm(ms: number, words: string): NodeJS.Timeout {
    const error = new SourceError('stalled', `${words} ${ms / 1000} s`);
    return setTimeout(() => this.#judge(error), ms);
  }

  /** When we were held up ourselves, frames wait to be read: Node reads after timers, and before immediates. */
  #judge(error: SourceError): void {
    const seen = this.#frames;
    setImmediate(() => {
      if (this.#frames === seen && !this.#isEnded) this.#onStall(error);
    });
  }
}
