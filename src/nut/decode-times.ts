/** What reordering there is beyond what the stream announces; more is a jump. */
const MOST_UNANNOUNCED = 4;

/**
 * Decode times, which NUT does not have, from presentation times: where n frames are decoded before
 * one that is shown earlier, the n-th greatest time so far. It is known with the frame itself.
 */
export class DecodeTimes {
  readonly #mostReordered: number;
  /** Frames that are decoded before one that is shown earlier. */
  #delay: number;
  /** The greatest presentation times so far, greatest first. */
  #newest: number[] = [];
  #last: number | null = null;

  /** @param delay as the stream announces it */
  constructor(delay: number) {
    this.#delay = delay;
    this.#mostReordered = Math.max(delay, MOST_UNANNOUNCED);
  }

  /**
   * Decode time of the next frame in decode order. It grows, but where presentation times jump back.
   * @param frame ticks that a frame takes, for what was not shown before the first one
   */
  next(pts: number, frame: number): number {
    const later = this.#newest.findIndex((time) => time <= pts);
    const depth = later === -1 ? this.#newest.length : later;
    if (depth > this.#mostReordered) {
      this.#newest = [];
      this.#last = null;
      return this.next(pts, frame);
    }
    this.#delay = Math.max(this.#delay, depth);
    this.#newest.splice(depth, 0, pts);
    this.#newest.length = Math.min(this.#newest.length, this.#mostReordered + 1);
    const known = Math.min(this.#delay, this.#newest.length - 1);
    const time = (this.#newest[known] ?? pts) - (this.#delay - known) * frame;
    this.#last = this.#last === null ? time : Math.max(time, this.#last + 1);
    return this.#last;
  }
}
