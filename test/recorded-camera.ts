// A camera whose film is known: real video fed into a presentation at times the test chooses.

import type { InitSegment } from '../src/mp4/init-segment.ts';
import type { Sample } from '../src/mp4/sample.ts';
import { Presentation } from '../src/packager/presentation.ts';
import type { Rendition, RenditionSettings } from '../src/packager/rendition.ts';
import type { TrackWriter } from '../src/packager/track-writer.ts';
import { CMAF, runFfmpeg } from './mp4/ffmpeg.ts';
import { readMp4 } from './mp4/read-samples.ts';
import { SETTINGS, startAttempt } from './packager/samples.ts';

export interface FilmOptions {
  readonly seconds: number;
  readonly size?: string;
  readonly bFrames?: number;
}

export interface Film {
  readonly init: InitSegment;
  readonly samples: readonly Sample[];
}

/** 25 frames a second, a keyframe each second. */
export async function film({ seconds, size = '192x108', bFrames = 0 }: FilmOptions): Promise<Film> {
  const picture = ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=25`, '-t', String(seconds)];
  const encoder = ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', String(bFrames), '-g', '25'];
  return readMp4(await runFfmpeg([...picture, '-pix_fmt', 'yuv420p', ...encoder, ...CMAF]));
}

export class RecordedCamera {
  readonly id = 'porch';
  readonly name = 'Porch';
  readonly presentation: Presentation;
  readonly rendition: Rendition;
  /** How many viewers there are. */
  viewers = 0;

  constructor(settings: Partial<RenditionSettings> = {}) {
    this.presentation = new Presentation({ ...SETTINGS, ...settings });
    const rendition = this.presentation.rendition('video');
    if (!rendition) throw new Error('a presentation has video');
    this.rendition = rendition;
  }

  enterViewer(): () => void {
    this.viewers++;
    return () => this.viewers--;
  }

  /** A new attempt that shows the film; its first frame is captured at `startMs`. */
  startFilm({ init, samples }: Film, startMs: number): FilmReel {
    const track = startAttempt(this.presentation, { init });
    return new FilmReel(track, samples, startMs);
  }
}

export class FilmReel {
  readonly #track: TrackWriter;
  readonly #samples: readonly Sample[];
  readonly #startMs: number;
  #next = 0;

  constructor(track: TrackWriter, samples: readonly Sample[], startMs: number) {
    this.#track = track;
    this.#samples = samples;
    this.#startMs = startMs;
  }

  /** Delivers the frames that end before, as if each came the moment it ends. */
  playTo(seconds: number): void {
    for (;;) {
      const sample = this.#samples[this.#next];
      if (!sample) return;
      const end = sample.decodeTime + sample.duration;
      if (end > seconds * 90_000) return;
      this.#next++;
      this.#track.onSample(sample, this.#startMs + end / 90);
    }
  }
}
