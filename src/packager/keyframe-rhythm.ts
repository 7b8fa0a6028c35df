/** Enough GOPs to call a camera's keyframes regular, the first one aside; a pair may be alike by chance. */
const MIN_GOPS = 2;
const TOLERANCE_FRAMES = 1.5;
/** A camera that breaks its rhythm this often, in so many keyframes, has none. */
const ERRATIC_BREAKS = 2;
const ERRATIC_KEYFRAMES = 16;

/** Learns the distance between keyframes of one sequence; all times in ticks. */
export class KeyframeRhythm {
  /** Believed until a keyframe comes at another time. */
  #expected: number | null;
  #firstKey: number | null = null;
  #lastKey: number | null = null;
  /** GOPs from the first keyframe to the last, since the rhythm was last broken. */
  #count = 0;
  /** A camera's first GOP may lack frames: it says that there is a rhythm, but not how long it is. */
  #hasLeftOutFirst = false;
  /** For each of the last keyframes, whether it broke the rhythm. */
  #breaks: readonly boolean[] = [];

  /** @param expected distance that our own encoder keeps; null when it is the camera's affair */
  constructor(expected: number | null = null) {
    this.#expected = expected;
  }

  /** Ticks between keyframes once they come regularly: the mean since they do, so that it does not drift. */
  get gop(): number | null {
    if (this.#expected !== null) return this.#expected;
    if (this.#firstKey === null || this.#lastKey === null || this.#count < MIN_GOPS) return null;
    return (this.#lastKey - this.#firstKey) / this.#count;
  }

  /** Whether keyframes come as they like, so that nothing can be said of the next. */
  get isErratic(): boolean {
    return this.#breaks.filter(Boolean).length >= ERRATIC_BREAKS;
  }

  /** @param frame ticks of a frame */
  observe(key: number, frame: number): void {
    const mean = this.#expected ?? this.#mean;
    const isRegular =
      mean === null ||
      this.#lastKey === null ||
      Math.abs(key - this.#lastKey - mean) <= TOLERANCE_FRAMES * frame;
    if (this.#firstKey === null) {
      this.#firstKey = key;
    } else if (!isRegular) {
      this.#expected = null;
      // The odd GOP out is forgotten: the rhythm is counted from the keyframe behind it.
      this.#firstKey = key;
      this.#count = 0;
      this.#hasLeftOutFirst = false;
    } else if (this.#count === 1 && !this.#hasLeftOutFirst) {
      this.#firstKey = this.#lastKey;
      this.#hasLeftOutFirst = true;
    } else {
      this.#count++;
    }
    this.#breaks = [...this.#breaks, !isRegular].slice(-ERRATIC_KEYFRAMES);
    this.#lastKey = key;
  }

  /** Whether a keyframe is expected at `time`. */
  isDue(time: number, frame: number): boolean {
    const { gop } = this;
    if (gop === null || this.#lastKey === null) return false;
    return Math.abs(time - this.#lastKey - gop) < frame / 2;
  }

  get #mean(): number | null {
    if (this.#firstKey === null || this.#lastKey === null || this.#count === 0) return null;
    return (this.#lastKey - this.#firstKey) / this.#count;
  }
}
