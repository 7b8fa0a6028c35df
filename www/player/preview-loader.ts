// The small picture of a moment, while somebody looks for one: the last wish counts, and few are made.

import { loadStill } from './still.ts';
import type { Still } from './still.ts';

const SETTLES_MS = 120;
const WIDTH = 160;
/** What lies nearer together is mostly the same keyframe. */
const SAME_MS = 1000;
const KEPT = 20;

export class PreviewLoader {
  readonly #onChange: () => void;
  readonly #stills = new Map<number, Still>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #loading: AbortController | null = null;
  #shown: Still | null = null;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** A blob URL; null without a picture. */
  get url(): string | null {
    return this.#shown?.url ?? null;
  }

  /** @param atMs Unix time by the server's clock */
  show(cameraUrl: string, atMs: number): void {
    clearTimeout(this.#timer);
    const slot = Math.round(atMs / SAME_MS);
    const known = this.#stills.get(slot);
    if (known !== undefined) {
      this.#loading?.abort();
      return this.#set(known);
    }
    this.#timer = setTimeout(() => void this.#load(cameraUrl, slot), SETTLES_MS);
  }

  /** Nobody looks any more. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#loading?.abort();
    this.#loading = null;
    for (const still of this.#stills.values()) still.release();
    this.#stills.clear();
    this.#set(null);
  }

  async #load(cameraUrl: string, slot: number): Promise<void> {
    this.#loading?.abort();
    const loading = new AbortController();
    this.#loading = loading;
    const wish = { atMs: slot * SAME_MS, width: WIDTH, signal: loading.signal };
    // A moment without a picture, or a newer wish.
    const still = await loadStill(cameraUrl, wish).catch(() => null);
    if (loading.signal.aborted) return still?.release();
    this.#loading = null;
    if (still === null) return;
    this.#stills.set(slot, still);
    this.#set(still);
    this.#dropOldest();
  }

  #dropOldest(): void {
    const oldest = this.#stills.keys().next().value;
    if (this.#stills.size <= KEPT || oldest === undefined) return;
    this.#stills.get(oldest)?.release();
    this.#stills.delete(oldest);
  }

  #set(still: Still | null): void {
    if (this.#shown === still) return;
    this.#shown = still;
    this.#onChange();
  }
}
