import type { Sequence } from './segment.ts';

/** A sample as the timeline knows it, packaged. */
export interface Fragment {
  /** moof and mdat. */
  readonly data: Buffer;
  /** Ticks since 1970. */
  readonly decodeTime: number;
  /** Ticks. */
  readonly duration: number;
  readonly isKey: boolean;
  readonly sequence: Sequence;
}

export type FragmentListener = (fragment: Fragment) => void;

/**
 * A longer GOP is not kept: who joins then waits for the next keyframe. It bounds what a camera without
 * keyframes takes, beside the window.
 */
const MAX_GOP_BYTES = 16 * 1024 * 1024;
/** Ten seconds of sound. */
const MAX_FRAGMENTS = 500;

/** Over so many frames the rate is averaged. */
const RATE_FRAMES = 50;

/** A rendition's fragments, handed to whoever follows the moment they are there. */
export class FragmentFeed {
  readonly #listeners = new Set<FragmentListener>();
  readonly #leader: { readonly newestKey: number } | null;
  #gop: Fragment[] = [];
  #gopBytes = 0;
  #keyframeBytes = 0;
  #bytesPerTick = 0;

  /** @param leader whose keyframes those begin with who join; without it, those of its own */
  constructor(leader: { readonly newestKey: number } | null = null) {
    this.#leader = leader;
  }

  /** From the newest keyframe on; empty while there is none to begin with. */
  get gop(): readonly Fragment[] {
    if (!this.#leader) return this.#gop;
    const { newestKey } = this.#leader;
    const isRecent = (each: Fragment): boolean => each.decodeTime + each.duration > newestKey;
    const first = this.#gop.findIndex(isRecent);
    return first === -1 ? [] : this.#gop.slice(first);
  }

  /** Size of the newest keyframe. */
  get keyframeBytes(): number {
    return this.#keyframeBytes;
  }

  /** As it has been lately. */
  get bytesPerTick(): number {
    return this.#bytesPerTick;
  }

  /** Calls `listener` with each fragment from now on; the returned function ends that. */
  follow(listener: FragmentListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  publish(fragment: Fragment): void {
    const { data, duration, isKey } = fragment;
    if (isKey) this.#keyframeBytes = data.length;
    this.#bytesPerTick += (data.length / duration - this.#bytesPerTick) / RATE_FRAMES;
    if (this.#leader) this.#collectAll(fragment);
    else this.#collect(fragment);
    for (const listener of this.#listeners) listener(fragment);
  }

  #collectAll(fragment: Fragment): void {
    if (this.#gop[0]?.sequence !== fragment.sequence) this.#gop = [];
    this.#gop = [...this.gop, fragment].slice(-MAX_FRAGMENTS);
  }

  #collect(fragment: Fragment): void {
    if (fragment.isKey) this.clear();
    const isContinued = fragment.isKey || this.#gop.length > 0;
    this.#gopBytes += fragment.data.length;
    if (isContinued && this.#gopBytes <= MAX_GOP_BYTES) this.#gop.push(fragment);
    else this.#gop = [];
  }

  /** Nobody may begin with what came so far. */
  clear(): void {
    this.#gop = [];
    this.#gopBytes = 0;
  }
}
