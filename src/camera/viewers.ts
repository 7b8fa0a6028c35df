/** More are served, but not told apart: who sends made-up names must not fill the memory. */
const MAX_COUNTED = 1_000;

/** A viewer who asks for nothing this long has left. */
const ABSENT_AFTER_MS = 10_000;

interface Viewer {
  /** Requests under way. */
  open: number;
  absence: NodeJS.Timeout | null;
}

/** Who watches a camera. HLS and DASH have no sessions, so a viewer is whoever keeps asking. */
export class Viewers {
  readonly #viewers = new Map<string, Viewer>();
  readonly #onChange: (change: 'came' | 'left') => void;

  /** @param onChange called when somebody came or left */
  constructor(onChange: (change: 'came' | 'left') => void = () => {}) {
    this.#onChange = onChange;
  }

  get count(): number {
    return this.#viewers.size;
  }

  /**
   * A request of the viewer begins; the returned function says that it is over.
   * @param key tells viewers apart; not shown to anyone
   */
  enter(key: string): () => void {
    if (!this.#viewers.has(key) && this.#viewers.size >= MAX_COUNTED) return () => {};
    const viewer = this.#viewers.get(key) ?? { open: 0, absence: null };
    if (viewer.absence) clearTimeout(viewer.absence);
    viewer.absence = null;
    viewer.open++;
    if (!this.#viewers.has(key)) {
      this.#viewers.set(key, viewer);
      this.#onChange('came');
    }
    return () => this.#leave(key, viewer);
  }

  clear(): void {
    for (const { absence } of this.#viewers.values()) if (absence) clearTimeout(absence);
    this.#viewers.clear();
  }

  #leave(key: string, viewer: Viewer): void {
    viewer.open--;
    if (viewer.open > 0 || this.#viewers.get(key) !== viewer) return;
    viewer.absence = setTimeout(() => {
      this.#viewers.delete(key);
      this.#onChange('left');
    }, ABSENT_AFTER_MS);
    viewer.absence.unref();
  }
}
