// Which picture is on the screen: the video's, its last frame, or a still; and how old it is.

import type { StillSize } from './playback-host.ts';
import type { Still } from './still.ts';

export type PictureLayer = 'video' | 'frame' | 'still' | 'none';

export class ShownPicture {
  #hasVideo = false;
  /** When the frame that is kept was captured, Unix time in ms by the server's clock. */
  #frameAtMs: number | null = null;
  #frameSize: StillSize = 'small';

  /** The video shows frames, or has ceased to. */
  setVideo(hasVideo: boolean): void {
    this.#hasVideo = hasVideo;
  }

  /** Its last frame is kept. */
  keepFrame(capturedAtMs: number, size: StillSize): void {
    this.#frameAtMs = capturedAtMs;
    this.#frameSize = size;
  }

  /** As large as it was decoded. */
  get isFrameWhole(): boolean {
    return this.#frameAtMs !== null && this.#frameSize === 'whole';
  }

  /** Of another camera. */
  clear(): void {
    this.#hasVideo = false;
    this.#frameAtMs = null;
  }

  layer(still: Still | null): PictureLayer {
    if (this.#hasVideo) return 'video';
    if (this.#frameAtMs === null) return still === null ? 'none' : 'still';
    const stillAtMs = still?.capturedAtMs ?? -Infinity;
    return stillAtMs > this.#frameAtMs ? 'still' : 'frame';
  }

  /** Null for a moving picture, and while nothing is known. */
  ageMs(still: Still | null, nowMs: number): number | null {
    const layer = this.layer(still);
    if (layer === 'still') return still?.ageMs() ?? null;
    return layer === 'frame' && this.#frameAtMs !== null ? nowMs - this.#frameAtMs : null;
  }
}
