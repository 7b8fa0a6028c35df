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
