// What a page shows, from its very start: when each frame was drawn and presented, and when the video had to wait.

import type { Page } from 'playwright-core';
import { readTimeCode, timeCodeToUnixMs } from '../../src/ffmpeg/time-code.ts';

export interface FrameWatch {
  /** Unix ms of its presentation, and ms since it was drawn; null where that cannot be read. */
  readonly frames: [number, number | null][];
  /** Unix ms at which the video ran out of data. */
  readonly waitsAtMs: number[];
  /** Ms since navigation. */
  firstFrameMs: number | null;
  /** Ms since navigation at which the page's script was there. */
  scriptMs: number | null;
}

interface Video {
  readonly isConnected: boolean;
  readonly videoWidth: number;
  readonly videoHeight: number;
  addEventListener(type: string, listener: () => void): void;
  requestVideoFrameCallback(
    onFrame: (nowMs: number, frame: { presentationTime: number }) => void,
  ): void;
}

interface Root {
  querySelectorAll(selector: string): Iterable<{ localName: string; shadowRoot: Root | null }>;
}

declare const document: Root & { querySelector(s: string): { src: string } | null };

declare class OffscreenCanvas {
  width: number;
  height: number;
  constructor(width: number, height: number);
  getContext(
    kind: '2d',
    options: object,
  ): {
    drawImage(video: Video, ...box: number[]): void;
    getImageData(x: number, y: number, w: number, h: number): { data: Uint8ClampedArray };
  };
}

/** Begins with each page that is opened from now on. */
export async function installFrameWatch(page: Page): Promise<void> {
  await page.addInitScript({
    content: `(() => {
      const CELLS_PER_WIDTH = 32, FIRST_BIT_CELL = 2, TIME_CODE_BITS = 24, LEAST_CONTRAST = 64;
      const CODES = 2 ** TIME_CODE_BITS;
      ${readTimeCode.toString()}
      ${timeCodeToUnixMs.toString()}
      (${watchFrames.toString()})(readTimeCode, timeCodeToUnixMs);
    })()`,
  });
}

export async function readFrameWatch(page: Page): Promise<FrameWatch> {
  return page.evaluate(() => (globalThis as unknown as { orielBench: FrameWatch }).orielBench);
}

/** How many frames there are, without bringing them all. */
export async function countFrames(page: Page): Promise<number> {
  return page.evaluate(
    () => (globalThis as unknown as { orielBench: FrameWatch }).orielBench.frames.length,
  );
}

/** Runs in the page, before its own scripts. */
function watchFrames(read: typeof readTimeCode, toUnixMs: typeof timeCodeToUnixMs): void {
  const watch: FrameWatch = { frames: [], waitsAtMs: [], firstFrameMs: null, scriptMs: null };
  Object.assign(globalThis, { orielBench: watch });
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  let watched: Video | null = null;

  const readDrawnMs = (video: Video): number | null => {
    const { videoWidth: width, videoHeight: height } = video;
    const strip = Math.ceil(width / 32);
    if (canvas.width !== width) Object.assign(canvas, { width, height: strip });
    context.drawImage(video, 0, height - strip, width, strip, 0, 0, width, strip);
    const { data } = context.getImageData(0, 0, width, strip);
    const code = read(
      (x, y) => data[((y - (height - strip)) * width + x) * 4 + 1] ?? 0,
      width,
      height,
    );
    return code === null ? null : toUnixMs(code, Date.now());
  };
  const findVideo = (root: Root): Video | null => {
    for (const element of root.querySelectorAll('*')) {
      if (element.localName === 'video') return element as unknown as Video;
      const inner = element.shadowRoot && findVideo(element.shadowRoot);
      if (inner) return inner;
    }
    return null;
  };
  const follow = (video: Video): void => {
    watched = video;
    video.addEventListener('waiting', () => watch.waitsAtMs.push(Date.now()));
    const onFrame = (_nowMs: number, { presentationTime }: { presentationTime: number }): void => {
      if (watched !== video) return;
      if (watch.firstFrameMs === null) {
        watch.firstFrameMs = presentationTime;
        const src = document.querySelector('script[type=module][src]')?.src ?? '';
        const [script] = performance.getEntriesByName(src) as unknown as { responseEnd: number }[];
        watch.scriptMs = script?.responseEnd ?? null;
      }
      const shownAtMs = Date.now() - (performance.now() - presentationTime);
      const drawnMs = readDrawnMs(video);
      watch.frames.push([shownAtMs, drawnMs === null ? null : shownAtMs - drawnMs]);
      video.requestVideoFrameCallback(onFrame);
    };
    video.requestVideoFrameCallback(onFrame);
  };
  // Elements in shadow trees come without an event that could be had here.
  setInterval(() => {
    if (watched?.isConnected === true) return;
    const video = findVideo(document);
    if (video) follow(video);
  }, 5);
}
