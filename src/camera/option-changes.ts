import type { CameraOptions } from '../config/schema.ts';

/** What it takes to put new options into effect. */
export type ChangeEffect =
  /** Nothing is different. */
  | 'none'
  /** The running pipeline goes on. */
  | 'live'
  /** Another ffmpeg. */
  | 'restart'
  /** Another ffmpeg, and playlists that begin anew: what they promise for ever would change. */
  | 'replace';

const EFFECTS: Readonly<Record<keyof CameraOptions, Exclude<ChangeEffect, 'none'>>> = {
  id: 'replace',
  name: 'live',
  enabled: 'live',
  start: 'live',
  idle_seconds: 'live',
  snapshot_seconds: 'live',
  max_viewers: 'live',
  window_seconds: 'live',
  window_mb: 'live',
  source: 'restart',
  video: 'restart',
  resolution: 'restart',
  fps: 'restart',
  bitrate_kbps: 'restart',
  input_format: 'restart',
  rtsp_transport: 'restart',
  audio: 'restart',
  renditions: 'replace',
  gop_seconds: 'replace',
  segment_seconds: 'replace',
  part_ms: 'replace',
};

const ORDER: readonly ChangeEffect[] = ['none', 'live', 'restart', 'replace'];

export function isOptionKey(key: string): boolean {
  return Object.hasOwn(EFFECTS, key);
}

/** Keys whose values differ. */
export function changedKeys(from: CameraOptions, to: CameraOptions): (keyof CameraOptions)[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the table has exactly these keys
  const keys = Object.keys(EFFECTS) as (keyof CameraOptions)[];
  return keys.filter((key) => JSON.stringify(from[key]) !== JSON.stringify(to[key]));
}

/** The strongest effect among the differences. */
export function classifyChange(from: CameraOptions, to: CameraOptions): ChangeEffect {
  const effects = changedKeys(from, to).map((key) => ORDER.indexOf(EFFECTS[key]));
  return ORDER[Math.max(0, ...effects)] ?? 'none';
}
