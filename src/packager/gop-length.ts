/** So many GOPs alike make a habit; a camera's first one may be cut short. */
const MIN_GOPS = 3;

/**
 * Tells the last frame of a GOP by its place, so that what ends with it need not wait for the next
 * keyframe. Frames are counted, not timed: cameras are exact in the one and not in the other.
 */
export class GopLength {
  #frames = 0;
  #usual = 0;
  /** GOPs in a row that had `#usual` frames. */
  #alike = 0;

  /** Takes note of the next frame. */
  observe(isKey: boolean): void {
    if (isKey && this.#frames > 0) {
      this.#alike = this.#frames === this.#usual ? this.#alike + 1 : 1;
      this.#usual = this.#frames;
    }
    // The keyframe did not come when it was due: what was thought of the camera was wrong.
    if (!isKey && this.isWhole) this.#alike = 0;
    this.#frames = isKey ? 1 : this.#frames + 1;
  }

  /** Whether the newest frame should be the last one before a keyframe. */
  get isWhole(): boolean {
    return this.#alike >= MIN_GOPS && this.#frames === this.#usual;
  }
}
