// What a broker of MQTT 5 demands and MQTT.js does not do: never more unacknowledged messages than
// its Receive Maximum allows (MQTT 5, section 4.9).

export interface OutboxDeps<T> {
  /** Messages on their way at once. */
  readonly limit: number;
  /** Writes one and reports its acknowledgement, good or bad. */
  readonly send: (message: T, onAcknowledged: () => void) => void;
}

export class Outbox<T> {
  readonly #deps: OutboxDeps<T>;
  readonly #drained: (() => void)[] = [];
  #waiting: T[] = [];
  #inFlight = 0;

  constructor(deps: OutboxDeps<T>) {
    this.#deps = deps;
  }

  push(message: T): void {
    this.#waiting.push(message);
    this.#send();
  }

  /** Resolves when all that was pushed has been acknowledged. */
  async drained(): Promise<void> {
    if (this.#inFlight === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#drained.push(resolve);
    await promise;
  }

  /** Forgets what has not been sent. */
  clear(): void {
    this.#waiting = [];
  }

  #send(): void {
    while (this.#inFlight < this.#deps.limit) {
      const message = this.#waiting.shift();
      if (message === undefined) break;
      this.#inFlight += 1;
      this.#deps.send(message, () => this.#onAcknowledged());
    }
  }

  #onAcknowledged(): void {
    this.#inFlight -= 1;
    this.#send();
    if (this.#inFlight > 0) return;
    for (const resolve of this.#drained.splice(0)) resolve();
  }
}
