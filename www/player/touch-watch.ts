// Whether a pointer has moved over an element lately, so that controls show only then.

import type { ReactiveController, ReactiveControllerHost } from 'lit';

const LATELY_MS = 3000;

export class TouchWatch implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isTouched = false;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  get isTouched(): boolean {
    return this.#isTouched;
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
  }

  readonly onTouch = (): void => {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#set(false), LATELY_MS);
    if (!this.#isTouched) this.#set(true);
  };

  #set(isTouched: boolean): void {
    this.#isTouched = isTouched;
    this.#host.requestUpdate();
  }
}
