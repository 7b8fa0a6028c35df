import type { CameraOptions } from '../config/schema.ts';
import { Presentation } from '../packager/presentation.ts';

/** An empty store for a camera's media, as its options want it. */
export function createPresentation(options: CameraOptions): Presentation {
  return new Presentation({
    segmentSeconds: options.segment_seconds,
    partSeconds: options.part_ms / 1000,
    windowSeconds: options.window_seconds,
    windowBytes: options.window_mb * 1024 * 1024,
  });
}

const FORMAT_WITHIN_MS = 10_000;

/** Codec and size are known with the first part, a moment after the camera is live. */
export function whenFormatKnown(presentation: Presentation, onKnown: () => void): void {
  const window = presentation.renditions[0]?.window;
  if (!window) return;
  const signal = AbortSignal.timeout(FORMAT_WITHIN_MS);
  // A camera that is gone again has no format.
  window.changes.until(() => window.segments[0]?.parts[0] ?? null, signal).then(onKnown, () => {});
}
