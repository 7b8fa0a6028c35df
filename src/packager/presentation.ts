import { Rendition } from './rendition.ts';
import type { FirstNumbers, RenditionSettings } from './rendition-settings.ts';
import type { RenditionIdentity, RenditionView } from './rendition-view.ts';
import { SequenceWriter } from './sequence-writer.ts';

/** What playlists and manifests are made from. */
export interface PresentationView {
  /** Part of every media URI, so that none is ever used for other bytes. */
  readonly id: string;
  /** The main picture first, then the sound, then smaller versions of the picture. */
  readonly renditions: readonly RenditionView[];
  /** Seconds of media that players may go back. */
  readonly windowSeconds: number;
  rendition(id: string): RenditionView | null;
  /** What viewers of one picture get: that picture and the sound; nothing where there is no such picture. */
  tracks(pictureId?: string): readonly RenditionView[];
}

export interface SequenceOptions {
  /** Keyframe distance of our own encoder; null when it is the camera's affair. */
  readonly gopSeconds: number | null;
}

export interface PresentationStart {
  readonly nowMs?: number;
  /** Its renditions take this track_ID and those that follow. */
  readonly firstTrackId?: number;
}

/** Every video track leaves ffmpeg in these ticks per second. */
export const VIDEO_TIMESCALE = 90_000;

const EPOCH_MS = Date.UTC(2026, 0, 1);
/** Four a second: more than segments are ever made, so that numbers grow over restarts as well. */
const NUMBER_PERIOD_MS = 250;
/** hls.js keeps an array with an element for each, from 0: they have to stay small. */
const DISCONTINUITY_PERIOD_MS = 3_600_000;

/** All renditions of a camera on one timeline, over all sequences. */
export class Presentation implements PresentationView {
  readonly id: string;
  readonly #video: Rendition;
  readonly #settings: RenditionSettings & FirstNumbers;
  #audio: Rendition | null = null;
  /** Other versions of the picture. */
  #smaller: readonly Rendition[] = [];
  /** How many of them there ever were. */
  #smallerCount = 0;
  #hasBegun = false;
  #windowSeconds: number;
  #nextSequence: number;
  #writer: SequenceWriter | null = null;

  constructor(settings: RenditionSettings, start: PresentationStart = {}) {
    const { nowMs = Date.now(), firstTrackId = 1 } = start;
    this.id = nowMs.toString(36);
    this.#windowSeconds = settings.windowSeconds;
    // Players that outlive us must not see numbers that they know already.
    const firstNumber = countSince(EPOCH_MS, nowMs, NUMBER_PERIOD_MS);
    this.#nextSequence = countSince(EPOCH_MS, nowMs, DISCONTINUITY_PERIOD_MS);
    const numbers = { firstNumber, firstDiscontinuity: this.#nextSequence };
    const video = { id: 'video', timescale: VIDEO_TIMESCALE, trackId: firstTrackId };
    this.#settings = { ...settings, ...numbers };
    this.#video = new Rendition(video, this.#settings);
  }

  /** The one that leads first. */
  get renditions(): readonly Rendition[] {
    return [this.#video, ...(this.#audio ? [this.#audio] : []), ...this.#smaller];
  }

  /**
   * Says with what sound it begins, or goes on.
   * @param timescale ticks per second of the sound; null where there is none
   * @returns false where it has begun with other sound: playlists do not change that
   */
  expectAudio(timescale: number | null): boolean {
    if ((this.#audio?.timescale ?? null) === timescale) return true;
    if (this.#hasBegun) return false;
    const identity = { id: 'audio', timescale: timescale ?? 0, trackId: this.#video.trackId + 1 };
    this.#audio = timescale === null ? null : this.#createFollower(identity);
    return true;
  }

  /**
   * Says with what smaller versions of the picture it begins, or goes on.
   * @param ids in the order of size
   * @returns false where it has begun with others: playlists do not change that
   */
  expectSmaller(ids: readonly string[]): boolean {
    const present = this.#smaller.map(({ id }) => id);
    if (present.join() === ids.join()) return true;
    if (this.#hasBegun) return false;
    const known = new Map(this.#smaller.map((rendition) => [rendition.id, rendition]));
    this.#smaller = ids.map((id) => known.get(id) ?? this.#createSmaller(id));
    return true;
  }

  #createSmaller(id: string): Rendition {
    const trackId = this.#video.trackId + 2 + this.#smallerCount++;
    return this.#createFollower({ id, timescale: VIDEO_TIMESCALE, trackId });
  }

  #createFollower(identity: RenditionIdentity): Rendition {
    return new Rendition(identity, { ...this.#settings, leader: this.#video });
  }

  get windowSeconds(): number {
    return this.#windowSeconds;
  }

  rendition(id: string): Rendition | null {
    return this.renditions.find((rendition) => rendition.id === id) ?? null;
  }

  tracks(pictureId: string = this.#video.id): readonly Rendition[] {
    const picture = this.rendition(pictureId);
    if (!picture || picture === this.#audio) return [];
    return this.#audio ? [picture, this.#audio] : [picture];
  }

  /** Bytes of media held. */
  get byteLength(): number {
    return this.renditions.reduce((sum, { window }) => sum + window.byteLength, 0);
  }

  /** A new attempt delivers: what came before it ends. */
  startSequence({ gopSeconds }: SequenceOptions): SequenceWriter {
    this.#writer?.end();
    // Its first frames are held for a moment. Who joins meanwhile waits for them: what came before may be
    // of another size, and its viewers have to begin anew.
    for (const { feed } of this.renditions) feed.clear();
    this.#hasBegun = true;
    const [leading, ...followers] = this.renditions.map(({ window }) => window);
    leading?.lead(followers);
    this.#writer = new SequenceWriter({
      renditions: this.renditions,
      gopSeconds,
      nextSequenceNumber: () => this.#nextSequence++,
    });
    return this.#writer;
  }

  /** Keeps more or less from now on, all renditions together within these bounds. */
  resizeWindow(windowSeconds: number, windowBytes: number): void {
    this.#windowSeconds = windowSeconds;
    for (const rendition of this.renditions) rendition.resizeWindow(windowSeconds, windowBytes);
  }

  /** Lets everyone who waits for media look again, though none has come. */
  wakeReaders(): void {
    for (const { window } of this.renditions) window.changes.notify();
  }

  /** Forgets all media; numbers and time go on. */
  clear(): void {
    this.#writer?.end();
    this.#writer = null;
    for (const rendition of this.renditions) rendition.clear();
  }
}

function countSince(epochMs: number, nowMs: number, periodMs: number): number {
  return Math.max(0, Math.floor((nowMs - epochMs) / periodMs));
}
