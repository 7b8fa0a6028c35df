// What cameras cost that nobody watches: processor and memory, by copy.

import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../eventually.ts';
import { cameraFile } from './camera-file.ts';
import { startBenchProgram } from './program.ts';
import { cpuPercent, readTotalUsage, readUsage } from './usage.ts';

export interface CostRow {
  readonly cameras: number;
  /** Of one core, in per cent: Node, and all ffmpegs together. */
  readonly cpu: number;
  readonly ffmpegCpu: number;
  readonly rssMb: number;
  /** Of the media that is held, by the program's own count. */
  readonly windowsMb: number;
  readonly rssWithoutWindowsMb: number;
  readonly seconds: number;
}

const MEGABYTE = 1024 * 1024;
const LIVE_WITHIN_MS = 60_000;
/** Segments that left the window stay for a while, and memory settles. */
const SETTLE_MS = 10_000;
/** Short measurements do with less than users have. */
const WINDOW_SECONDS = 60;

/** @param onRow called as soon as there is another row */
export async function measureCosts(
  counts: readonly number[],
  seconds: number,
  onRow: (row: CostRow) => void,
): Promise<CostRow[]> {
  const rows: CostRow[] = [];
  for (const count of counts) {
    const row = await measureCost(count, seconds);
    rows.push(row);
    onRow(row);
  }
  return rows;
}

async function measureCost(count: number, seconds: number): Promise<CostRow> {
  const source = `file:${await cameraFile()}`;
  const windowSeconds = Math.max(10, Math.min(WINDOW_SECONDS, seconds));
  const cameras = Array.from({ length: count }, (_, index) => {
    return { id: `cam${index}`, source, video: 'copy', window_seconds: windowSeconds };
  });
  await using oriel = await startBenchProgram({ cameras });
  await eventually('all cameras are live', () => areLive(oriel.url, count), LIVE_WITHIN_MS);
  await delay(windowSeconds * 1000 + SETTLE_MS);
  const children = await readChildren(oriel.pid);
  const before = await readUsage(oriel.pid);
  const ffmpegsBefore = await readTotalUsage(children);
  await delay(seconds * 1000);
  const after = await readUsage(oriel.pid);
  const ffmpegsAfter = await readTotalUsage(children);
  const windowsMb = (await loadWindowBytes(oriel.url)) / MEGABYTE;
  return {
    cameras: count,
    cpu: round(cpuPercent(before, after)),
    ffmpegCpu: round(cpuPercent(ffmpegsBefore, ffmpegsAfter)),
    rssMb: round(after.rssMb),
    windowsMb: round(windowsMb),
    rssWithoutWindowsMb: round(after.rssMb - windowsMb),
    seconds,
  };
}

async function areLive(url: string, count: number): Promise<true | null> {
  const response = await fetch(`${url}api/cameras`);
  const { cameras } = (await response.json()) as { cameras: { status: string }[] };
  return cameras.filter(({ status }) => status === 'live').length === count ? true : null;
}

async function readChildren(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.split(' ').filter(Boolean).map(Number);
}

async function loadWindowBytes(url: string): Promise<number> {
  const response = await fetch(`${url}metrics`);
  const found = (await response.text()).matchAll(/^oriel_camera_window_bytes\{.*\} (\S+)$/gm);
  const bytes = [...found].map(([, value]) => Number(value));
  if (bytes.length === 0) throw new Error(`${url}metrics does not tell the windows' bytes`);
  return bytes.reduce((sum, each) => sum + each, 0);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
