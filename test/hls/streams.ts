// Streams on which playlists are tested.

import { renderMediaPlaylist } from '../../src/hls/media-playlist.ts';
import { viewParts } from '../../src/packager/joined-parts.ts';
import type { Rendition } from '../../src/packager/rendition.ts';
import type { ArrivedSample } from '../../src/packager/track-writer.ts';
import { createRandom } from '../random.ts';
import {
  REGULAR,
  START_MS,
  createFormat,
  createPresentation,
  createSamples,
  feed,
  startAttempt,
} from '../packager/samples.ts';
import type { CameraScript, Shown } from '../packager/samples.ts';

export const MEDIA_PATH = '../media/porch/video';

export function render(rendition: Rendition, skip = false): string {
  return renderMediaPlaylist(rendition, { mediaPath: MEDIA_PATH, skip });
}

/** As players far away see it. */
export function renderJoined(rendition: Rendition, skip = false): string {
  const { view, partSuffix } = viewParts(rendition, false);
  return renderMediaPlaylist(view, { mediaPath: MEDIA_PATH, partSuffix, skip });
}

export interface Attempt {
  readonly script: CameraScript;
  readonly gopSeconds?: number | null;
  readonly codec?: string;
  /** Between the end of the attempt before and its own first frame. */
  readonly pauseMs?: number;
}

export interface Stream {
  readonly windowSeconds?: number;
  readonly segmentSeconds?: number;
  readonly partSeconds?: number;
  readonly joinedPartSeconds?: number;
  readonly attempts: readonly Attempt[];
}

/** Plays a stream, showing the presentation after each sample. */
export function playStream(stream: Stream, afterEach: (shown: Shown) => void = () => {}): Shown {
  const { windowSeconds = 20, segmentSeconds = 1, attempts } = stream;
  const { partSeconds = 0.2, joinedPartSeconds = partSeconds } = stream;
  const parts = { partSeconds, joinedPartSeconds };
  const shown = createPresentation({ windowSeconds, segmentSeconds, ...parts });
  let startMs = START_MS;
  for (const { script, gopSeconds = null, codec, pauseMs = 0 } of attempts) {
    startMs += pauseMs;
    const format = createFormat(codec);
    const track = startAttempt(shown.presentation, { gopSeconds, format });
    let last: ArrivedSample | null = null;
    feed(track, createSamples({ ...script, startMs }), (arrived) => {
      last = arrived;
      afterEach(shown);
    });
    startMs = (last as ArrivedSample | null)?.arrivedAtMs ?? startMs;
  }
  return shown;
}

/** Keyframes after these numbers of frames, time and again. */
export function keyframesAfter(distances: readonly number[]): (index: number) => boolean {
  const period = distances.reduce((sum, distance) => sum + distance, 0);
  const keys = new Set<number>();
  let at = 0;
  for (const distance of distances) {
    keys.add(at);
    at += distance;
  }
  return (index) => keys.has(index % period);
}

/** Keyframes after half a second to ten, at 25 frames a second. */
export function randomKeyframes(seed: number, frames: number): (index: number) => boolean {
  const random = createRandom(seed);
  const keys = new Set([0]);
  for (let at = 0; at < frames;) {
    at += 13 + random(237);
    keys.add(at);
  }
  return (index) => keys.has(index);
}

const JITTER = createRandom(11);
const JITTERY = Array.from({ length: 1_000 }, () => 3_000 + JITTER(300) - 150);
const VARIABLE = Array.from({ length: 1_000 }, () => [1_500, 3_000, 6_000, 12_000][JITTER(4)] ?? 0);

export const cycle =
  (values: readonly number[]) =>
  (index: number): number =>
    values[index % values.length] ?? NaN;

export const STREAMS: Readonly<Record<string, Stream>> = {
  'an encoder of ours': { attempts: [{ script: { ...REGULAR, seconds: 90 }, gopSeconds: 1 }] },
  'an encoder of ours at 29.97 frames a second': {
    attempts: [{ script: { seconds: 60, frame: 3_003, gop: 30 }, gopSeconds: 1 }],
  },
  'segments that end with a short part': {
    attempts: [{ script: { seconds: 60, frame: 3_750, gop: 24 }, gopSeconds: 1 }],
  },
  'one frame a second': { attempts: [{ script: { seconds: 120, frame: 90_000, gop: 2 } }] },
  'segments of four seconds': {
    segmentSeconds: 4,
    windowSeconds: 60,
    attempts: [{ script: { ...REGULAR, seconds: 120 }, gopSeconds: 1 }],
  },
  'a regular camera': { attempts: [{ script: { ...REGULAR, seconds: 120, gop: 50 } }] },
  'GOPs of half a second': { attempts: [{ script: { seconds: 60, frame: 3_000, gop: 15 } }] },
  'a camera with jitter': {
    attempts: [{ script: { seconds: 90, frame: cycle(JITTERY), gop: 60 } }],
  },
  'a camera whose clock drifts': {
    attempts: [{ script: { ...REGULAR, seconds: 120, delayMs: (index) => index * 0.05 } }],
  },
  'a GOP without end': {
    attempts: [
      { script: { ...REGULAR, seconds: 120, gop: (index) => index % 25 === 0 && index < 75 } },
    ],
  },
  'a first GOP that is cut short': {
    windowSeconds: 60,
    attempts: [
      { script: { ...REGULAR, seconds: 120, gop: (index) => index === 0 || index % 100 === 25 } },
    ],
  },
  'an encoder that is restarted': {
    windowSeconds: 30,
    attempts: [3.3, 7, 0.5, 12.1, 40].map((seconds) => ({
      script: { ...REGULAR, seconds },
      gopSeconds: 1,
      pauseMs: 1_700,
    })),
  },
  'a camera that restarts with another codec': {
    attempts: ['avc1.64001f', 'hvc1.1.6.L93.b0', 'avc1.4d401f'].map((codec) => ({
      script: { ...REGULAR, seconds: 22.2, gop: 50 },
      codec,
      pauseMs: 4_000,
    })),
  },
};

/** Streams whose keyframes or frames nobody can foresee. */
export const WILD_STREAMS: Readonly<Record<string, Stream>> = {
  'GOPs of half a second to ten': {
    attempts: [1, 2, 3].map((seed) => ({
      script: { ...REGULAR, seconds: 150, gop: randomKeyframes(seed, 4_000) },
      pauseMs: 3_000,
    })),
  },
  'two GOPs that take turns': {
    attempts: [{ script: { ...REGULAR, seconds: 120, gop: keyframesAfter([25, 65]) } }],
  },
  'frames that come as they like': {
    attempts: [{ script: { seconds: 120, frame: cycle(VARIABLE), gop: 40 } }],
  },
};
