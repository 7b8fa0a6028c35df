// One track's media on its way into the browser: appended in order, joined where it has queued, removed when old.

import { beginsWithKeyframe } from './live-protocol.ts';

// Beside the GOP that is playing: what is removed takes all that depends on it along.
const KEEP_SECONDS = 10;
const EVICT_EVERY_SECONDS = 5;
const SHORT_OF_MEMORY_KEEP_SECONDS = 1;
// More than this waits only where the browser has ceased to take media.
const MOST_QUEUED_BYTES = 32_000_000;

export interface TrackBufferOptions {
  /** Where playback is, in seconds. */
  readonly position: () => number;
  readonly onAppended: () => void;
  /** Called when the browser takes no more. */
  readonly onFailure: () => void;
}

export class TrackBuffer {
  readonly #buffer: SourceBuffer;
  readonly #options: TrackBufferOptions;
  /** Media, or the MIME type of the media that follows. */
  #queue: (ArrayBuffer | string)[] = [];
  #queuedBytes = 0;
  #mimeType: string;
  #isShortOfMemory = false;
  #keyframes = 0;
  #keyframeAtMs = 0;
  #longestGopMs = 0;

  constructor(buffer: SourceBuffer, mimeType: string, options: TrackBufferOptions) {
    this.#buffer = buffer;
    this.#mimeType = mimeType;
    this.#options = options;
    buffer.addEventListener('updateend', () => {
      options.onAppended();
      this.#flush();
    });
    buffer.addEventListener('error', () => options.onFailure());
  }

  /** @param mimeType of the media that follows the init segment */
  begin(mimeType: string, init: ArrayBuffer): void {
    if (mimeType !== this.#mimeType) this.#queue.push(mimeType);
    this.#mimeType = mimeType;
    this.append(init);
  }

  append(media: ArrayBuffer): void {
    if (beginsWithKeyframe(media)) this.#noteKeyframe();
    this.#queue.push(media);
    this.#queuedBytes += media.byteLength;
    this.#flush();
  }

  #flush(): void {
    if (this.#buffer.updating) return;
    try {
      if (!this.#evict()) this.#appendNext();
    } catch (error) {
      const isFull = error instanceof DOMException && error.name === 'QuotaExceededError';
      // Freed once, it takes the same media again.
      if (isFull && !this.#isShortOfMemory) this.#freeMemory();
      else this.#options.onFailure();
    }
    if (this.#queuedBytes > MOST_QUEUED_BYTES) this.#options.onFailure();
  }

  #appendNext(): void {
    while (typeof this.#queue[0] === 'string') {
      this.#buffer.changeType(this.#queue[0]);
      this.#queue.shift();
    }
    const next = this.#queue.findIndex((each) => typeof each === 'string');
    const pieces = this.#queue.slice(0, next === -1 ? undefined : next).filter(isMedia);
    const media = join(pieces);
    if (media === null) return;
    this.#buffer.appendBuffer(media);
    this.#isShortOfMemory = false;
    this.#queue = this.#queue.slice(pieces.length);
    this.#queuedBytes -= media.byteLength;
  }

  /** True when it has begun to remove what nobody will look at again. */
  #evict(): boolean {
    const { buffered } = this.#buffer;
    // The first GOP may be older than its arrival says.
    if (buffered.length === 0 || this.#keyframes < 2) return false;
    const keepFrom = this.#options.position() - this.#gopSeconds() - KEEP_SECONDS;
    if (buffered.start(0) > keepFrom - EVICT_EVERY_SECONDS) return false;
    this.#buffer.remove(0, keepFrom);
    return true;
  }

  #freeMemory(): void {
    this.#isShortOfMemory = true;
    const keep = this.#gopSeconds() + SHORT_OF_MEMORY_KEEP_SECONDS;
    this.#buffer.remove(0, Math.max(this.#options.position() - keep, 0.1));
  }

  #noteKeyframe(): void {
    const nowMs = performance.now();
    if (this.#keyframes > 0) {
      this.#longestGopMs = Math.max(this.#longestGopMs, nowMs - this.#keyframeAtMs);
    }
    this.#keyframes++;
    this.#keyframeAtMs = nowMs;
  }

  /** The longest from one keyframe to the next, counting the one that is not over yet. */
  #gopSeconds(): number {
    return Math.max(this.#longestGopMs, performance.now() - this.#keyframeAtMs) / 1000;
  }
}

function isMedia(piece: ArrayBuffer | string): piece is ArrayBuffer {
  return typeof piece !== 'string';
}

function join(pieces: readonly ArrayBuffer[]): ArrayBuffer | null {
  const [only] = pieces;
  if (pieces.length <= 1) return only ?? null;
  const joined = new Uint8Array(pieces.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(new Uint8Array(piece), at);
    at += piece.byteLength;
  }
  return joined.buffer;
}
