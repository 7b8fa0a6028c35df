// How saved files are called, and where a clip comes from.

import { splitCameraUrl } from '../server/api.ts';

const CLIP_SECONDS = 30;
/** What comes after the moment on the screen belongs to it as well. */
const AFTER_MS = 10_000;

export interface ClipWish {
  readonly windowSeconds: number;
  /** When the picture on the screen was captured, where that is the past; Unix time in ms. */
  readonly capturedAtMs: number | null;
  /** By the clock of the server. */
  readonly nowMs: number;
}

export function clipUrl(
  cameraUrl: string,
  { windowSeconds, capturedAtMs, nowMs }: ClipWish,
): string {
  const most = Math.max(Math.floor(windowSeconds), 1);
  const query = new URLSearchParams({ seconds: String(Math.min(CLIP_SECONDS, most)) });
  if (capturedAtMs !== null && capturedAtMs + AFTER_MS < nowMs) {
    query.set('until', String(Math.round(capturedAtMs + AFTER_MS)));
  }
  return `${cameraUrl}clip.mp4?${query.toString()}`;
}

/** `porch-2026-11-23-101502.jpg`, in the time of whoever looks. */
export function fileName(cameraUrl: string, at: Date, ending: string): string {
  const date = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join('');
  return `${splitCameraUrl(cameraUrl).id}-${date}-${time}.${ending}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
