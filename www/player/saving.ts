// Files for the user: clips and snapshots. Loaded only when one is wanted.

import { ApiError, fetchFrom, splitCameraUrl, toApiError } from '../server/api.ts';
import { withDeadline } from '../server/deadline.ts';
import { clipUrl, fileName } from './saved-files.ts';
import type { ClipWish } from './saved-files.ts';
import { loadStill } from './still.ts';

const KEPT_MS = 60_000;
// A large one over a slow line takes its time; one that never comes must not stand in the way of the next.
const CLIP_WITHIN_MS = 5 * 60_000;

/** Rejects with `ApiError`, or with fetch's error when nobody answers. */
export async function saveClip(cameraUrl: string, wish: ClipWish): Promise<void> {
  const { rootUrl } = splitCameraUrl(cameraUrl);
  await withDeadline(CLIP_WITHIN_MS, null, async (signal) => {
    const response = await fetchFrom(rootUrl, clipUrl(cameraUrl, wish), { signal });
    if (!response.ok) throw await toApiError(response);
    const startedAt = Date.parse(response.headers.get('X-Captured-At') ?? '');
    const blob = await response.blob();
    const at = new Date(Number.isNaN(startedAt) ? Date.now() : startedAt);
    download(blob, fileName(cameraUrl, at, 'mp4'));
  });
}

/** A copy of the picture on the screen. */
export async function savePicture(
  picture: HTMLCanvasElement,
  { cameraUrl, capturedAtMs }: { cameraUrl: string; capturedAtMs: number },
): Promise<void> {
  const blob = await new Promise<Blob | null>((resolve) => {
    picture.toBlob(resolve, 'image/jpeg', 0.92);
  });
  if (blob === null) throw new TypeError('expected a picture');
  download(blob, fileName(cameraUrl, new Date(capturedAtMs), 'jpg'));
}

/** The last picture the server has, where no video plays. */
export async function saveStill(cameraUrl: string): Promise<void> {
  const still = await loadStill(cameraUrl);
  if (still === null) throw new ApiError(404, 'no_picture', '');
  still.release();
  download(still.blob, fileName(cameraUrl, new Date(still.capturedAtMs ?? Date.now()), 'jpg'));
}

function download(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // Browsers begin to read it only after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}
