import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { eventually } from '../eventually.ts';
import { countFrames, installFrameWatch, readFrameWatch } from './frame-watch.ts';
import type { FrameWatch } from './frame-watch.ts';

export interface WatchedPage extends AsyncDisposable {
  readonly page: Page;
  /** Unix ms at which it presented its first frame; waits for it. */
  firstFrameAtMs(): Promise<number>;
  read(): Promise<FrameWatch>;
}

const FIRST_FRAME_WITHIN_MS = 60_000;

/** A page of its own in a browser without a cache. */
export async function openWatchedPage(browser: Browser, url: string): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1000, height: 700 } });
  try {
    const page = await context.newPage();
    await installFrameWatch(page);
    await page.goto(url);
    return {
      page,
      firstFrameAtMs: async () => {
        const look = async (): Promise<true | null> =>
          (await countFrames(page)) > 0 ? true : null;
        await eventually(`a picture on ${url}`, look, FIRST_FRAME_WITHIN_MS);
        const { frames } = await readFrameWatch(page);
        return frames[0]?.[0] ?? Number.NaN;
      },
      read: () => readFrameWatch(page),
      [Symbol.asyncDispose]: () => context.close(),
    };
  } catch (error) {
    await context.close();
    throw error;
  }
}

/** Waits until that Unix time. */
export async function waitUntil(unixMs: number): Promise<void> {
  await delay(Math.max(0, unixMs - Date.now()));
}
