import type { CameraOptions } from '../config/schema.ts';
import { parseRenditions } from '../ffmpeg/renditions.ts';
import { Presentation } from '../packager/presentation.ts';

/** Never reused, so that fragments of several cameras can share a socket and be told apart. */
let nextTrackId = 1;
const TRACKS_PER_CAMERA = 8;

/** An empty store for a camera's media, as its options want it. */
export function createPresentation(options: CameraOptions): Presentation {
  const firstTrackId = nextTrackId;
  nextTrackId += TRACKS_PER_CAMERA;
  const presentation = new Presentation(
    {
      segmentSeconds: options.segment_seconds,
      partSeconds: options.part_ms / partsIn(options.part_ms) / 1000,
      joinedPartSeconds: options.part_ms / 1000,
      windowSeconds: options.window_seconds,
      windowBytes: options.window_mb * 1024 * 1024,
    },
    { firstTrackId },
  );
  // As far as is known before the source is.
  presentation.expectSmaller(parseRenditions(options.renditions).map(({ id }) => id));
  return presentation;
}

/** Parts are cut about this short for players close by; `part_ms` is how long they are for all others. */
const NEAR_PART_MS = 100;

function partsIn(partMs: number): number {
  return Math.max(1, Math.round(partMs / NEAR_PART_MS));
}

const FORMAT_WITHIN_MS = 10_000;

/** Codec and size are known with the first part, a moment after the camera is live. */
export function whenFormatKnown(presentation: Presentation, onKnown: () => void): void {
  const [main] = presentation.renditions;
  if (!main) return;
  const { window } = main;
  const signal = AbortSignal.timeout(FORMAT_WITHIN_MS);
  const look = (): true | null => {
    const newest = window.segments.at(-1);
    // What came before may have been of another format.
    const isOfNow = newest !== undefined && newest.sequence === main.sequence;
    return isOfNow && newest.parts.length > 0 ? true : null;
  };
  // A camera that is gone again has no format.
  window.changes.until(look, signal).then(onKnown, () => {});
}
