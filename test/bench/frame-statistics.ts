// Numbers out of what a page has shown.

import { percentile } from '../glass-to-glass.ts';
import type { FrameWatch } from './frame-watch.ts';

export interface FrameStatistics {
  /** Milliseconds from the frame's drawing to its presentation. */
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
  /** Times the video had to wait for media. */
  readonly stalls: number;
  readonly frames: number;
  /** How long it was measured. */
  readonly seconds: number;
}

/** A moment of the delay over time: seconds since the first frame, ms. */
export type DelayPoint = readonly [seconds: number, ms: number];

const MOST_POINTS = 300;
const LEAST_APART_SECONDS = 0.25;

/** Of what was presented between two moments, in Unix ms. */
export function summarizeFrames(
  watch: FrameWatch,
  fromMs: number,
  untilMs: number,
): FrameStatistics {
  const isIn = (atMs: number): boolean => atMs >= fromMs && atMs < untilMs;
  const delays = delaysBetween(watch, fromMs, untilMs);
  return {
    p50: Math.round(percentile(delays, 0.5)),
    p95: Math.round(percentile(delays, 0.95)),
    max: Math.round(percentile(delays, 1)),
    stalls: watch.waitsAtMs.filter(isIn).length,
    frames: watch.frames.filter(([atMs]) => isIn(atMs)).length,
    seconds: Math.round((untilMs - fromMs) / 1000),
  };
}

export function delaysBetween({ frames }: FrameWatch, fromMs: number, untilMs: number): number[] {
  return frames.flatMap(([atMs, delayMs]) =>
    delayMs !== null && atMs >= fromMs && atMs < untilMs ? [delayMs] : [],
  );
}

/** Median of the last third less that of the first, in ms. */
export function measureDrift(watch: FrameWatch, fromMs: number, untilMs: number): number {
  const third = (untilMs - fromMs) / 3;
  const first = percentile(delaysBetween(watch, fromMs, fromMs + third), 0.5);
  const last = percentile(delaysBetween(watch, untilMs - third, untilMs), 0.5);
  // Not -0.
  return Math.round(last - first) + 0;
}

/**
 * Seconds from a moment on until the delay is no more than this for a second; null when that never is.
 * Without frames there is no delay.
 */
export function measureRecovery(
  watch: FrameWatch,
  sinceMs: number,
  atMostMs: number,
): number | null {
  const frames = watch.frames.filter(([atMs, delayMs]) => atMs >= sinceMs && delayMs !== null);
  const end = frames.at(-1)?.[0] ?? 0;
  for (const [atMs, delayMs] of frames) {
    if ((delayMs ?? Infinity) > atMostMs || atMs + 1000 > end) continue;
    const next = delaysBetween(watch, atMs, atMs + 1000);
    const worst = percentile(next, 0.99);
    if (worst <= atMostMs) return Math.max(0, Math.round((atMs - sinceMs) / 100) / 10);
  }
  return null;
}

/** Medians of short times. */
export function delayOverTime(watch: FrameWatch): DelayPoint[] {
  const start = watch.frames[0]?.[0];
  const end = watch.frames.at(-1)?.[0];
  if (start === undefined || end === undefined) return [];
  const step = Math.max(LEAST_APART_SECONDS, (end - start) / 1000 / MOST_POINTS);
  const points: DelayPoint[] = [];
  for (let seconds = 0; start + seconds * 1000 < end; seconds += step) {
    const fromMs = start + seconds * 1000;
    const delays = delaysBetween(watch, fromMs, fromMs + step * 1000);
    if (delays.length === 0) continue;
    points.push([Math.round(seconds * 100) / 100, Math.round(percentile(delays, 0.5))]);
  }
  return points;
}
