// The tables of the terminal and of docs/benchmarks.md, which are the same.

import type { CostRow } from './cost.ts';
import type { DelayRow } from './delay.ts';
import type { FirstFrameRow } from './first-frame.ts';
import type { LoadRow } from './load.ts';
import type { MuxerRow } from './muxer.ts';
import type { NetworkRow } from './network.ts';
import type { ThroughputRow } from './throughput.ts';

/** Cells by the name of their column. */
export type TableRow = Readonly<Record<string, string | number>>;

export const LOAD_WAY_LABELS: Readonly<Record<LoadRow['way'], string>> = {
  live: 'live',
  dash: 'LL-DASH',
  hls: 'LL-HLS',
};

const NOTHING = '–';

export function delayTable(rows: readonly DelayRow[]): TableRow[] {
  return rows.map((row) => ({
    way: row.label,
    'p50 ms': known(row.p50),
    'p95 ms': known(row.p95),
    'max ms': known(row.max),
    stalls: row.stalls,
    frames: row.frames,
    seconds: row.seconds,
    'player says ms': row.reported ?? NOTHING,
    difference: row.difference ?? NOTHING,
  }));
}

export function firstFrameTable(rows: readonly FirstFrameRow[]): TableRow[] {
  return rows.map((row) => ({
    way: row.label,
    camera: row.start,
    'since script ms': row.fromScript,
    'worst ms': row.worst,
    'since navigation ms': row.fromNavigation,
    pages: row.pages,
    'ffmpeg alone ms': row.ffmpegAlone ?? NOTHING,
  }));
}

export function networkTable(rows: readonly NetworkRow[]): TableRow[] {
  return rows.map((row) => ({
    network: row.networkLabel,
    way: row.label,
    'p50 ms': known(row.p50),
    'p95 ms': known(row.p95),
    stalls: row.stalls,
    'drift ms': known(row.drift),
    'back after s': row.cut ? (row.recovery ?? 'never') : NOTHING,
    frames: row.frames,
    seconds: row.seconds,
  }));
}

export function loadTable(rows: readonly LoadRow[]): TableRow[] {
  return rows.map((row) => ({
    way: LOAD_WAY_LABELS[row.way],
    viewers: row.viewers,
    'lag p50 ms': round(row.p50),
    'p99 ms': round(row.p99),
    'max ms': round(row.max),
    'server CPU %': round(row.serverCpu),
    'per viewer %': round(row.serverCpu / row.viewers, 3),
    'viewers’ CPU %': round(row.clientCpu),
    'machine %': round(row.machineCpu, 0),
    'MB/s': round(row.megabytesPerSecond),
    'RSS MB': round(row.rssMb, 0),
    troubles: Object.values(row.troubles).reduce((sum, count) => sum + count, 0),
    seconds: row.seconds,
  }));
}

export function throughputTable(rows: readonly ThroughputRow[]): TableRow[] {
  return rows.map(({ what, bytes, oriel, nginx, ratio }) => ({
    what,
    bytes,
    'Oriel requests/s': round(oriel.requestsPerSecond, 0),
    'Oriel MB/s': round(oriel.megabytesPerSecond, 0),
    'nginx requests/s': round(nginx.requestsPerSecond, 0),
    'nginx MB/s': round(nginx.megabytesPerSecond, 0),
    ratio: round(ratio, 2),
  }));
}

export function costTable(rows: readonly CostRow[]): TableRow[] {
  return rows.map((row) => ({
    cameras: row.cameras,
    'Node CPU %': row.cpu,
    'ffmpegs’ CPU %': row.ffmpegCpu,
    'RSS MB': row.rssMb,
    'windows MB': row.windowsMb,
    'RSS less windows MB': row.rssWithoutWindowsMb,
    seconds: row.seconds,
  }));
}

export function muxerTable(rows: readonly MuxerRow[]): TableRow[] {
  return rows.map(({ muxer, fps, p50, p95, frames, seconds }) => ({
    muxer,
    fps,
    'p50 ms': p50,
    'p95 ms': p95,
    frames,
    seconds,
  }));
}

export function renderMarkdown(rows: readonly TableRow[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const isNumeric = (column: string): boolean =>
    rows.every((row) => typeof row[column] === 'number' || row[column] === NOTHING);
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns),
    `|${columns.map((column) => (isNumeric(column) ? '--:' : '---')).join('|')}|`,
    ...rows.map((row) => line(columns.map((column) => row[column] ?? NOTHING))),
  ].join('\n');
}

/** What could not be measured has no number. */
function known(value: number): number | string {
  return Number.isFinite(value) ? value : NOTHING;
}

function round(value: number, digits = 1): number {
  return Number(value.toFixed(digits));
}
