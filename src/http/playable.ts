import type { Camera } from '../camera/camera.ts';
import { listCurrentPictures } from '../packager/pictures.ts';
import type { RenditionView } from '../packager/rendition-view.ts';
import { stillStarting, whenPlayable } from './camera-access.ts';

/** Smaller versions of the picture come a moment after it, or are left out. */
const PATIENCE_MS = 2_000;

export interface PlayableCamera {
  readonly camera: Camera;
  /** See {@link whenPlayable}. */
  readonly needsSegment: boolean;
}

/**
 * Waits for all that playlists and manifests name: picture and sound for certain, smaller versions of the
 * picture as long as it makes sense.
 * @throws as {@link whenPlayable}
 */
export async function whenAllPlayable(
  { camera, needsSegment }: PlayableCamera,
  signal: AbortSignal,
): Promise<void> {
  const { presentation } = camera;
  const [main] = presentation.renditions;
  if (!main) throw stillStarting(camera);
  await whenPlayable({ camera, rendition: main, needsSegment }, signal);
  // With the first picture it is known whether there is sound.
  for (const rendition of presentation.tracks()) {
    await whenPlayable({ camera, rendition, needsSegment }, signal);
  }
  const smaller = listCurrentPictures(presentation).slice(1);
  if (smaller.every((picture) => isThere(picture, needsSegment))) return;
  const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  const waits = smaller.map(async (picture) => {
    await picture.window.changes.until(() => isThere(picture, needsSegment) || null, patience);
  });
  await Promise.allSettled(waits);
  signal.throwIfAborted();
}

function isThere(picture: RenditionView, needsSegment: boolean): boolean {
  const hasSegment = picture.window.segments[0]?.isComplete ?? false;
  return picture.isReady && (hasSegment || !needsSegment);
}
