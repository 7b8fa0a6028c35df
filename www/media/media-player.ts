// What every way of playing has in common. One player is one attempt: it is never started twice.

import type { Failure } from './failure.ts';

interface AnyPlayer {
  /** Attaches to the video element and begins to load. */
  start(): void;
  /** Lets go of the video element and of every connection. */
  stop(): void;
  goLive(): void;
  /** Another size of the picture without beginning anew; null for the main one. */
  setRendition?(rendition: string | null): void;
  hasAudio(): boolean;
}

/** A way of playing by itself. */
export interface BarePlayer extends AnyPlayer {
  /** When the frame at a media time was captured, in Unix ms by the server's clock; null while unknown. */
  captureMs(mediaSeconds: number): number | null;
}

/** One whose delay is measured. */
export interface MediaPlayer extends AnyPlayer {
  /** From the camera to the screen in seconds, by the server's clock; null while unknown. */
  delaySeconds(): number | null;
}

/** Plays a camera's past. */
export interface ReplayPlayer {
  /** Attaches to the video element and begins to load. */
  start(): void;
  /** Lets go of the video element and of every connection. */
  stop(): void;
  /** @param captureMs Unix time by the server's clock */
  seek(captureMs: number): void;
  /** When the picture on the screen was captured; null while unknown. */
  captureMs(): number | null;
  /** Another size of the picture; null for the main one. */
  setRendition(rendition: string | null): void;
  /** The oldest that can still be had; null while unknown. */
  oldestMs(): number | null;
  hasAudio(): boolean;
}

/** Called at most once, when a media player cannot go on by itself. */
export type OnFailure = (failure: Failure) => void;
