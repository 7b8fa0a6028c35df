// Whether the page can be seen. A short look at another tab does not count; picture-in-picture keeps it seen.

import type { ReactiveController, ReactiveControllerHost } from 'lit';

const GRACE_MS = 5000;

export interface VisibilityListener {
  onHidden(): void;
  onShown(): void;
  /** Back before the grace was over. */
  onGlance(): void;
  isInPicture(): boolean;
}

export class PageVisibility implements ReactiveController {
  readonly #listener: VisibilityListener;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isHidden = false;

  constructor(host: ReactiveControllerHost, listener: VisibilityListener) {
    this.#listener = listener;
    host.addController(this);
  }

  get isHidden(): boolean {
    return this.#isHidden;
  }

  hostConnected(): void {
    this.#isHidden = document.hidden;
    document.addEventListener('visibilitychange', this.#onChange);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    document.removeEventListener('visibilitychange', this.#onChange);
  }

  readonly #onChange = (): void => {
    clearTimeout(this.#timer);
    if (document.hidden) {
      this.#timer = setTimeout(() => this.#hide(), GRACE_MS);
    } else if (this.#isHidden) {
      this.#isHidden = false;
      this.#listener.onShown();
    } else {
      this.#listener.onGlance();
    }
  };

  #hide(): void {
    if (this.#listener.isInPicture()) return;
    this.#isHidden = true;
    this.#listener.onHidden();
  }
}
