// How large an element is. Told a moment after it has changed: a window that is being resized changes all the time.

import type { ReactiveController, ReactiveControllerHost } from 'lit';

const SETTLES_MS = 300;

export class SizeWatch implements ReactiveController {
  readonly #element: Element;
  readonly #onSize: (width: number, height: number) => void;
  #observer: ResizeObserver | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isKnown = false;

  constructor(
    host: ReactiveControllerHost & Element,
    onSize: (width: number, height: number) => void,
  ) {
    this.#element = host;
    this.#onSize = onSize;
    host.addController(this);
  }

  hostConnected(): void {
    this.#isKnown = false;
    this.#observer = new ResizeObserver((entries) => {
      const box = entries.at(-1)?.contentRect;
      if (box === undefined) return;
      clearTimeout(this.#timer);
      if (!this.#isKnown) this.#tell(box);
      else this.#timer = setTimeout(() => this.#tell(box), SETTLES_MS);
    });
    this.#observer.observe(this.#element);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#observer?.disconnect();
  }

  #tell({ width, height }: DOMRectReadOnly): void {
    this.#isKnown = true;
    this.#onSize(width, height);
  }
}
