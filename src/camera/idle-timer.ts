/** Goes off when a camera has had no viewers for long enough. */
export class IdleTimer {
  readonly #onIdle: () => void;
  #timer: NodeJS.Timeout | null = null;

  constructor(onIdle: () => void) {
    this.#onIdle = onIdle;
  }

  /** From now on; what was set before is forgotten. */
  set(seconds: number): void {
    this.clear();
    this.#timer = setTimeout(this.#onIdle, seconds * 1000);
    this.#timer.unref();
  }

  clear(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
