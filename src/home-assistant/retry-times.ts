const PAUSES_MS = [15_000, 30_000, 60_000, 300_000, 600_000];

interface Failure {
  readonly reason: string;
  readonly count: number;
  readonly nextAtMs: number;
}

/** When to try again what has failed, by name. */
export class RetryTimes {
  readonly #failures = new Map<string, Failure>();

  /** @returns whether it failed for another reason before, or not at all */
  add(name: string, reason: string, nowMs: number = performance.now()): boolean {
    const before = this.#failures.get(name);
    const count = (before?.count ?? 0) + 1;
    const pauseMs = PAUSES_MS[count - 1] ?? PAUSES_MS.at(-1) ?? 0;
    this.#failures.set(name, { reason, count, nextAtMs: nowMs + pauseMs });
    return before?.reason !== reason;
  }

  /** @returns why it failed, while it is too early to try again */
  reasonToWait(name: string, nowMs: number = performance.now()): string | null {
    const failure = this.#failures.get(name);
    return failure && failure.nextAtMs > nowMs ? failure.reason : null;
  }

  /** @returns null when nothing has failed */
  nextInMs(nowMs: number = performance.now()): number | null {
    const times = [...this.#failures.values()].map(({ nextAtMs }) => nextAtMs);
    return times.length === 0 ? null : Math.max(0, Math.min(...times) - nowMs);
  }

  forget(name: string): void {
    this.#failures.delete(name);
  }

  forgetAllBut(names: ReadonlySet<string>): void {
    for (const name of this.#failures.keys()) if (!names.has(name)) this.forget(name);
  }

  /** Something has changed: perhaps it is better now. */
  hurry(): void {
    for (const [name, failure] of this.#failures) {
      this.#failures.set(name, { ...failure, count: 0, nextAtMs: 0 });
    }
  }
}
