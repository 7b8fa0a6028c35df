// What the statistics say, out of what can be read of a video and its camera.

import { deliveryLabel } from '../media/delivery.ts';
import type { CameraState } from '../server/api.ts';
import type { PlayerState } from './player-state.ts';
import { playerWords } from './player-words.ts';
import { decimal, delayText } from './status-text.ts';
import { behindText } from './timeline-model.ts';

/** At one moment. */
export interface StatsReading {
  readonly atMs: number;
  readonly width: number;
  readonly height: number;
  /** Decoded since the video began. */
  readonly frames: number;
  readonly dropped: number;
  /** Of the player, since it was made. */
  readonly stalls: number;
  readonly state: PlayerState;
  readonly camera: CameraState | null;
  /** The rendition that plays; null for the main one. */
  readonly rendition: string | null;
}

export interface StatsRow {
  readonly label: string;
  readonly value: string;
}

// The names people know, by the first part of the codec string (RFC 6381).
const CODECS: Readonly<Record<string, string>> = {
  avc1: 'H.264',
  avc3: 'H.264',
  hvc1: 'H.265',
  hev1: 'H.265',
  av01: 'AV1',
  vp09: 'VP9',
};
const LEAST_APART_MS = 500;

/** @param before an earlier reading, for what is counted by the second; null at first */
export function statsRows(reading: StatsReading, before: StatsReading | null): readonly StatsRow[] {
  const { statLabels: labels } = playerWords();
  const { width, height, dropped, frames, stalls, camera } = reading;
  const rows: readonly (readonly [string, string | null])[] = [
    [labels.codec, codecText(camera?.codec ?? null)],
    [labels.size, width === 0 ? null : `${width} × ${height}`],
    [labels.frameRate, rateText(reading, before)],
    [labels.bitrate, bitrateText(reading)],
    [labels.delay, placeText(reading.state)],
    [labels.dropped, frames === 0 ? null : `${dropped} / ${frames}`],
    [labels.stalls, String(stalls)],
    [labels.transport, transportText(reading.state)],
    [labels.quality, qualityText(reading)],
  ];
  return rows.flatMap(([label, value]) => (value === null ? [] : [{ label, value }]));
}

function codecText(codec: string | null): string | null {
  if (codec === null) return null;
  const name = CODECS[codec.split('.')[0] ?? ''];
  return name === undefined ? codec : `${name} (${codec})`;
}

function rateText(reading: StatsReading, before: StatsReading | null): string | null {
  if (before === null) return null;
  const passedMs = reading.atMs - before.atMs;
  const shown = reading.frames - reading.dropped - (before.frames - before.dropped);
  // A new source begins to count anew.
  if (passedMs < LEAST_APART_MS || shown < 0) return null;
  return `${decimal((shown * 1000) / passedMs, 1)} fps`;
}

function bitrateText({ camera, rendition }: StatsReading): string | null {
  const chosen = camera?.renditions?.find(({ id }) => id === rendition);
  const kbps = chosen?.bitrate_kbps ?? camera?.bitrate_kbps ?? null;
  if (kbps === null) return null;
  return kbps < 1000 ? `${kbps} kbit/s` : `${decimal(kbps / 1000, 1)} Mbit/s`;
}

function placeText(state: PlayerState): string | null {
  if (state.kind === 'replay') return behindText(state.behindSeconds);
  return state.kind === 'live' ? delayText(state.delaySeconds) : null;
}

function transportText(state: PlayerState): string | null {
  if (state.kind === 'replay') return 'HLS';
  return state.kind === 'live' ? deliveryLabel(state.delivery) : null;
}

function qualityText({ camera, rendition }: StatsReading): string | null {
  const renditions = camera?.renditions ?? [];
  if (renditions.length < 2) return null;
  const playing = renditions.find(({ id }) => id === rendition) ?? renditions[0];
  return playing === undefined ? null : `${playing.height}p`;
}
