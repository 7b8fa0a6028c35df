// The second process of the load benchmark: many viewers of one camera. Started by load.ts, which it talks to by IPC.

import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../eventually.ts';
import { percentile } from '../glass-to-glass.ts';
import type { LoadWay } from './load-ways.ts';
import { startDashViewer } from './viewers/dash-viewer.ts';
import { startHlsViewer } from './viewers/hls-viewer.ts';
import { startLiveViewer } from './viewers/live-viewer.ts';
import { findNewestMedia } from './viewers/newest-media.ts';
import { TICKS_PER_MS } from './viewers/viewer.ts';
import type { Viewer, ViewerContext } from './viewers/viewer.ts';

export interface LoadOrder {
  readonly way: LoadWay;
  readonly cameraUrl: string;
  readonly viewers: number;
  readonly seconds: number;
}

export interface LoadFindings {
  readonly seconds: number;
  /** From a frame's media time to its last byte (live, dash) or that of the part it is the last of (hls), in ms. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** Of those who were timed, frames (hls: parts) a second each. */
  readonly framesPerSecond: number;
  readonly megabytesPerSecond: number;
  /** What went wrong, by words, and how often. */
  readonly troubles: Readonly<Record<string, number>>;
}

export type LoadMessage =
  | { readonly type: 'measuring' }
  | { readonly type: 'done'; readonly findings: LoadFindings };

/** So many are timed; the others only take their bytes. */
const MOST_TIMED = 50;
const JOINS_A_SECOND = 250;
const SETTLE_MS = 2_000;
const FIRST_MEDIA_WITHIN_MS = 30_000;
const MEGABYTE = 1e6;

process.once('message', (order: LoadOrder) => void obey(order));

// Until then it stays, so that what it has used can be read.
process.once('disconnect', () => process.exit());

function send(message: LoadMessage): void {
  process.send?.(message);
}

async function obey(order: LoadOrder): Promise<void> {
  send({ type: 'done', findings: await run(order) });
}

async function run(order: LoadOrder): Promise<LoadFindings> {
  const lagsMs: number[] = [];
  const troubles: Record<string, number> = {};
  let isMeasuring = false;
  const onTrouble = (what: string): void => {
    // What happens while they join shows when media does not come.
    if (!isMeasuring) return;
    const kind = what.replaceAll(/\d{4,}(\.\d+)?/g, '…');
    troubles[kind] = (troubles[kind] ?? 0) + 1;
  };
  const onFrame = (decodeTime: number): void => {
    if (isMeasuring) lagsMs.push(nowMs() - decodeTime / TICKS_PER_MS);
  };
  const timed = Math.min(MOST_TIMED, order.viewers);
  // Spread evenly over those who came early and late: the server wakes them in that order.
  const isTimed = (index: number): boolean =>
    Math.floor(((index + 1) * timed) / order.viewers) > Math.floor((index * timed) / order.viewers);
  const joining: Promise<Viewer>[] = [];
  for (let index = 0; index < order.viewers; index++) {
    const name = `bench/${index}`;
    const context = { name, onFrame: isTimed(index) ? onFrame : null, onTrouble };
    joining.push(join(order, context));
    await delay(1000 / JOINS_A_SECOND);
  }
  const viewers = await Promise.all(joining);
  // Those whom an overloaded server left without media are told of, not waited for.
  await eventually(
    'media for all viewers',
    () => (countWaiting(viewers) === 0 ? true : null),
    FIRST_MEDIA_WITHIN_MS,
  ).catch(() => {});
  await delay(SETTLE_MS);
  const bytesBefore = totalBytes(viewers);
  isMeasuring = true;
  send({ type: 'measuring' });
  await delay(order.seconds * 1000);
  isMeasuring = false;
  const waiting = countWaiting(viewers);
  if (waiting > 0) troubles['never had media'] = waiting;
  const bytes = totalBytes(viewers) - bytesBefore;
  for (const viewer of viewers) viewer.stop();
  return {
    seconds: order.seconds,
    p50: percentile(lagsMs, 0.5),
    p99: percentile(lagsMs, 0.99),
    max: percentile(lagsMs, 1),
    framesPerSecond: lagsMs.length / timed / order.seconds,
    megabytesPerSecond: bytes / MEGABYTE / order.seconds,
    troubles,
  };
}

async function join(order: LoadOrder, context: Omit<ViewerContext, 'cameraUrl'>): Promise<Viewer> {
  const cameraUrl = new URL(order.cameraUrl);
  const whole = { ...context, cameraUrl };
  switch (order.way) {
    case 'live':
      return startLiveViewer(whole);
    case 'dash':
      return startDashViewer(whole, await findNewestMedia(cameraUrl));
    case 'hls':
      return startHlsViewer(whole, await findNewestMedia(cameraUrl));
    default:
      return order.way satisfies never;
  }
}

function countWaiting(viewers: readonly Viewer[]): number {
  return viewers.filter(({ isWatching }) => !isWatching).length;
}

function totalBytes(viewers: readonly Viewer[]): number {
  return viewers.reduce((sum, { bytesRead }) => sum + bytesRead, 0);
}

function nowMs(): number {
  return performance.timeOrigin + performance.now();
}
