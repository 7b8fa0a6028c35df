const MEMORY = 7;
/** A guess that is this little off stays as it is: each change of it makes a frame shorter or longer. */
const TOLERANCE = 0.1;

/** How long a frame is likely to last, from how long the last ones did: the next one has not come yet. */
export class FrameDuration {
  #expected: number;
  #newest: number[] = [];

  /** @param first ticks, while nothing is known */
  constructor(first: number) {
    this.#expected = first;
  }

  /** @param distance ticks from a frame to the next; more than a frame can last tells nothing */
  observe(distance: number): void {
    this.#newest = [...this.#newest, distance].slice(-MEMORY);
    // The lower one of two in the middle: a frame that lasts too long would be in the way of the next.
    const middle = Math.floor((this.#newest.length - 1) / 2);
    const median = this.#newest.toSorted((a, b) => a - b)[middle] ?? this.#expected;
    if (Math.abs(median - this.#expected) > TOLERANCE * this.#expected) this.#expected = median;
  }

  /** Ticks. */
  get expected(): number {
    return this.#expected;
  }
}
