import { listCurrentPictures } from '../packager/pictures.ts';
import type { PresentationView } from '../packager/presentation.ts';
import type { RenditionView } from '../packager/rendition-view.ts';

/** A version of the picture as the API shows it. */
export interface RenditionState {
  /** `video` is the main one; others are called by their height, `360p`. */
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** Null until it has been measured. */
  readonly bitrate_kbps: number | null;
}

/** What there is to choose from, the main one first and the others by size; without those that lag behind. */
export function renderRenditions(presentation: PresentationView): RenditionState[] {
  return listCurrentPictures(presentation).flatMap((picture) => {
    const sequence = picture.window.segments.at(-1)?.sequence;
    if (!sequence) return [];
    const { width, height } = sequence;
    return [{ id: picture.id, width, height, bitrate_kbps: bitrateKbpsOf(picture) }];
  });
}

export function bitrateKbpsOf({ averageBitrate }: RenditionView): number | null {
  return averageBitrate ? Math.round(averageBitrate / 1000) : null;
}
