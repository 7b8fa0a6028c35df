// Which delivery to play by: a step down after trouble, up again after calm.

import type { Delivery } from './delivery.ts';

/** Why an attempt to play ended, as far as the choice of delivery goes. */
export type AttemptVerdict = 'failed' | 'starved' | 'calm';

export interface AttemptOutcome {
  /** On the delivery; null when it was not to blame. */
  readonly verdict: AttemptVerdict | null;
  readonly playedMs: number;
}

const FAILURES_TO_CHANGE = 2;
const HEALTHY_MS = 10_000;
const CALM_MS = 2 * 60_000;
const MAX_CALM_MS = 32 * 60_000;

export class DeliveryLadder {
  #deliveries: readonly Delivery[];
  #rung = 0;
  #failures = 0;
  #calmMs = CALM_MS;
  #hasClimbed = false;
  /** Rungs that have failed since something played well. */
  #failed: ReadonlySet<number> = new Set();

  constructor(deliveries: readonly Delivery[]) {
    this.#deliveries = deliveries;
  }

  get current(): Delivery {
    const delivery = this.#deliveries[this.#rung];
    if (delivery === undefined) throw new RangeError('expected at least one delivery');
    return delivery;
  }

  /** How long the present delivery must play without trouble before a better one is tried. */
  get calmMs(): number {
    return this.#calmMs;
  }

  /** Those that are better than the present one, best first. */
  get better(): readonly Delivery[] {
    return this.#deliveries.slice(0, this.#rung);
  }

  /** Others to choose from. True when the present one is among them and stays. */
  replace(deliveries: readonly Delivery[]): boolean {
    const rung = deliveries.indexOf(this.current);
    this.#deliveries = deliveries;
    this.#rung = Math.max(rung, 0);
    this.#failed = new Set();
    return rung !== -1;
  }

  /** After calm: up to one of the `better`. */
  climbTo(delivery: Delivery): void {
    this.#rung = Math.max(this.#deliveries.indexOf(delivery), 0);
    this.#hasClimbed = true;
  }

  /** Steps down when the attempt says so. Returns whether another way waits that has not failed yet. */
  after({ verdict, playedMs }: AttemptOutcome): boolean {
    if (playedMs >= HEALTHY_MS) {
      this.#failures = 0;
      this.#failed = new Set();
    }
    // Calm is what climbs: only what has held after a climb counts for it.
    if (playedMs >= this.#calmMs && verdict !== 'calm') this.#calmMs = CALM_MS;
    if (verdict === 'failed') return this.#afterFailure(playedMs);
    if (verdict === 'starved') {
      this.#noteFall();
      // What asks less often of a network helps one that is short of breath; another low-latency way does not.
      const relaxed = this.#deliveries.findIndex(({ isLowLatency }) => !isLowLatency);
      this.#rung = relaxed === -1 ? this.#rung : relaxed;
    }
    return true;
  }

  #afterFailure(playedMs: number): boolean {
    this.#failures = playedMs < HEALTHY_MS ? this.#failures + 1 : 0;
    const hasNeverPlayed = playedMs === 0;
    if (!hasNeverPlayed && this.#failures < FAILURES_TO_CHANGE) return true;
    this.#noteFall();
    this.#failures = 0;
    this.#failed = new Set([...this.#failed, this.#rung]);
    this.#rung = (this.#rung + 1) % this.#deliveries.length;
    return !this.#failed.has(this.#rung);
  }

  /** A way that does not hold is tried again less and less often. */
  #noteFall(): void {
    if (this.#hasClimbed) this.#calmMs = Math.min(this.#calmMs * 2, MAX_CALM_MS);
    this.#hasClimbed = false;
  }
}
