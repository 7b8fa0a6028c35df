// node test/bench/card-first.ts [--pages 20]: how soon a card shows something, and something that moves. Warm: its files are in the
// browser's cache and the camera runs. Through both of Home Assistant's proxies, on this machine.

import { parseArgs } from 'node:util';
import type { TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { oriel, openDashboard, startHome } from '../card/home.ts';

const { values } = parseArgs({ options: { pages: { type: 'string', default: '20' } } });

/** Opens a dashboard with one card; resolves with ms until its still is drawn, and until its video has a frame. */
const WATCH = `new Promise((resolve) => {
  const find = (root, name) => [...root.querySelectorAll('*')].flatMap((element) => [
    ...(element.localName === name ? [element] : []),
    ...(element.shadowRoot ? find(element.shadowRoot, name) : []),
  ]);
  const startedAt = performance.now();
  const found = { still: null, live: null };
  dashboard.open([{ cards: [${JSON.stringify(oriel({ camera: 'porch' }))}] }]);
  const look = () => {
    const main = document.querySelector('main');
    const ms = Math.round(performance.now() - startedAt);
    if (found.still === null && find(main, 'img').some(({ complete, naturalWidth }) => complete && naturalWidth > 0)) {
      found.still = ms;
    }
    if (find(main, 'video').some((video) => video.getVideoPlaybackQuality().totalVideoFrames > 0)) {
      found.live = ms;
    }
    if (found.live !== null || ms > 10_000) resolve(found);
    else requestAnimationFrame(look);
  };
  look();
})`;

interface Found {
  readonly still: number | null;
  readonly live: number | null;
}

async function watch(page: Page, run: <T>(script: string) => Promise<T>): Promise<Found> {
  await page.reload();
  await page.waitForFunction('globalThis.dashboard !== undefined');
  await page.waitForTimeout(500);
  return await run<Found>(WATCH);
}

function row(name: string, values: readonly (number | null)[]): object {
  const sorted = values.map((each) => each ?? Infinity).toSorted((a, b) => a - b);
  return {
    '': name,
    'p50 ms': sorted[Math.floor(sorted.length / 2)],
    'p95 ms': sorted[Math.floor(sorted.length * 0.95)],
    'worst ms': sorted.at(-1),
  };
}

const cleanUps: (() => unknown)[] = [];
const t = { after: (act: () => unknown) => cleanUps.unshift(act) } as unknown as TestContext;
try {
  const camera = { id: 'porch', source: 'test:', resolution: '1280x720', fps: 25 };
  const home = await startHome(t, { options: { cameras: [camera] } });
  const { page, run } = await openDashboard(t, home);
  // Fills the cache.
  await watch(page, run);
  const found: Found[] = [];
  for (let index = 0; index < Number(values.pages); index++) found.push(await watch(page, run));
  console.table([
    // Live may be there before the server has made a JPEG.
    row(
      'a picture',
      found.map(({ still, live }) => still ?? live),
    ),
    row(
      'live',
      found.map(({ live }) => live),
    ),
  ]);
} finally {
  for (const act of cleanUps) await act();
}
