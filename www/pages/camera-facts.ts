// What there is to know about a camera, for people.

import type { CameraState } from '../server/api.ts';

export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** Only what is known. */
export function factsOf(camera: CameraState): readonly Fact[] {
  const { codec, resolution, fps, bitrate_kbps: bitrate, viewers, source } = camera;
  const facts: readonly (readonly [string, string | null])[] = [
    ['Codec', codec === null ? null : codecName(codec)],
    ['Resolution', resolution?.replace('x', ' × ') ?? null],
    ['Frame rate', fps === null ? null : `${Math.round(fps * 10) / 10} fps`],
    ['Bitrate', bitrate === null ? null : bitrateText(bitrate)],
    ['Viewers', String(viewers)],
    ['Source', source],
  ];
  return facts.flatMap(([label, value]) => (value === null ? [] : [{ label, value }]));
}

// The names people know, by the first part of the codec string (RFC 6381).
const CODEC_NAMES: Readonly<Record<string, string>> = {
  avc1: 'H.264',
  avc3: 'H.264',
  hvc1: 'H.265',
  hev1: 'H.265',
  av01: 'AV1',
  vp09: 'VP9',
};

function codecName(codec: string): string {
  return CODEC_NAMES[codec.split('.')[0] ?? ''] ?? codec;
}

function bitrateText(kbps: number): string {
  return kbps < 1000 ? `${kbps} kbit/s` : `${(kbps / 1000).toFixed(1)} Mbit/s`;
}
