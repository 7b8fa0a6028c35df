// The last picture there is of a camera, at once and however old. It neither starts the camera nor counts as watching.

import { ApiError, fetchFrom, splitCameraUrl } from '../server/api.ts';
import { withDeadline } from '../server/deadline.ts';
import { inTurn } from '../server/turns.ts';

export interface Still {
  readonly blob: Blob;
  /** Of the blob, valid until `release`. Only an element can load it: the policy of our pages keeps `fetch` from it. */
  readonly url: string;
  /** Unix time in ms by the server's clock; null when the server did not say. */
  readonly capturedAtMs: number | null;
  /** How old the picture is now; null when the server did not say. */
  ageMs(): number | null;
  /** For whoever loaded it, when nothing shows it any more. */
  release(): void;
}

export interface StillWish {
  /** Of the element it is for, in pixels of the screen; without it, the picture comes in full size. */
  readonly width?: number;
  /** Of the keyframe at or before this Unix time in ms, instead of the newest. */
  readonly atMs?: number;
  readonly signal?: AbortSignal;
}

// Few sizes, so that viewers with all kinds of screens share the pictures that are made.
const WIDTHS = [160, 320, 480, 640, 960, 1280, 1920];
const NOT_FOUND = 404;
// A server that restarts may take a connection and never answer it: the next still would wait for ever.
const LOADED_WITHIN_MS = 15_000;

/**
 * Null when there never was a picture, or it is not there any more.
 * @throws ApiError for any other answer, and what fetch throws when there is none
 */
export async function loadStill(cameraUrl: string, wish: StillWish = {}): Promise<Still | null> {
  const { rootUrl } = splitCameraUrl(cameraUrl);
  return await inTurn(rootUrl, async () => {
    return await withDeadline(LOADED_WITHIN_MS, wish.signal, async (signal) => {
      const response = await fetchFrom(rootUrl, stillUrl(cameraUrl, wish), { signal });
      if (response.status === NOT_FOUND) return null;
      if (!response.ok) throw new ApiError(response.status, 'http', `HTTP ${response.status}`);
      return createStill(await response.blob(), response.headers);
    });
  });
}

/** @param cameraUrl ends in `cameras/{id}/` */
export function stillUrl(cameraUrl: string, { width, atMs }: StillWish): string {
  const query = new URLSearchParams();
  if (atMs === undefined) query.set('age', 'any');
  else query.set('at', String(Math.round(atMs)));
  if (width !== undefined) query.set('width', String(stillWidth(width)));
  return `${cameraUrl}snapshot.jpg?${query.toString()}`;
}

function stillWidth(wanted: number): number {
  return WIDTHS.find((width) => width >= wanted) ?? WIDTHS.at(-1) ?? wanted;
}

function createStill(blob: Blob, headers: Headers): Still {
  const url = URL.createObjectURL(blob);
  const capturedAtMs = toMs(headers.get('X-Captured-At'));
  // `performance.now()` stands still in many browsers while the device sleeps.
  const receivedAtMs = Date.now();
  // Only the server knows both times, whatever the clock of this device says.
  const serverNowMs = toMs(headers.get('Date')) ?? Date.now();
  const ageOnArrivalMs = capturedAtMs === null ? null : Math.max(serverNowMs - capturedAtMs, 0);
  return {
    blob,
    url,
    capturedAtMs,
    ageMs: () =>
      ageOnArrivalMs === null ? null : ageOnArrivalMs + Math.max(Date.now() - receivedAtMs, 0),
    release: () => URL.revokeObjectURL(url),
  };
}

function toMs(date: string | null): number | null {
  const ms = date === null ? Number.NaN : Date.parse(date);
  return Number.isNaN(ms) ? null : ms;
}
