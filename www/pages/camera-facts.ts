// What there is to know about a camera, for people.

import type { CameraState } from '../server/api.ts';
import { currentLanguage } from '../words/language.ts';
import { codecName } from './codec-name.ts';
import { catalog } from './page-words.ts';

export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** Only what is known, and worth knowing. */
export function factsOf(
  camera: CameraState & { readonly window_seconds?: number },
): readonly Fact[] {
  const { codec, resolution, fps, bitrate_kbps: bitrate, viewers, source } = camera;
  const { window_seconds: held = 0, delay_ms: delay, restarts } = camera;
  const words = catalog.words.camera;
  const facts: readonly (readonly [string, string | null])[] = [
    [words.codec, codec === null ? null : codecName(codec)],
    [words.resolution, resolution?.replace('x', ' × ') ?? null],
    [words.frameRate, fps === null ? null : `${number(fps, 1)} fps`],
    [words.bitrate, bitrate === null ? null : bitrateText(bitrate)],
    [words.delay, delay === null ? null : `${number(delay.p50 / 1000, 2)} s`],
    [words.memory, held < 1 ? null : `${number(held, 0)} s`],
    [words.viewers, String(viewers)],
    [words.restarts, restarts === 0 ? null : String(restarts)],
    [words.source, source],
  ];
  return facts.flatMap(([label, value]) => (value === null ? [] : [{ label, value }]));
}

function bitrateText(kbps: number): string {
  return kbps < 1000 ? `${kbps} kbit/s` : `${number(kbps / 1000, 1)} Mbit/s`;
}

function number(value: number, digits: number): string {
  return new Intl.NumberFormat(currentLanguage(), { maximumFractionDigits: digits }).format(value);
}
