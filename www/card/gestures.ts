// Tells tap, hold and double tap apart, as Home Assistant's cards do. Knows times and moves, not elements.

import type { Gesture } from './card-choices.ts';

const HOLD_MS = 500;
const DOUBLE_MS = 250;
/** A finger is never quite still; more is a scroll or a swipe. */
const STILL_PX = 12;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export class Gestures {
  readonly #wanted: (gesture: Gesture) => boolean;
  readonly #onGesture: (gesture: Gesture) => void;
  #start: Point | null = null;
  #hold: ReturnType<typeof setTimeout> | undefined;
  #tap: ReturnType<typeof setTimeout> | undefined;

  /** @param wanted whether anybody waits for it: without a double tap, a tap need not wait for the second */
  constructor(wanted: (gesture: Gesture) => boolean, onGesture: (gesture: Gesture) => void) {
    this.#wanted = wanted;
    this.#onGesture = onGesture;
  }

  down(at: Point): void {
    this.cancel();
    this.#start = at;
    if (!this.#wanted('hold_action')) return;
    this.#hold = setTimeout(() => {
      this.#start = null;
      this.#onGesture('hold_action');
    }, HOLD_MS);
  }

  move(at: Point): void {
    if (this.#start === null) return;
    const hasMoved = Math.hypot(at.x - this.#start.x, at.y - this.#start.y) > STILL_PX;
    if (hasMoved) this.cancel();
  }

  up(): void {
    const isTap = this.#start !== null;
    this.cancel();
    if (isTap) this.#onTap();
  }

  /** It was something else. */
  cancel(): void {
    clearTimeout(this.#hold);
    this.#start = null;
  }

  stop(): void {
    this.cancel();
    clearTimeout(this.#tap);
    this.#tap = undefined;
  }

  #onTap(): void {
    if (this.#tap !== undefined) {
      clearTimeout(this.#tap);
      this.#tap = undefined;
      this.#onGesture('double_tap_action');
      return;
    }
    const tap = (): void => {
      this.#tap = undefined;
      if (this.#wanted('tap_action')) this.#onGesture('tap_action');
    };
    if (this.#wanted('double_tap_action')) this.#tap = setTimeout(tap, DOUBLE_MS);
    else tap();
  }
}
