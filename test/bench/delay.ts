// Glass to glass in a real browser: Oriel, ordinary players on Oriel, and ffmpeg's own muxers beside them.

import { setTimeout as delay } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../browser.ts';
import { percentile } from '../glass-to-glass.ts';
import { startBaseline } from './baseline.ts';
import type { DelayWay } from './delay-ways.ts';
import { delaysBetween, summarizeFrames } from './frame-statistics.ts';
import type { FrameStatistics } from './frame-statistics.ts';
import { PLAYER_FOLDERS, renderPlayerPage } from './player-pages.ts';
import { startBenchProgram } from './program.ts';
import { startStaticServer } from './static-server.ts';
import { openWatchedPage, waitUntil } from './watched-page.ts';

export interface DelayRow extends FrameStatistics {
  readonly way: string;
  readonly label: string;
  /** What Oriel's player told the server, in ms, and how far that is from what was read of the same time. */
  readonly reported: number | null;
  readonly difference: number | null;
}

/** Players that find one segment only cannot stay as far behind as they would. */
const CAMERA_RUNS_MS = 10_000;
/** Start-up has its own numbers; what follows is measured in steady state. */
const WARM_UP_MS = 10_000;
/** A player reports as often. */
const REPORT_MS = 10_000;

/** @param onRow called as soon as there is another row */
export async function measureDelays(
  ways: readonly DelayWay[],
  seconds: number,
  onRow: (row: DelayRow) => void,
): Promise<DelayRow[]> {
  const rows: DelayRow[] = [];
  for (const way of ways) {
    // A browser of its own for each: what one has decoded must not warm the next.
    const browser = await launchBrowser();
    try {
      const row = await measureWay(browser, way, seconds);
      rows.push(row);
      onRow(row);
    } catch (error) {
      // One that does not play must not cost the others, in a run of hours.
      console.error(`${way.label}:`, error);
    } finally {
      await browser.close();
    }
  }
  return rows;
}

async function measureWay(browser: Browser, way: DelayWay, seconds: number): Promise<DelayRow> {
  const { by, id } = way;
  if (by.kind === 'baseline') {
    await using baseline = await startBaseline(by.muxer, by.file);
    await using server = await startStaticServer({
      folders: { ...PLAYER_FOLDERS, 'media/': baseline.folder },
      pages: renderPlayerPage(id, `media/${by.file}`, by.setup),
    });
    await delay(CAMERA_RUNS_MS);
    return await watch(browser, way, { url: `${server.url}${id}.html`, seconds, stateUrl: null });
  }
  await using oriel = await startBenchProgram({ cameras: [{ id: 'demo', source: 'test:' }] });
  const cameraUrl = `${oriel.url}cameras/demo/`;
  await delay(CAMERA_RUNS_MS);
  if (by.kind === 'ordinary') {
    await using server = await startStaticServer({
      folders: PLAYER_FOLDERS,
      pages: renderPlayerPage(id, cameraUrl + by.path, by.setup),
    });
    return await watch(browser, way, { url: `${server.url}${id}.html`, seconds, stateUrl: null });
  }
  const url = `${cameraUrl}?protocol=${by.protocol}`;
  return await watch(browser, way, { url, seconds, stateUrl: `${oriel.url}api/cameras/demo` });
}

interface Watching {
  readonly url: string;
  readonly seconds: number;
  /** Where the player's own numbers can be had; null for players that have none. */
  readonly stateUrl: string | null;
}

async function watch(browser: Browser, way: DelayWay, order: Watching): Promise<DelayRow> {
  await using watched = await openWatchedPage(browser, order.url);
  const fromMs = (await watched.firstFrameAtMs()) + WARM_UP_MS;
  const untilMs = fromMs + order.seconds * 1000;
  await waitUntil(untilMs);
  const frames = await watched.read();
  const reported = order.stateUrl === null ? null : await loadReported(order.stateUrl);
  const read = percentile(delaysBetween(frames, untilMs - REPORT_MS, untilMs), 0.5);
  return {
    way: way.id,
    label: way.label,
    ...summarizeFrames(frames, fromMs, untilMs),
    reported,
    difference: reported === null ? null : Math.round(reported - read),
  };
}

async function loadReported(stateUrl: string): Promise<number | null> {
  const response = await fetch(stateUrl);
  if (!response.ok) throw new Error(`${stateUrl}: ${response.status}`);
  const { delay_ms: reported } = (await response.json()) as { delay_ms: { p50: number } | null };
  return reported && Math.round(reported.p50);
}
