// Whether an element can be seen: its page is not hidden, and it is not scrolled out of view. A short look at
// something else does not count; picture-in-picture keeps it seen.

import type { ReactiveController, ReactiveControllerHost } from 'lit';

const GRACE_MS = 5000;
// What comes into view is started a little before it does.
const MARGIN = '80px';

export interface SightListener {
  onHidden(): void;
  onShown(): void;
  /** Back before the grace was over. */
  onGlance(): void;
  isInPicture(): boolean;
}

export class Sight implements ReactiveController {
  readonly #element: Element;
  readonly #listener: SightListener;
  #observer: IntersectionObserver | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isInView = false;
  #isSeen = false;

  constructor(host: ReactiveControllerHost & Element, listener: SightListener) {
    this.#element = host;
    this.#listener = listener;
    host.addController(this);
  }

  get isSeen(): boolean {
    return this.#isSeen;
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.#onChange);
    this.#observer = new IntersectionObserver(
      (entries) => {
        this.#isInView = entries.at(-1)?.isIntersecting ?? false;
        this.#onChange();
      },
      { rootMargin: MARGIN },
    );
    this.#observer.observe(this.#element);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isSeen = false;
    this.#observer?.disconnect();
    document.removeEventListener('visibilitychange', this.#onChange);
  }

  /** Picture-in-picture has ended: it kept the element seen, wherever that is. */
  readonly onLeavePicture = (): void => this.#onChange();

  readonly #onChange = (): void => {
    const canBeSeen = this.#isInView && !document.hidden;
    if (!canBeSeen) {
      if (this.#isSeen) this.#timer ??= setTimeout(() => this.#hide(), GRACE_MS);
      return;
    }
    const wasLeaving = this.#timer !== undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#isSeen) {
      this.#isSeen = true;
      this.#listener.onShown();
    } else if (wasLeaving) {
      this.#listener.onGlance();
    }
  };

  #hide(): void {
    this.#timer = undefined;
    if (this.#listener.isInPicture()) return;
    this.#isSeen = false;
    this.#listener.onHidden();
  }
}
