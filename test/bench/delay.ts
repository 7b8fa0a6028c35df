import { setTimeout as delay } from 'node:timers/promises';
import { countPlaying, launchBrowser } from '../browser.ts';
import { eventually } from '../eventually.ts';
import { measureGlassToGlass, percentile } from '../glass-to-glass.ts';
import { startBenchProgram } from './program.ts';

export interface DelayRow {
  readonly way: string;
  /** Milliseconds from the frame's drawing to its presentation. */
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
  readonly stalls: number;
  readonly frames: number;
  /** From navigation to the first picture that moves, in ms. */
  readonly firstPictureMs: number;
}

/** Start-up has its own number; what follows is measured in steady state. */
const WARM_UP_MS = 5_000;

export async function measureDelays(seconds: number): Promise<DelayRow[]> {
  const rows: DelayRow[] = [];
  await using oriel = await startBenchProgram({ cameras: [{ id: 'demo', source: 'test:' }] });
  for (const protocol of ['hls', 'dash']) {
    rows.push(
      await measureDelay(`${oriel.url}cameras/demo/?protocol=${protocol}`, protocol, seconds),
    );
  }
  return rows;
}

async function measureDelay(url: string, way: string, seconds: number): Promise<DelayRow> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const startedMs = performance.now();
    await page.goto(url);
    await eventually('a picture', async () => ((await countPlaying(page)) > 0 ? true : null));
    const firstPictureMs = Math.round(performance.now() - startedMs);
    await delay(WARM_UP_MS);
    const { delaysMs, stalls, frames } = await measureGlassToGlass(page, seconds * 1000);
    const rounded = (share: number): number => Math.round(percentile(delaysMs, share));
    return {
      way,
      p50: rounded(0.5),
      p95: rounded(0.95),
      max: rounded(1),
      stalls,
      frames,
      firstPictureMs,
    };
  } finally {
    await browser.close();
  }
}
