// Renders an element anew each second, while something on it counts.

import type { ReactiveController, ReactiveControllerHost } from 'lit';

const EVERY_MS = 1000;

export class Ticker implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.run(false);
  }

  run(isCounting: boolean): void {
    if (isCounting === (this.#timer !== undefined)) return;
    clearInterval(this.#timer);
    this.#timer = isCounting ? setInterval(() => this.#host.requestUpdate(), EVERY_MS) : undefined;
  }
}
