// How saved files are called, and where a clip comes from.

import { splitCameraUrl } from '../server/api.ts';

/** What comes after the moment on the screen belongs to it as well. */
const AFTER_MS = 10_000;

export interface ClipWish {
  /** When the picture on the screen was captured, where that stands still or is the past; Unix time in ms. */
  readonly capturedAtMs: number | null;
  /** By the clock of the server. */
  readonly nowMs: number;
}

/** As long as the server makes them: half a minute, or what it holds. */
export function clipUrl(cameraUrl: string, { capturedAtMs, nowMs }: ClipWish): string {
  const untilMs = capturedAtMs === null ? nowMs : Math.round(capturedAtMs + AFTER_MS);
  return `${cameraUrl}clip.mp4${untilMs < nowMs ? `?until=${untilMs}` : ''}`;
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
