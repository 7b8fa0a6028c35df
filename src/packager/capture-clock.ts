// Media time in Oriel is capture time: ticks since 1970. Playlists, manifests and players then agree
// on one clock, over restarts of ffmpeg and of Oriel. This file turns a camera's own time stamps into it.

/** What the newest sample says about the camera's clock. */
export type ClockVerdict =
  | 'steady'
  /** Time stamps and wall clock have parted: a new sequence must begin. */
  | 'jumped'
  /** Frames arrive, but their time stamps stand still. */
  | 'stuck';

export interface ClockObservation {
  /** When the frame is shown, which is when it was captured: in the camera's ticks. */
  readonly showTime: number;
  /** Ticks since the frame before it, about. */
  readonly duration: number;
  /** Wall clock in ms at which the sample had arrived whole. */
  readonly arrivedAtMs: number;
}

export interface CaptureClockOptions {
  /** Ticks per second. */
  readonly timescale: number;
  /** The first observations of the sequence; at least one. */
  readonly observations: readonly ClockObservation[];
  /** Ticks since 1970 that the first sample must not precede: where the last sequence ended. */
  readonly notBefore: number;
  /** How far media may lag the wall clock before it counts as a jump, in ms. */
  readonly lagToleranceMs?: number;
}

const JUMP_MS = 500;
const WINDOW_MS = 2_000;
/** Longer without a frame than its time stamps explain: the network, or the wall clock was set. */
const SILENCE_MS = 1_000;
/** A clock this close is right: what is left is scheduling noise. */
const DEAD_BAND_MS = 15;
/** Gentle enough to be invisible, fast enough for the worst quartz (0.01 %) and a rough first guess. */
const SLEW_PER_SECOND_MS = 3;
const STUCK_SHARE = 0.1;

/**
 * A disciplined clock: the camera's time stamps plus an offset that follows the wall clock slowly.
 * The estimate is the smallest delay seen in a window, since delays only ever add.
 */
export class CaptureClock {
  readonly #timescale: number;
  readonly #lagToleranceMs: number;
  /** How far the timeline is ahead of the wall clock because it must not run backwards; paid back slowly. */
  #bias: number;
  #offset: number;
  #errorTicks = 0;
  #previous: ClockObservation;
  #windowStart: ClockObservation;
  #windowMin = Infinity;

  constructor(options: CaptureClockOptions) {
    this.#timescale = options.timescale;
    this.#lagToleranceMs = options.lagToleranceMs ?? JUMP_MS;
    const [first] = options.observations;
    if (!first) throw new RangeError('a capture clock needs an observation');
    this.#previous = options.observations.at(-1) ?? first;
    this.#windowStart = this.#previous;
    const measured = Math.min(...options.observations.map((seen) => this.#measure(seen)));
    this.#offset = Math.max(measured, options.notBefore - first.showTime);
    this.#bias = this.#offset - measured;
  }

  /** Ticks to add to a time stamp of the camera. */
  get offset(): number {
    return this.#offset;
  }

  /** Takes note of a sample and moves the offset a little where it must. */
  observe(seen: ClockObservation): ClockVerdict {
    const error = this.#measure(seen) - this.#offset;
    // Nothing arrives before it was captured.
    if (error + this.#bias < -this.#ticks(JUMP_MS)) return 'jumped';
    const verdict = this.#judge(seen, error);
    this.#previous = seen;
    if (verdict === 'steady') this.#slew(seen.duration);
    return verdict;
  }

  #judge(seen: ClockObservation, error: number): ClockVerdict {
    // What was held up comes in a burst behind the first frame, which tells nothing of the clock.
    if (this.#isBehindSilence(seen)) return this.#closeWindow(seen);
    this.#windowMin = Math.min(this.#windowMin, error);
    const windowMs = seen.arrivedAtMs - this.#windowStart.arrivedAtMs;
    if (windowMs < WINDOW_MS) return 'steady';
    const advanced = seen.showTime - this.#windowStart.showTime;
    if (advanced < this.#ticks(windowMs) * STUCK_SHARE) return 'stuck';
    return this.#closeWindow(seen);
  }

  #isBehindSilence(seen: ClockObservation): boolean {
    const silence = this.#ticks(seen.arrivedAtMs - this.#previous.arrivedAtMs);
    return silence - (seen.showTime - this.#previous.showTime) > this.#ticks(SILENCE_MS);
  }

  #closeWindow(seen: ClockObservation): ClockVerdict {
    const min = this.#windowMin;
    this.#windowStart = seen;
    this.#windowMin = Infinity;
    if (min === Infinity) return 'steady';
    if (min + this.#bias > this.#ticks(this.#lagToleranceMs)) return 'jumped';
    this.#errorTicks = Math.abs(min) < this.#ticks(DEAD_BAND_MS) ? 0 : min;
    return 'steady';
  }

  #slew(duration: number): void {
    const limit = Math.floor((duration * SLEW_PER_SECOND_MS) / 1000);
    const step = Math.trunc(Math.max(-limit, Math.min(limit, this.#errorTicks)));
    this.#offset += step;
    this.#bias = Math.max(0, this.#bias + Math.min(0, step));
    this.#errorTicks -= step;
  }

  /** A frame that is shown before one that was decoded earlier comes late; the least delayed one counts. */
  #measure(seen: ClockObservation): number {
    return this.#ticks(seen.arrivedAtMs) - seen.showTime;
  }

  #ticks(ms: number): number {
    return Math.round((ms * this.#timescale) / 1000);
  }
}
