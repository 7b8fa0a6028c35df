// Whether somebody has pointed at an element lately, so that controls show only then.

import type { ReactiveController, ReactiveControllerHost } from 'lit';

const LATELY_MS = 3000;
const LEFT_MS = 400;

export class TouchWatch implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #onTouch: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isTouched = false;

  /** @param onTouch called each time */
  constructor(host: ReactiveControllerHost, onTouch: () => void) {
    this.#host = host;
    this.#onTouch = onTouch;
    host.addController(this);
  }

  get isTouched(): boolean {
    return this.#isTouched;
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#isTouched = false;
  }

  readonly onTouch = (): void => {
    this.#hideIn(LATELY_MS);
    if (!this.#isTouched) this.#set(true);
    this.#onTouch();
  };

  /** A mouse moves and shows them; a finger taps the picture to show them, and again to hide them. */
  readonly onPointer = (event: PointerEvent): void => {
    const isFinger = event.pointerType === 'touch';
    const isOnPicture = event.composedPath()[0] instanceof HTMLVideoElement;
    if (isFinger && event.type === 'pointerdown' && isOnPicture && this.#isTouched) this.#hide();
    else if (!isFinger || event.type === 'pointerdown') this.onTouch();
  };

  readonly onLeave = (event: PointerEvent): void => {
    if (event.pointerType !== 'touch' && this.#isTouched) this.#hideIn(LEFT_MS);
  };

  #hideIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#hide(), ms);
  }

  #hide(): void {
    clearTimeout(this.#timer);
    this.#set(false);
  }

  #set(isTouched: boolean): void {
    this.#isTouched = isTouched;
    this.#host.requestUpdate();
  }
}
