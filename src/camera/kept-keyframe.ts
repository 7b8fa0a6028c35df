import { findKeyframe, showTime } from '../packager/excerpt.ts';
import type { Keyframe } from '../packager/excerpt.ts';
import type { Presentation } from '../packager/presentation.ts';
import type { RenditionView } from '../packager/rendition-view.ts';

/** A picture, still coded. */
export interface Still extends Keyframe {
  /** Unix time. */
  readonly capturedAtMs: number;
}

/** The newest keyframe at or before that time (Unix time); null while there is none. */
export function findStill(
  { window, timescale }: Pick<RenditionView, 'window' | 'timescale'>,
  untilMs = Infinity,
): Still | null {
  const keyframe = findKeyframe(window.segments, (untilMs / 1000) * timescale);
  return keyframe && { ...keyframe, capturedAtMs: (showTime(keyframe.sample) * 1000) / timescale };
}

/** What a camera saw last, for as long as it has no media. */
export class KeptKeyframe {
  #still: Still | null = null;

  /** The newest keyframe at or before that time (Unix time), of the media or the one kept of it. */
  find(presentation: Pick<Presentation, 'rendition'>, untilMs: number): Still | null {
    const kept = this.#still && this.#still.capturedAtMs <= untilMs ? this.#still : null;
    const video = presentation.rendition('video');
    return (video && findStill(video, untilMs)) ?? kept;
  }

  /** Forgets all media but its newest keyframe. Where there is none, what was kept stays. */
  clearBut(presentation: Pick<Presentation, 'rendition' | 'clear'>): void {
    const still = this.find(presentation, Infinity);
    if (still && still !== this.#still) {
      const { sample } = still;
      // A copy: the sample is a view into a whole segment.
      this.#still = { ...still, sample: { ...sample, data: Buffer.from(sample.data) } };
    }
    presentation.clear();
  }

  forget(): void {
    this.#still = null;
  }
}
