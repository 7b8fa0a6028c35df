// Reads the clock out of the frames a browser shows: how long after it was drawn each was presented.

import type { Page } from 'playwright-core';
import { readTimeCode, timeCodeToUnixMs } from '../src/ffmpeg/time-code.ts';

export interface GlassToGlass {
  /** Milliseconds from drawing to presentation, one for each frame read, in order. */
  readonly delaysMs: readonly number[];
  /** When each of them was drawn, in Unix ms. */
  readonly drawnAtMs: readonly number[];
  /** Times the video had to wait for media. */
  readonly stalls: number;
  /** Frames shown while measuring. */
  readonly frames: number;
}

/** Watches the page's video for `forMs`; the camera must be a `test:` one on this machine's clock. */
export async function measureGlassToGlass(page: Page, forMs: number): Promise<GlassToGlass> {
  await page.evaluate(`
    globalThis.readTimeCode = (() => {
      const CELLS_PER_WIDTH = 32, FIRST_BIT_CELL = 2, TIME_CODE_BITS = 24, LEAST_CONTRAST = 64;
      return ${readTimeCode.toString()};
    })();
    globalThis.timeCodeToUnixMs = (() => {
      const CODES = 2 ** 24;
      return ${timeCodeToUnixMs.toString()};
    })();
  `);
  return page.evaluate(watchFrames, forMs);
}

declare const document: {
  querySelectorAll(selector: string): Iterable<{ shadowRoot: unknown }>;
  createElement(name: 'canvas'): Canvas;
};
interface Canvas {
  width: number;
  height: number;
  getContext(kind: '2d', options: object): CanvasContext;
}
interface CanvasContext {
  drawImage(video: Video, ...box: number[]): void;
  getImageData(x: number, y: number, w: number, h: number): { data: Uint8ClampedArray };
}
interface Video {
  readonly videoWidth: number;
  readonly videoHeight: number;
  addEventListener(type: string, listener: () => void): void;
  requestVideoFrameCallback(
    callback: (
      now: number,
      frame: { presentationTime: number; expectedDisplayTime: number },
    ) => void,
  ): void;
}

/** Runs in the page. */
async function watchFrames(forMs: number): Promise<GlassToGlass> {
  const findVideo = (root: { querySelectorAll(s: string): Iterable<unknown> }): Video | null => {
    for (const element of root.querySelectorAll('*') as Iterable<{
      localName: string;
      shadowRoot: never;
    }>) {
      if (element.localName === 'video') return element as unknown as Video;
      const inner = element.shadowRoot && findVideo(element.shadowRoot);
      if (inner) return inner;
    }
    return null;
  };
  const video = findVideo(document);
  if (!video) throw new Error('the page has no video');
  const { readTimeCode: read, timeCodeToUnixMs: toUnixMs } = globalThis as unknown as {
    readTimeCode: typeof readTimeCode;
    timeCodeToUnixMs: typeof timeCodeToUnixMs;
  };
  const canvas = document.createElement('canvas');
  const delaysMs: number[] = [];
  const drawnAtMs: number[] = [];
  let stalls = 0;
  let frames = 0;
  video.addEventListener('waiting', () => stalls++);
  const until = performance.now() + forMs;
  await new Promise<void>((resolve) => {
    const onFrame = (
      _now: number,
      frame: { presentationTime: number; expectedDisplayTime: number },
    ) => {
      frames++;
      const { videoWidth: width, videoHeight: height } = video;
      const strip = Math.ceil(width / 32);
      canvas.width = width;
      canvas.height = strip;
      const context = canvas.getContext('2d', { willReadFrequently: true });
      context.drawImage(video, 0, height - strip, width, strip, 0, 0, width, strip);
      const { data } = context.getImageData(0, 0, width, strip);
      const lumaAt = (x: number, y: number): number =>
        data[((y - (height - strip)) * width + x) * 4 + 1] ?? 0;
      const code = read(lumaAt, width, height);
      const shownAtMs = performance.timeOrigin + frame.presentationTime;
      if (code !== null) {
        const drawn = toUnixMs(code, Date.now());
        drawnAtMs.push(drawn);
        delaysMs.push(shownAtMs - drawn);
      }
      if (performance.now() < until) video.requestVideoFrameCallback(onFrame);
      else resolve();
    };
    // Where no frame comes any more, there is nothing to wait for.
    setTimeout(resolve, forMs + 500);
    video.requestVideoFrameCallback(onFrame);
  });
  return { delaysMs, drawnAtMs, stalls, frames };
}

/** The value below which the given share of the numbers lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
