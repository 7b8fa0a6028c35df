// Delay and stalls over networks that are not loopback, drift, and how soon a player is back after a cut.

import { percentile } from '../glass-to-glass.ts';
import type { DelayWay } from './delay-ways.ts';
import {
  delayOverTime,
  delaysBetween,
  measureDrift,
  measureRecovery,
  summarizeFrames,
} from './frame-statistics.ts';
import type { DelayPoint, FrameStatistics } from './frame-statistics.ts';
import type { FrameWatch } from './frame-watch.ts';
import type { NetworkCase, NetworkRoute } from './network-cases.ts';
import { openWatchedPage, waitUntil } from './watched-page.ts';

export interface NetworkRow extends FrameStatistics {
  readonly network: string;
  readonly networkLabel: string;
  readonly way: string;
  readonly label: string;
  /** Of the delay from the first to the last third of the time, in ms. */
  readonly drift: number;
  /** Seconds from the end of a cut on until the delay was near what it had been; null: never, or there was none. */
  readonly recovery: number | null;
  /** Seconds after the first frame at which the network was cut and mended. */
  readonly cut: readonly [number, number] | null;
  readonly overTime: readonly DelayPoint[];
}

/** A player may learn its network first. */
const SETTLE_MS = 10_000;
/** Before a cut. */
const CALM_MS = 10_000;
const AFTER_CUT_MS = 30_000;
/** Near what it was. */
const BACK_WITHIN_MS = 100;

export interface NetworkOptions {
  readonly networks: readonly NetworkCase[];
  readonly ways: readonly DelayWay[];
  readonly seconds: number;
}

/** @param onRow called as soon as there is another row */
export async function measureNetworks(
  { networks, ways, seconds }: NetworkOptions,
  onRow: (row: NetworkRow) => void,
): Promise<NetworkRow[]> {
  const rows: NetworkRow[] = [];
  for (const network of networks) {
    for (const way of ways) {
      try {
        await using route = await network.open();
        const row = await measureRow(route, network, { way, seconds });
        rows.push(row);
        onRow(row);
      } catch (error) {
        // One that does not play must not cost the others, in a run of hours.
        console.error(`${network.label}, ${way.label}:`, error);
      }
    }
  }
  return rows;
}

async function measureRow(
  route: NetworkRoute,
  network: NetworkCase,
  { way, seconds }: { way: DelayWay; seconds: number },
): Promise<NetworkRow> {
  if (way.by.kind !== 'oriel') throw new Error(`${way.id} is not measured over networks`);
  const url = `${route.cameraUrl}?protocol=${way.by.protocol}`;
  await using page = await openWatchedPage(route.browser, url);
  const firstMs = await page.firstFrameAtMs();
  const fromMs = firstMs + SETTLE_MS;
  const named = {
    network: network.id,
    networkLabel: network.label,
    way: way.id,
    label: way.label,
  };
  if (network.cutSeconds > 0) {
    const [cutMs, mendMs] = await cutNetwork(route, fromMs + CALM_MS, network.cutSeconds);
    const untilMs = mendMs + AFTER_CUT_MS;
    await waitUntil(untilMs);
    const watch = await page.read();
    const sinceFirst = (ms: number): number => Math.round((ms - firstMs) / 100) / 10;
    return {
      ...named,
      ...summarizeFrames(watch, fromMs, untilMs),
      ...compareSides(watch, { fromMs, cutMs, mendMs, untilMs }),
      cut: [sinceFirst(cutMs), sinceFirst(mendMs)],
      overTime: delayOverTime(watch),
    };
  }
  const untilMs = fromMs + seconds * 1000;
  await waitUntil(untilMs);
  const watch = await page.read();
  return {
    ...named,
    ...summarizeFrames(watch, fromMs, untilMs),
    drift: measureDrift(watch, fromMs, untilMs),
    recovery: null,
    cut: null,
    overTime: delayOverTime(watch),
  };
}

/** @returns when it was cut and mended, in Unix ms */
async function cutNetwork(
  route: NetworkRoute,
  atMs: number,
  seconds: number,
): Promise<[number, number]> {
  await waitUntil(atMs);
  await route.cut();
  const cutMs = Date.now();
  await waitUntil(cutMs + seconds * 1000);
  await route.mend();
  return [cutMs, Date.now()];
}

/** Of a cut: drift is what stays of it. */
function compareSides(
  watch: FrameWatch,
  { fromMs, cutMs, mendMs, untilMs }: Record<'fromMs' | 'cutMs' | 'mendMs' | 'untilMs', number>,
): { drift: number; recovery: number | null } {
  const before = percentile(delaysBetween(watch, fromMs, cutMs), 0.5);
  const after = percentile(delaysBetween(watch, untilMs - CALM_MS / 2, untilMs), 0.5);
  return {
    drift: Math.round(after - before) + 0,
    recovery: measureRecovery(watch, mendMs, before + BACK_WITHIN_MS),
  };
}
