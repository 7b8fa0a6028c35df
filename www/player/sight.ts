// Whether an element can be seen: its page is not hidden, it is not scrolled out of view, and nothing lies over it. A
// short look at something else does not count; picture-in-picture and full screen keep it seen.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { isCovered } from './cover.ts';

const GRACE_MS = 5000;
// What comes into view is started a little before it does.
const MARGIN = '80px';
// Where the browser does not tell of covers, or says "covered" of what is not.
const LOOK_EVERY_MS = 2000;
const LOOK_WHILE_COVERED_MS = 500;
const COVER_DELAY_MS = 100;

export interface SightListener {
  onHidden(): void;
  onShown(): void;
  /** Back before the grace was over. */
  onGlance(): void;
  /** On a screen of its own, wherever the element is. */
  isElsewhere(): boolean;
}

// Intersection Observer v2, which Chromium has alone.
interface CoverObserverInit extends IntersectionObserverInit {
  readonly trackVisibility: boolean;
  readonly delay: number;
}
interface CoverEntry extends IntersectionObserverEntry {
  readonly isVisible?: boolean;
}

export class Sight implements ReactiveController {
  readonly #element: Element;
  readonly #listener: SightListener;
  #inView: IntersectionObserver | null = null;
  #cover: IntersectionObserver | null = null;
  #grace: ReturnType<typeof setTimeout> | undefined;
  #look: ReturnType<typeof setTimeout> | undefined;
  #isInView = false;
  #isCovered = false;
  /** The browser vouches for it, and tells when that changes. */
  #isSurelyVisible = false;
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
    document.addEventListener('visibilitychange', this.onChange);
    this.#inView = new IntersectionObserver(
      (entries) => {
        this.#isInView = entries.at(-1)?.isIntersecting ?? false;
        this.onChange();
      },
      { rootMargin: MARGIN },
    );
    this.#inView.observe(this.#element);
    const init: CoverObserverInit = { trackVisibility: true, delay: COVER_DELAY_MS };
    this.#cover = new IntersectionObserver((entries: readonly CoverEntry[]) => {
      this.#isSurelyVisible = entries.at(-1)?.isVisible ?? false;
      this.onChange();
    }, init);
    this.#cover.observe(this.#element);
  }

  hostDisconnected(): void {
    clearTimeout(this.#grace);
    clearTimeout(this.#look);
    this.#grace = undefined;
    this.#isSeen = false;
    this.#isInView = false;
    this.#isCovered = false;
    this.#inView?.disconnect();
    this.#cover?.disconnect();
    document.removeEventListener('visibilitychange', this.onChange);
  }

  /** Also when picture-in-picture or full screen has ended: they kept the element seen, wherever that is. */
  readonly onChange = (): void => {
    clearTimeout(this.#look);
    const isOnScreen = this.#isInView && !document.hidden;
    this.#isCovered = isOnScreen && !this.#isSurelyVisible && isCovered(this.#element);
    if (isOnScreen && !this.#isSurelyVisible) {
      const everyMs = this.#isCovered ? LOOK_WHILE_COVERED_MS : LOOK_EVERY_MS;
      this.#look = setTimeout(this.onChange, everyMs);
    }
    this.#judge(isOnScreen && !this.#isCovered);
  };

  #judge(canBeSeen: boolean): void {
    if (!canBeSeen) {
      if (this.#isSeen) this.#grace ??= setTimeout(() => this.#hide(), GRACE_MS);
      return;
    }
    const wasLeaving = this.#grace !== undefined;
    clearTimeout(this.#grace);
    this.#grace = undefined;
    if (!this.#isSeen) {
      this.#isSeen = true;
      this.#listener.onShown();
    } else if (wasLeaving) {
      this.#listener.onGlance();
    }
  }

  #hide(): void {
    this.#grace = undefined;
    if (this.#listener.isElsewhere()) return;
    this.#isSeen = false;
    this.#listener.onHidden();
  }
}
