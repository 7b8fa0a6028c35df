import { join } from 'node:path';
import { CommandError } from '../errors.ts';
import type { Log } from '../log.ts';
import { endOf, hasSameInit, selectSegments } from '../packager/excerpt.ts';
import type { Span } from '../packager/excerpt.ts';
import type { RenditionView } from '../packager/rendition-view.ts';
import type { SegmentView } from '../packager/segment.ts';
import type { SegmentWindowView } from '../packager/segment-window.ts';
import type { Camera } from './camera.ts';
import { saveClip } from './clip-file.ts';
import { pruneClips } from './clip-retention.ts';
import type { Retention } from './clip-retention.ts';
import { assembleClip } from './clip.ts';
import type { ClipTrack } from './clip.ts';

export interface ClipRequest {
  readonly camera: Pick<Camera, 'id' | 'name' | 'presentation' | 'enterViewer'>;
  /** How much of the past. */
  readonly seconds: number;
  /** Seconds to come. */
  readonly post: number;
  /** Any text; what is safe of it becomes part of the name. */
  readonly label?: string | undefined;
}

export interface SavedClip {
  readonly path: string;
  /** Of the file, without the folder. */
  readonly name: string;
  /** How long it plays. */
  readonly seconds: number;
  readonly bytes: number;
  /** When its first frame was captured. */
  readonly startedAt: Date;
}

export interface ClipRecorderDeps {
  readonly directory: string;
  readonly retention: Retention;
  readonly log: Log;
}

/** Media that is late is waited for this long. */
const LATE_MS = 5_000;
/** Each holds media that may have left the window. */
const MAX_AT_ONCE = 8;
const MAX_CLOSING_MS = 4_000;

/** Saves clips in one folder, and deletes old ones. */
export class ClipRecorder implements AsyncDisposable {
  readonly #deps: ClipRecorderDeps;
  readonly #closing = new AbortController();
  readonly #stop = new AbortController();
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(deps: ClipRecorderDeps) {
    this.#deps = deps;
  }

  /**
   * @param signal gives it up; nothing is left of it then
   * @throws CommandError `limit_reached`, or `not_enough_buffer` when there is no video to save
   * @throws ClipError when the folder does not take it
   */
  async record(request: ClipRequest, signal?: AbortSignal): Promise<SavedClip> {
    if (this.#underWay.size >= MAX_AT_ONCE) {
      throw new CommandError('limit_reached', `${MAX_AT_ONCE} clips are being saved already`);
    }
    const signals = [this.#stop.signal, ...(signal ? [signal] : [])];
    const recording = this.#record(request, AbortSignal.any(signals));
    this.#underWay.add(recording);
    try {
      return await recording;
    } finally {
      this.#underWay.delete(recording);
    }
  }

  /** Clips end with what is there and are saved; where that takes long, they are given up. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    const timer = setTimeout(() => this.#stop.abort(), MAX_CLOSING_MS);
    await Promise.allSettled(this.#underWay);
    clearTimeout(timer);
  }

  async #record(request: ClipRequest, signal: AbortSignal): Promise<SavedClip> {
    const { directory, retention, log } = this.#deps;
    const closing = this.#closing.signal;
    const saved = await recordClip({ ...request, directory }, { signal, closing });
    const { name, seconds, bytes } = saved;
    log.info({ camera: request.camera.id, file: name, seconds, bytes }, 'saved a clip');
    try {
      const pruned = await pruneClips({ ...retention, directory, keep: name });
      if (pruned.length > 0) log.info({ pruned }, 'deleted old clips');
    } catch (error) {
      log.warn({ err: error }, 'cannot delete old clips');
    }
    return saved;
  }
}

interface RecordSignals {
  /** Gives it up. */
  readonly signal: AbortSignal;
  /** Ends it with what is there. */
  readonly closing: AbortSignal;
}

/**
 * Saves the seconds before now and those to come. A camera that stops, or changes its format, ends
 * the clip with what is there.
 * @throws as {@link ClipRecorder.record}
 */
export async function recordClip(
  request: ClipRequest & { readonly directory: string },
  signals: RecordSignals,
): Promise<SavedClip> {
  const { camera, directory, label } = request;
  const collected = await collect(request, camera.presentation.tracks(), signals);
  const clip = await assembleClip(collected);
  if (!clip) throw new CommandError('not_enough_buffer', `${camera.name} has no video to save`);
  const name = await saveClip(clip, { cameraId: camera.id, directory, label }, signals.signal);
  const { startedAt, seconds, byteLength } = clip;
  return { path: join(directory, name), name, seconds, bytes: byteLength, startedAt };
}

/** @returns segments that are held here, so that leaving the window does not lose them */
async function collect(
  { camera, seconds, post }: ClipRequest,
  renditions: readonly RenditionView[],
  { signal, closing }: RecordSignals,
): Promise<ClipTrack[]> {
  const [video] = renditions;
  const newest = video?.window.segments.at(-1);
  if (post === 0) {
    const endSeconds = video && newest ? endOf(newest) / video.timescale : 0;
    return renditions.map(({ window, timescale }) => {
      const from = (endSeconds - seconds) * timescale;
      const segments = selectSegments(window.segments, from);
      return { segments, span: { from, until: Infinity }, timescale };
    });
  }
  const nowSeconds = Date.now() / 1000;
  // Keeps a camera running that would go to rest without viewers.
  const leave = camera.enterViewer('clip', { hasSession: true, isOwn: true });
  // When the first track is there, or comes no more, the others have nothing to add.
  const isOver = new AbortController();
  try {
    const deadline = AbortSignal.timeout(post * 1000 + LATE_MS);
    const ending = AbortSignal.any([closing, deadline, isOver.signal]);
    const collected = renditions.map(async ({ window, timescale }, index): Promise<ClipTrack> => {
      const from = (nowSeconds - seconds) * timescale;
      const span = { from, until: (nowSeconds + post) * timescale };
      const segments = await follow(window, span, { signal, closing: ending });
      if (index === 0) isOver.abort();
      return { segments, span, timescale };
    });
    return await Promise.all(collected);
  } finally {
    leave();
  }
}

/** @throws the signal's reason */
async function follow(
  window: SegmentWindowView,
  { from, until }: Span,
  { signal, closing }: RecordSignals,
): Promise<SegmentView[]> {
  const held = selectSegments(window.segments, from);
  const either = AbortSignal.any([signal, closing]);
  while (!reaches(held, until)) {
    try {
      await window.changes.next(either);
    } catch {
      signal.throwIfAborted();
      break;
    }
    if (!takeNew(held, window, from)) break;
  }
  return held;
}

function reaches(held: readonly SegmentView[], until: number): boolean {
  const newest = held.at(-1);
  return newest !== undefined && endOf(newest) >= until;
}

/** @returns whether what comes next can belong to it as well */
function takeNew(held: SegmentView[], window: SegmentWindowView, from: number): boolean {
  const newest = held.at(-1);
  if (!newest) {
    held.push(...selectSegments(window.segments, from));
    return true;
  }
  // A camera that stops forgets its media, the newest as well.
  if (!window.find(newest.number)) return false;
  for (const segment of window.segments) {
    if (segment.number <= newest.number) continue;
    if (!hasSameInit(newest.sequence, segment.sequence)) return false;
    held.push(segment);
  }
  return true;
}
