import type { ChangeEffect } from './option-changes.ts';

/** Changes that came while another was being put into effect: they are applied together. */
export class PendingChange {
  readonly #changes: Record<string, unknown> = {};
  readonly #outcome = Promise.withResolvers<ChangeEffect>();

  constructor() {
    // Whoever asked hears of a failure; where nobody waits, nobody has to.
    this.#outcome.promise.catch(() => {});
  }

  get changes(): Readonly<Record<string, unknown>> {
    return this.#changes;
  }

  /** Resolves when all of it is in effect; rejects when none of it is. */
  get settled(): Promise<ChangeEffect> {
    return this.#outcome.promise;
  }

  add(changes: Readonly<Record<string, unknown>>): void {
    Object.assign(this.#changes, changes);
  }

  settle(effect: Promise<ChangeEffect>): void {
    effect.then(this.#outcome.resolve, this.#outcome.reject);
  }
}
