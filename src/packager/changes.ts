/** Something that changes and that readers wait for, so that nobody has to poll it. */
export class Changes {
  #waiters = new Set<() => void>();
  readonly #followers = new Set<() => void>();

  /** Wakes everyone who waits, first come first served. */
  notify(): void {
    for (const onChange of this.#followers) onChange();
    if (this.#waiters.size === 0) return;
    const waiters = this.#waiters;
    this.#waiters = new Set();
    for (const wake of waiters) wake();
  }

  /** How many wait now. */
  get waiting(): number {
    return this.#waiters.size;
  }

  /** Calls `onChange` at each change, which costs less than waiting; the returned function ends that. */
  follow(onChange: () => void): () => void {
    this.#followers.add(onChange);
    return () => {
      this.#followers.delete(onChange);
    };
  }

  /** Resolves at the next change; rejects with the signal's reason. */
  next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const wake = (): void => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      const onAbort = (): void => {
        this.#waiters.delete(wake);
        reject(signal.reason);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiters.add(wake);
    });
  }

  /** Resolves with what `look` finds, now or after a change; rejects with the signal's reason. */
  async until<T>(look: () => T | null, signal: AbortSignal): Promise<T> {
    for (;;) {
      const found = look();
      if (found !== null) return found;
      await this.next(signal);
    }
  }
}
