// The still behind the video: there at once, fresh where no video plays, and never kept longer than it is shown.

import { loadStill } from './still.ts';
import type { Still, StillWish } from './still.ts';

export interface StillHost {
  /** For the width of the element, in pixels of the screen. */
  stillWidth(): number;
  /** The still is another one, or is gone. */
  onStill(): void;
}

export type LoadStill = (cameraUrl: string, wish: StillWish) => Promise<Still | null>;

// One that somebody saw a moment ago is good enough to begin with.
const FRESH_MS = 3000;

export class StillKeeper {
  readonly #host: StillHost;
  readonly #load: LoadStill;
  #cameraUrl = '';
  #own: Still | null = null;
  #poster: Still | null = null;
  #loading: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #everyMs: number | null = null;

  constructor(host: StillHost, load: LoadStill = loadStill) {
    this.#host = host;
    this.#load = load;
  }

  /** The newest there is. */
  get still(): Still | null {
    return this.#own ?? this.#poster;
  }

  /** Of another camera, perhaps: what there was of the old one is gone. */
  setCamera(cameraUrl: string): void {
    if (cameraUrl === this.#cameraUrl) return;
    this.stop();
    this.#release();
    this.#cameraUrl = cameraUrl;
    this.#host.onStill();
  }

  /** One that somebody else has loaded, and releases. */
  setPoster(poster: Still | null): void {
    this.#poster = poster;
    this.#host.onStill();
  }

  /**
   * Loads one now, unless what there is was captured a moment ago.
   * @param shownAgeMs of what is on the screen; Infinity for nothing
   */
  refresh(shownAgeMs: number): void {
    if (shownAgeMs < FRESH_MS || this.#cameraUrl === '') return;
    void this.#take();
  }

  /** Loads one now, and another each time so long has passed. */
  repeat(everyMs: number): void {
    if (this.#everyMs === everyMs || this.#cameraUrl === '') return;
    this.#everyMs = everyMs;
    clearTimeout(this.#timer);
    void this.#take();
  }

  /** Loads no more; the last one stays. */
  stop(): void {
    this.#everyMs = null;
    clearTimeout(this.#timer);
    this.#loading?.abort();
    this.#loading = null;
  }

  /** Nothing shows it any more. */
  dispose(): void {
    this.stop();
    this.#release();
    this.#poster = null;
  }

  async #take(): Promise<void> {
    if (this.#loading !== null) return;
    const loading = new AbortController();
    this.#loading = loading;
    const wish = { width: this.#host.stillWidth(), signal: loading.signal };
    // Nobody answers, or there is no picture: what there is stays, and the player says what is wrong.
    const still = await this.#load(this.#cameraUrl, wish).catch(() => null);
    if (loading.signal.aborted) return still?.release();
    this.#loading = null;
    if (still !== null) this.#replace(still);
    if (this.#everyMs !== null) {
      this.#timer = setTimeout(() => void this.#take(), this.#everyMs);
    }
  }

  #replace(still: Still): void {
    const old = this.#own;
    this.#own = still;
    this.#host.onStill();
    // Shown until the new one is.
    old?.release();
  }

  #release(): void {
    this.#own?.release();
    this.#own = null;
  }
}
