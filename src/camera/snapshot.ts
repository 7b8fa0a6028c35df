import { CommandError } from '../errors.ts';
import { createJpeg } from '../ffmpeg/jpeg.ts';
import type { JpegFormat } from '../ffmpeg/jpeg.ts';
import { renderFragmentHeader } from '../mp4/fragment.ts';
import type { Keyframe } from '../packager/excerpt.ts';
import type { RenditionView } from '../packager/rendition-view.ts';
import { findStill } from './kept-keyframe.ts';
import type { Still } from './kept-keyframe.ts';

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
  /** How many wait for it. */
  waiting: number;
  readonly snapshot: Promise<Snapshot | null>;
}

/** The wait for one of the few runs there may be. */
interface Turn {
  readonly take: Take;
  readonly begin: () => void;
}

/** What a picture is made of. */
interface Motif {
  /** Its pictures are kept as long as this is. */
  readonly owner: object;
  readonly key: string;
  /** Looked up when its turn has come: by then there may be a newer one. */
  readonly find: () => Still | null;
}

interface TakeRequest {
  readonly motif: Motif;
  readonly format: JpegFormat;
  /** Aborts when whoever asked has left. */
  readonly signal?: AbortSignal | undefined;
}

/** A dashboard asks for all cameras at once: one after the other is soon enough. */
const MAX_RUNS = 2;
/** More than the walls of a house ask for at once; each size is a picture of its own, and anybody may ask for many. */
const MAX_WAITING = 64;
/** Sizes of the newest keyframe that are kept for the next one who asks. */
const KEPT_PER_OWNER = 4;

/** Pictures of cameras, each made when somebody asks and only once, by an ffmpeg of its own. */
export class Snapshots implements AsyncDisposable {
  readonly #ffmpeg: string;
  readonly #stop = new AbortController();
  readonly #takes = new WeakMap<object, Map<string, Take>>();
  readonly #underWay = new Set<Promise<unknown>>();
  readonly #waiting: Turn[] = [];
  #freeRuns: number;

  constructor({ ffmpeg, maxRuns = MAX_RUNS }: SnapshotsDeps) {
    this.#ffmpeg = ffmpeg;
    this.#freeRuns = maxRuns;
  }

  /**
   * The newest keyframe as a picture; null when there is none. Not made any more when all who asked have left before
   * its turn.
   * @throws JpegError when ffmpeg makes none of it; StartupError without ffmpeg; CommandError `limit_reached` when too many
   * wait already; the signal's reason when that comes first
   */
  take(
    rendition: RenditionView,
    format: JpegFormat,
    signal?: AbortSignal,
  ): Promise<Snapshot | null> {
    const find = (): Still | null => findStill(rendition);
    return this.#take({ motif: { owner: rendition, key: '', find }, format, signal });
  }

  /**
   * This keyframe as a picture.
   * @throws as {@link take}
   */
  async takeStill(still: Still, format: JpegFormat, signal: AbortSignal): Promise<Snapshot | null> {
    const key = `${still.sample.decodeTime}`;
    const motif = { owner: still.sequence, key, find: () => still };
    return this.#take({ motif, format, signal });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await Promise.allSettled(this.#underWay);
  }

  async #take({ motif, format, signal }: TakeRequest): Promise<Snapshot | null> {
    signal?.throwIfAborted();
    const take = this.#findOrMake(motif, format);
    if (!signal) return take.snapshot;
    const { promise: gone, reject } = Promise.withResolvers<never>();
    const onAbort = (): void => {
      take.waiting--;
      reject(signal.reason);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await Promise.race([take.snapshot, gone]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  #findOrMake(motif: Motif, format: JpegFormat): Take {
    const takes = this.#takes.get(motif.owner) ?? new Map<string, Take>();
    this.#takes.set(motif.owner, takes);
    const key = `${motif.key} ${format.width} ${format.quality}`;
    const known = takes.get(key);
    if (known && isCurrent(known, motif)) {
      known.waiting++;
      return known;
    }
    const { promise, resolve, reject } = Promise.withResolvers<Snapshot | null>();
    const take: Take = { keyframe: null, waiting: 1, snapshot: promise };
    takes.delete(key);
    takes.set(key, take);
    dropOldest(takes);
    this.#make(take, motif, format).then(resolve, reject);
    // A failure, or nothing to see, is not kept: the next one who asks has another try.
    const forget = (): void => {
      if (takes.get(key) === take) takes.delete(key);
    };
    promise.then((snapshot) => snapshot ?? forget(), forget);
    return take;
  }

  #make(take: Take, { find }: Motif, format: JpegFormat): Promise<Snapshot | null> {
    const made = this.#inTurn(take, async () => {
      this.#stop.signal.throwIfAborted();
      const still = take.waiting > 0 ? find() : null;
      if (!still) return null;
      take.keyframe = still.sample.decodeTime;
      const jpeg = await createJpeg({
        program: this.#ffmpeg,
        mp4: renderKeyframe(still),
        format,
        signal: this.#stop.signal,
      });
      return { jpeg, capturedAt: new Date(still.capturedAtMs) };
    });
    const ended = made.catch(() => {
      // Told to whoever asked for it.
    });
    this.#underWay.add(ended);
    void ended.then(() => this.#underWay.delete(ended));
    return made;
  }

  async #inTurn<T>(take: Take, run: () => Promise<T>): Promise<T> {
    // Those whose askers have left take no time.
    if (this.#waiting.filter(({ take }) => take.waiting > 0).length >= MAX_WAITING) {
      throw new CommandError('limit_reached', 'too many pictures are being made');
    }
    if (this.#freeRuns > 0) this.#freeRuns--;
    else await new Promise<void>((begin) => this.#waiting.push({ take, begin }));
    try {
      return await run();
    } finally {
      // Handed on, so that nobody who came later gets ahead.
      const next = this.#waiting.shift();
      if (next) next.begin();
      else this.#freeRuns++;
    }
  }
}

function isCurrent({ keyframe }: Take, { find }: Motif): boolean {
  return keyframe === null || keyframe === find()?.sample.decodeTime;
}

function dropOldest(takes: Map<string, Take>): void {
  const oldest = takes.keys().next().value;
  if (takes.size > KEPT_PER_OWNER && oldest !== undefined) takes.delete(oldest);
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
