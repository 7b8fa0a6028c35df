// A camera whose film is known: real video fed into a presentation at times the test chooses.

import type { Sample } from '../src/mp4/sample.ts';
import type { TrackFormat } from '../src/mp4/track-format.ts';
import { showTime } from '../src/packager/excerpt.ts';
import { Presentation } from '../src/packager/presentation.ts';
import type { Rendition } from '../src/packager/rendition.ts';
import type { RenditionSettings } from '../src/packager/rendition-settings.ts';
import type { TrackWriter } from '../src/packager/track-writer.ts';
import { runFfmpeg } from './mp4/ffmpeg.ts';
import { NUT, readNut } from './nut/read-nut.ts';
import { SETTINGS, startAttempt } from './packager/samples.ts';

export interface FilmOptions {
  readonly seconds: number;
  readonly size?: string;
  readonly bFrames?: number;
}

export interface Film {
  readonly format: TrackFormat;
  readonly samples: readonly Sample[];
}

/** 25 frames a second, a keyframe each second. */
export async function film({ seconds, size = '192x108', bFrames = 0 }: FilmOptions): Promise<Film> {
  const picture = ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=25`, '-t', String(seconds)];
  const encoder = ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', String(bFrames), '-g', '25'];
  const nut = await runFfmpeg([...picture, '-pix_fmt', 'yuv420p', ...encoder, ...NUT]);
  return readNut(nut, { fps: 25 });
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
  startFilm({ format, samples }: Film, startMs: number): FilmReel {
    const track = startAttempt(this.presentation, { format });
    return new FilmReel(track, samples, startMs);
  }
}

export class FilmReel {
  readonly #track: TrackWriter;
  readonly #samples: readonly Sample[];
  readonly #startMs: number;
  #next = 0;
  /** Ticks from the first frame to the newest one captured. */
  #captured = 0;

  constructor(track: TrackWriter, samples: readonly Sample[], startMs: number) {
    this.#track = track;
    this.#samples = samples;
    this.#startMs = startMs;
  }

  /** Delivers the frames that end before, as if each came when all that it needs had been captured. */
  playTo(seconds: number): void {
    const first = this.#samples[0];
    for (;;) {
      const sample = this.#samples[this.#next];
      if (!first || !sample) return;
      const end = sample.decodeTime + sample.duration - first.decodeTime;
      if (end > seconds * 90_000) return;
      this.#next++;
      const captured = showTime(sample) - showTime(first);
      this.#captured = Math.max(this.#captured, captured);
      this.#track.onSample(sample, this.#startMs + this.#captured / 90);
    }
  }
}
