// Which tiles of a grid can be seen.

import type { ReactiveController, ReactiveControllerHost } from 'lit';

// A tile that comes into view is started a little before it does.
const MARGIN = '80px';

export class TileSight implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #watched = new Set<Element>();
  #observer: IntersectionObserver | null = null;
  #visible: ReadonlySet<string> = new Set();

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** The `data-id` of each tile in sight. */
  get visible(): ReadonlySet<string> {
    return this.#visible;
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
    this.#observer = null;
    this.#watched.clear();
  }

  watch(tiles: Iterable<HTMLElement>): void {
    this.#observer ??= new IntersectionObserver((entries) => this.#onChange(entries), {
      rootMargin: MARGIN,
    });
    for (const tile of tiles) {
      if (this.#watched.has(tile)) continue;
      this.#watched.add(tile);
      this.#observer.observe(tile);
    }
  }

  #onChange(entries: readonly IntersectionObserverEntry[]): void {
    const visible = new Set(this.#visible);
    for (const { target, isIntersecting } of entries) {
      const id = target instanceof HTMLElement ? target.dataset['id'] : undefined;
      if (id === undefined) continue;
      if (isIntersecting) visible.add(id);
      else visible.delete(id);
    }
    this.#visible = visible;
    this.#host.requestUpdate();
  }
}
