import { createJpeg } from '../ffmpeg/jpeg.ts';
import type { JpegFormat } from '../ffmpeg/jpeg.ts';
import { renderFragmentHeader } from '../mp4/fragment.ts';
import { findNewestKeyframe, showTime } from '../packager/excerpt.ts';
import type { Keyframe } from '../packager/excerpt.ts';
import type { RenditionView } from '../packager/rendition-view.ts';

export interface Snapshot {
  readonly jpeg: Buffer;
  readonly capturedAt: Date;
}

export interface SnapshotsDeps {
  readonly ffmpeg: string;
  /** How many pictures are made at a time, of all cameras together. */
  readonly maxRuns?: number;
}

/** A picture that is there, or on its way. */
interface Take {
  /** Decode time of its keyframe; null while it waits for its turn. */
  keyframe: number | null;
  readonly snapshot: Promise<Snapshot | null>;
}

/** A dashboard asks for all cameras at once: one after the other is soon enough. */
const MAX_RUNS = 2;
/** Sizes of the newest keyframe that are kept for the next one who asks. */
const KEPT_PER_RENDITION = 4;

/** Pictures of cameras, each made when somebody asks and only once, by an ffmpeg of its own. */
export class Snapshots implements AsyncDisposable {
  readonly #ffmpeg: string;
  readonly #stop = new AbortController();
  readonly #takes = new WeakMap<RenditionView, Map<string, Take>>();
  readonly #underWay = new Set<Promise<unknown>>();
  readonly #waiting: (() => void)[] = [];
  #freeRuns: number;

  constructor({ ffmpeg, maxRuns = MAX_RUNS }: SnapshotsDeps) {
    this.#ffmpeg = ffmpeg;
    this.#freeRuns = maxRuns;
  }

  /**
   * The newest keyframe as a picture; null when there is none.
   * @throws JpegError when ffmpeg makes none of it; StartupError without ffmpeg
   */
  take(rendition: RenditionView, format: JpegFormat): Promise<Snapshot | null> {
    const takes = this.#takes.get(rendition) ?? new Map<string, Take>();
    this.#takes.set(rendition, takes);
    const key = `${format.width} ${format.quality}`;
    const known = takes.get(key);
    if (known && isCurrent(known, rendition)) return known.snapshot;
    const { promise, resolve, reject } = Promise.withResolvers<Snapshot | null>();
    const take: Take = { keyframe: null, snapshot: promise };
    takes.delete(key);
    takes.set(key, take);
    dropOldest(takes);
    this.#make(take, rendition, format).then(resolve, reject);
    // A failure, or nothing to see, is not kept: the next one who asks has another try.
    const forget = (): void => {
      if (takes.get(key) === take) takes.delete(key);
    };
    promise.then((snapshot) => snapshot ?? forget(), forget);
    return promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await Promise.allSettled(this.#underWay);
  }

  #make(take: Take, rendition: RenditionView, format: JpegFormat): Promise<Snapshot | null> {
    const made = this.#inTurn(async () => {
      this.#stop.signal.throwIfAborted();
      // Looked up when its turn has come: by then there may be a newer one.
      const keyframe = findNewestKeyframe(rendition.window.segments);
      if (!keyframe) return null;
      take.keyframe = keyframe.sample.decodeTime;
      const jpeg = await createJpeg({
        program: this.#ffmpeg,
        mp4: renderKeyframe(keyframe),
        format,
        signal: this.#stop.signal,
      });
      const capturedAtMs = (showTime(keyframe.sample) * 1000) / rendition.timescale;
      return { jpeg, capturedAt: new Date(capturedAtMs) };
    });
    const ended = made.catch(() => {
      // Told to whoever asked for it.
    });
    this.#underWay.add(ended);
    void ended.then(() => this.#underWay.delete(ended));
    return made;
  }

  async #inTurn<T>(run: () => Promise<T>): Promise<T> {
    if (this.#freeRuns > 0) this.#freeRuns--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await run();
    } finally {
      // Handed on, so that nobody who came later gets ahead.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#freeRuns++;
    }
  }
}

function isCurrent({ keyframe }: Take, { window }: RenditionView): boolean {
  return keyframe === null || keyframe === findNewestKeyframe(window.segments)?.sample.decodeTime;
}

function dropOldest(takes: Map<string, Take>): void {
  const oldest = takes.keys().next().value;
  if (takes.size > KEPT_PER_RENDITION && oldest !== undefined) takes.delete(oldest);
}

/** An MP4 of this frame alone. */
function renderKeyframe({ sequence, sample }: Keyframe): Buffer[] {
  const header = renderFragmentHeader({
    sequenceNumber: 1,
    trackId: sample.trackId,
    decodeTime: 0,
    duration: sample.duration,
    compositionOffset: 0,
    isKey: true,
    size: sample.data.length,
  });
  return [sequence.init, header, sample.data];
}
