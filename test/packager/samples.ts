// Cameras made of numbers: samples with the wall-clock times at which they would arrive.

import type { TrackFormat } from '../../src/mp4/track-format.ts';
import { FrameDuration } from '../../src/nut/frame-duration.ts';
import { Presentation, VIDEO_TIMESCALE } from '../../src/packager/presentation.ts';
import type { Rendition } from '../../src/packager/rendition.ts';
import type { RenditionSettings } from '../../src/packager/rendition-settings.ts';
import type { ArrivedSample, TrackWriter } from '../../src/packager/track-writer.ts';

export const START_MS = Date.UTC(2026, 5, 1, 12);

export const SETTINGS: RenditionSettings = {
  segmentSeconds: 1,
  partSeconds: 0.2,
  windowSeconds: 60,
  windowBytes: 128 * 1024 * 1024,
};

export const SILENCE = Buffer.from('silence');

export function createFormat(
  codec = 'avc1.64001f',
  kind: 'video' | 'audio' = 'video',
): TrackFormat {
  return {
    kind,
    timescale: kind === 'video' ? VIDEO_TIMESCALE : 48_000,
    codec,
    width: 640,
    height: 360,
    displayWidth: 640,
    sampleEntry: Buffer.from(`sample entry of ${codec}`),
    ...(kind === 'audio' ? { silence: { data: SILENCE, duration: 1_024 } } : {}),
  };
}

export interface CameraScript {
  readonly seconds: number;
  /** Ticks of each frame. */
  readonly frame: number | ((index: number) => number);
  /** Frames between keyframes, or which frames are keyframes. */
  readonly gop: number | ((index: number) => boolean);
  /** When the first frame was captured. */
  readonly startMs?: number;
  /** The camera's own time stamp of its first frame. */
  readonly decodeTime?: number;
  readonly timescale?: number;
  readonly compositionOffset?: (index: number) => number;
  readonly size?: (index: number, isKey: boolean) => number;
  /** How much later than it was captured a frame arrives. */
  readonly delayMs?: (index: number) => number;
}

const FRAME_25 = 3_600;

/** 25 frames a second, a keyframe each second. */
export const REGULAR: CameraScript = { seconds: 10, frame: FRAME_25, gop: 25 };

/** Frames arrive when all that they need has been captured; how long they last is then a guess. */
export function* createSamples(script: CameraScript): Generator<ArrivedSample, void> {
  const { startMs = START_MS, decodeTime = 0, timescale = VIDEO_TIMESCALE, frame, gop } = script;
  const end = Math.round(script.seconds * timescale);
  const durationOf = (index: number): number => (typeof frame === 'number' ? frame : frame(index));
  const expected = new FrameDuration(durationOf(0));
  const offsetOf = (index: number): number => script.compositionOffset?.(index) ?? 0;
  let elapsed = 0;
  let captured = 0;
  for (let index = 0; elapsed < end; index++) {
    if (index > 0) expected.observe(durationOf(index - 1));
    const isKey = typeof gop === 'number' ? index % gop === 0 : gop(index);
    const size = script.size?.(index, isKey) ?? (isKey ? 4_000 : 400);
    captured = Math.max(captured, elapsed + offsetOf(index) - offsetOf(0));
    yield {
      arrivedAtMs: startMs + (captured * 1000) / timescale + (script.delayMs?.(index) ?? 0),
      sample: {
        trackId: 1,
        decodeTime: decodeTime + elapsed,
        duration: expected.expected,
        compositionOffset: offsetOf(index),
        isKey,
        data: Buffer.alloc(size, index),
      },
    };
    elapsed += durationOf(index);
  }
}

export function feed(
  track: TrackWriter,
  samples: Iterable<ArrivedSample>,
  afterEach: (arrived: ArrivedSample) => void = () => {},
): void {
  for (const arrived of samples) {
    track.onSample(arrived.sample, arrived.arrivedAtMs);
    afterEach(arrived);
  }
}

/** A new attempt that has told its format. */
export function startAttempt(
  presentation: Presentation,
  options: { readonly gopSeconds?: number | null; readonly format?: TrackFormat } = {},
): TrackWriter {
  const writer = presentation.startSequence({ gopSeconds: options.gopSeconds ?? null });
  const track = writer.track('video');
  track.onFormat(options.format ?? createFormat());
  return track;
}

export interface Shown {
  readonly presentation: Presentation;
  readonly rendition: Rendition;
}

export function createPresentation(settings: Partial<RenditionSettings> = {}): Shown {
  const presentation = new Presentation({ ...SETTINGS, ...settings }, { nowMs: START_MS });
  const rendition = presentation.rendition('video');
  if (!rendition) throw new Error('a presentation has video');
  return { presentation, rendition };
}

/** One attempt, played to the end of its script. */
export function play(
  script: Partial<CameraScript> = {},
  options: {
    readonly gopSeconds?: number | null;
    readonly settings?: Partial<RenditionSettings>;
  } = {},
): Shown {
  const shown = createPresentation(options.settings);
  feed(startAttempt(shown.presentation, options), createSamples({ ...REGULAR, ...script }));
  return shown;
}
