// How soon there is a picture: of a camera that runs, and of one that is started by who wants to see it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../browser.ts';
import { eventually } from '../eventually.ts';
import { percentile } from '../glass-to-glass.ts';
import type { DelayWay } from './delay-ways.ts';
import { startBenchProgram } from './program.ts';
import { startRtspCamera } from './rtsp-camera.ts';
import { openWatchedPage } from './watched-page.ts';

export interface FirstFrameRow {
  readonly way: string;
  readonly label: string;
  readonly start: 'warm' | 'on demand';
  /** Medians, in ms, to the first presented frame: since the page's script was there, since navigation. */
  readonly fromScript: number;
  readonly fromNavigation: number;
  /** The longest since the script was there. */
  readonly worst: number;
  readonly pages: number;
  /** On demand: ms that ffmpeg alone takes from its start to the camera's first frame; null when warm. */
  readonly ffmpegAlone: number | null;
}

const WARM_PAGES = 7;
const ON_DEMAND_PAGES = 3;
/** A page's first frame tells nothing while the camera has no GOP yet. */
const CAMERA_WITHIN_MS = 20_000;

export async function measureFirstFrames(
  ways: readonly DelayWay[],
  onRow: (row: FirstFrameRow) => void,
): Promise<FirstFrameRow[]> {
  const rows: FirstFrameRow[] = [];
  const add = (row: FirstFrameRow): void => {
    rows.push(row);
    onRow(row);
  };
  const browser = await launchBrowser();
  try {
    for (const way of ways) add(await measureWarm(browser, way));
    await using camera = await startRtspCamera();
    if (camera === null) {
      console.log('Skipped: on demand, without the RTSP server of the tests (GStreamer, Python)');
      return rows;
    }
    const ffmpegAlone = await measureFfmpegAlone(camera.url);
    for (const way of ways) {
      add({ ...(await measureOnDemand(browser, way, camera.url)), ffmpegAlone });
    }
    return rows;
  } finally {
    await browser.close();
  }
}

async function measureWarm(browser: Browser, way: DelayWay): Promise<FirstFrameRow> {
  await using oriel = await startBenchProgram({ cameras: [{ id: 'demo', source: 'test:' }] });
  await cameraRuns(oriel.url);
  const times: FirstFrame[] = [];
  for (let page = 0; page < WARM_PAGES; page++) {
    times.push(await openPage(browser, pageUrl(oriel.url, way)));
  }
  return summarize(way, 'warm', times);
}

async function measureOnDemand(
  browser: Browser,
  way: DelayWay,
  source: string,
): Promise<FirstFrameRow> {
  const times: FirstFrame[] = [];
  for (let page = 0; page < ON_DEMAND_PAGES; page++) {
    // A program of its own each time: what it learned of the camera before must not help.
    await using oriel = await startBenchProgram({
      cameras: [{ id: 'demo', source, start: 'on_demand' }],
    });
    times.push(await openPage(browser, pageUrl(oriel.url, way)));
  }
  return summarize(way, 'on demand', times);
}

interface FirstFrame {
  readonly fromScript: number;
  readonly fromNavigation: number;
}

async function openPage(browser: Browser, url: string): Promise<FirstFrame> {
  await using watched = await openWatchedPage(browser, url);
  await watched.firstFrameAtMs();
  const { firstFrameMs, scriptMs } = await watched.read();
  if (firstFrameMs === null || scriptMs === null) throw new Error(`${url}: no times of the page`);
  return { fromScript: firstFrameMs - scriptMs, fromNavigation: firstFrameMs };
}

function summarize(
  way: DelayWay,
  start: FirstFrameRow['start'],
  times: readonly FirstFrame[],
): FirstFrameRow {
  const all = (key: keyof FirstFrame): number[] => times.map((time) => time[key]);
  return {
    way: way.id,
    label: way.label,
    start,
    fromScript: Math.round(percentile(all('fromScript'), 0.5)),
    fromNavigation: Math.round(percentile(all('fromNavigation'), 0.5)),
    worst: Math.round(percentile(all('fromScript'), 1)),
    pages: times.length,
    ffmpegAlone: null,
  };
}

function pageUrl(root: string, { id, by }: DelayWay): string {
  if (by.kind !== 'oriel') throw new Error(`${id} is not a way of Oriel's player`);
  return `${root}cameras/demo/?protocol=${by.protocol}`;
}

/** Two segments: as soon as it is live, there may be a few frames only. */
async function cameraRuns(root: string): Promise<void> {
  const look = async (): Promise<true | null> => {
    const response = await fetch(`${root}cameras/demo/hls/video.m3u8`);
    const playlist = await response.text();
    return playlist.split('#EXTINF').length > 2 ? true : null;
  };
  await eventually('the camera runs', look, CAMERA_WITHIN_MS);
}

/** Connects as Oriel does, without looking into the stream first. */
async function measureFfmpegAlone(url: string): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < ON_DEMAND_PAGES; run++) {
    const startedMs = performance.now();
    const input = ['-v', 'error', '-nostdin', '-rtsp_transport', 'tcp', '-i', url];
    const output = ['-map', '0:v:0', '-c', 'copy', '-f', 'nut', '-flush_packets', '1', 'pipe:1'];
    const child = spawn('ffmpeg', [...input, ...output], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(child, 'exit');
    await once(child.stdout, 'data');
    times.push(performance.now() - startedMs);
    child.kill('SIGKILL');
    await exited;
  }
  return Math.round(percentile(times, 0.5));
}
