import { Changes } from './changes.ts';
import type { Segment, SegmentView, Sequence } from './segment.ts';

/** A place in a media playlist: a part of a segment, or with `part: null` the whole segment. */
export interface Position {
  readonly segment: number;
  readonly part: number | null;
}

export interface SegmentWindowView {
  /** What playlists list, oldest first; the last one may still be growing. */
  readonly segments: readonly SegmentView[];
  /** Counts up with each published part and segment: the same version renders the same playlist. */
  readonly version: number;
  readonly changes: Changes;
  /** A segment that is listed, or was until a moment ago. */
  find(number: number): SegmentView | null;
  findSequence(number: number): Sequence | null;
  /** The number that the next new segment gets. */
  readonly nextNumber: number;
  hasReached(position: Position): boolean;
  /** Resolves when {@link hasReached}; rejects with the signal's reason. */
  waitFor(position: Position, signal: AbortSignal): Promise<void>;
}

export interface WindowLimits {
  /** Ticks of listed media. */
  readonly duration: number;
  /** Ticks for which a segment can still be had after it left the list. */
  readonly linger: number;
  readonly bytes: number;
}

/** Fewer would leave a player nothing to start from. */
const MIN_LISTED_SEGMENTS = 3;

/** The newest segments of one rendition in RAM, bounded in time and bytes. */
export class SegmentWindow implements SegmentWindowView {
  readonly changes = new Changes();
  #limits: WindowLimits;
  #listed: Segment[] = [];
  /** No longer listed, but players that read the list a moment ago may ask for them. */
  #lingering: Segment[] = [];
  #nextNumber: number;
  #version = 0;
  /** Their bytes count against the limit of this one, and they let go of what it lets go of. */
  #followers: readonly SegmentWindow[] = [];

  /** @param firstNumber media sequence number of the first segment */
  constructor(firstNumber: number, limits: WindowLimits) {
    this.#nextNumber = firstNumber;
    this.#limits = limits;
  }

  get segments(): readonly Segment[] {
    return this.#listed;
  }

  get version(): number {
    return this.#version;
  }

  get nextNumber(): number {
    return this.#nextNumber;
  }

  /** Bytes of media held. */
  get byteLength(): number {
    return sumOf(this.#listed, byteLengthOf) + sumOf(this.#lingering, byteLengthOf);
  }

  setLimits(limits: WindowLimits): void {
    this.#limits = limits;
    this.#evict();
  }

  /** @param followers windows whose segments have the numbers of those here */
  lead(followers: readonly SegmentWindow[]): void {
    this.#followers = followers;
  }

  push(segment: Segment): void {
    const newest = this.#listed.at(-1);
    // Players count what is listed, so that nothing may be missing between.
    if (newest && newest.number + 1 !== segment.number) this.#delist(this.#listed.length);
    this.#listed.push(segment);
    this.#nextNumber = segment.number + 1;
    // Players ask for a segment before it begins.
    this.changes.notify();
  }

  /** A part or segment has been completed: old media makes room, waiting readers wake. */
  publish(): void {
    this.#version++;
    this.#evict();
    this.changes.notify();
  }

  /** Forgets all media; numbers go on. */
  clear(): void {
    this.#listed = [];
    this.#lingering = [];
    this.#version++;
    this.changes.notify();
  }

  find(number: number): Segment | null {
    return findIn(this.#listed, number) ?? findIn(this.#lingering, number);
  }

  findSequence(number: number): Sequence | null {
    const all = [...this.#lingering, ...this.#listed];
    return all.find(({ sequence }) => sequence.number === number)?.sequence ?? null;
  }

  /** RFC 8216bis, section 6.2.5.2: anything later will do as well. */
  hasReached({ segment, part }: Position): boolean {
    const newest = this.#listed.at(-1);
    if (!newest) return false;
    const lastComplete = newest.isComplete ? newest.number : newest.number - 1;
    if (part === null) return lastComplete >= segment;
    const asked = findIn(this.#listed, segment);
    if (!asked) return newest.number > segment;
    if (asked.parts.length > part) return true;
    // "part N beyond the last part of segment M" means part 0 of segment M + 1.
    return asked.isComplete && this.#hasPart(segment + 1);
  }

  #hasPart(number: number): boolean {
    const newest = this.#listed.at(-1);
    if (!newest || newest.number < number) return false;
    return newest.number > number || newest.parts.length > 0;
  }

  async waitFor(position: Position, signal: AbortSignal): Promise<void> {
    await this.changes.until(() => (this.hasReached(position) ? true : null), signal);
  }

  #evict(): void {
    // The segment that is being made does not count: it may end at any time.
    let duration = sumOf(this.#listed, completeDurationOf);
    while (this.#listed.length > MIN_LISTED_SEGMENTS) {
      const rest = duration - (this.#listed[0]?.duration ?? 0);
      if (rest < this.#limits.duration && this.#listedBytes <= this.#limits.bytes) break;
      this.#delist(1);
      for (const follower of this.#followers) follower.#delistBefore(this.#listed[0]?.number ?? 0);
      duration = rest;
    }
    this.#evictLingering();
  }

  get #listedBytes(): number {
    const own = sumOf(this.#listed, byteLengthOf);
    return this.#followers.reduce((sum, follower) => sum + follower.#listedBytes, own);
  }

  get #heldBytes(): number {
    return this.#followers.reduce((sum, { byteLength }) => sum + byteLength, this.byteLength);
  }

  #delist(count: number): void {
    this.#lingering.push(...this.#listed.splice(0, count));
  }

  #delistBefore(number: number): void {
    const kept = this.#listed.findIndex((segment) => segment.number >= number);
    // The one that is being made is listed, however far it lags.
    const count = kept === -1 ? Math.max(0, this.#listed.length - 1) : kept;
    if (count === 0) return;
    this.#delist(count);
    this.#version++;
  }

  #evictLingering(): void {
    const oldestListed = this.#listed[0];
    if (!oldestListed) return;
    while (this.#lingering[0]) {
      const oldest = this.#lingering[0];
      const age = oldestListed.start - (oldest.start + oldest.duration);
      if (age <= this.#limits.linger && this.#heldBytes <= this.#limits.bytes) break;
      this.#lingering.shift();
    }
    const kept = this.#lingering[0]?.number ?? oldestListed.number;
    for (const follower of this.#followers) follower.#forgetBefore(kept);
  }

  #forgetBefore(number: number): void {
    while (this.#lingering[0] && this.#lingering[0].number < number) this.#lingering.shift();
  }
}

function findIn(segments: readonly Segment[], number: number): Segment | null {
  const first = segments[0];
  if (!first) return null;
  // Numbers go up by one, save after `clear`.
  const guess = segments[number - first.number];
  if (guess?.number === number) return guess;
  return segments.find((segment) => segment.number === number) ?? null;
}

function completeDurationOf({ isComplete, duration }: Segment): number {
  return isComplete ? duration : 0;
}

function byteLengthOf(segment: Segment): number {
  return segment.byteLength;
}

function sumOf(segments: readonly Segment[], value: (segment: Segment) => number): number {
  return segments.reduce((sum, segment) => sum + value(segment), 0);
}
