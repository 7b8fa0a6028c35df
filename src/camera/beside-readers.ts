// What ffmpeg writes beside the main picture: sound, and smaller versions of the picture.

import type { AudioPlan } from '../ffmpeg/audio.ts';
import type { Log } from '../log.ts';
import { BitstreamError } from '../mp4/bit-reader.ts';
import type { Sample } from '../mp4/sample.ts';
import type { TrackFormat } from '../mp4/track-format.ts';
import { AudioReader } from '../nut/audio-reader.ts';
import { NutError } from '../nut/byte-cursor.ts';
import { SampleReader } from '../nut/sample-reader.ts';
import { VIDEO_TIMESCALE } from '../packager/presentation.ts';
import type { ArrivedSample, TrackWriter } from '../packager/track-writer.ts';

export interface Besides {
  readonly audio: AudioPlan | null;
  readonly renditions: readonly { readonly id: string }[];
  /** Frames per second, as far as they are known. */
  readonly fps: number | null;
  /** How many frames the main picture has brought so far. */
  readonly countFrames: () => number;
  /** Null until the main picture has come. */
  readonly trackOf: (id: string) => TrackWriter | null;
  readonly log: Log;
}

type Read = (chunk: Buffer) => void;

/** A reader for each, by its id. What one of them cannot read takes no picture down. */
export function readBesides(besides: Besides): ReadonlyMap<string, Read> {
  const { audio, renditions, log } = besides;
  const readers = new Map<string, Read>();
  if (audio) readers.set('audio', readOn('sound', readAudio(audio, besides), log));
  for (const { id } of renditions) readers.set(id, readOn(id, readPicture(id, besides), log));
  return readers;
}

function readAudio(audio: AudioPlan, { trackOf }: Besides): Read {
  const reader = new AudioReader(audio, (sample) => trackOf('audio')?.onSample(sample, Date.now()));
  return (chunk) => reader.push(chunk);
}

/**
 * The main picture may be read later: without its first keyframe, a version would lack a GOP. As many as
 * ffmpeg may bring at once, of what it read while it probed or while this program stood still.
 */
const MAX_EARLY = 600;

function readPicture(id: string, { trackOf, fps, countFrames, log }: Besides): Read {
  const watch = new FrameWatch(() => log.warn({ rendition: id }, CANNOT_KEEP_UP));
  /** What the track has yet to be told. */
  let format: TrackFormat | null = null;
  let early: ArrivedSample[] = [];
  const onFormat = (next: TrackFormat): void => {
    format = next;
  };
  const onSample = (sample: Sample): void => {
    watch.onFrame(countFrames());
    early.push({ sample, arrivedAtMs: Date.now() });
    const track = trackOf(id);
    if (!track) {
      early = early.slice(-MAX_EARLY);
      return;
    }
    if (format) track.onFormat(format);
    format = null;
    for (const each of early) track.onSample(each.sample, each.arrivedAtMs);
    early = [];
  };
  const reader = new SampleReader({ onFormat, onSample }, { timescale: VIDEO_TIMESCALE, fps });
  return (chunk) => reader.push(chunk);
}

/** What cannot be read is said once, and missing from then on. */
function readOn(name: string, read: Read, log: Log): Read {
  let isBroken = false;
  return (chunk) => {
    if (isBroken) return;
    try {
      read(chunk);
    } catch (error) {
      if (!(error instanceof NutError || error instanceof BitstreamError)) throw error;
      isBroken = true;
      log.warn({ reason: error.message }, `${name} cannot be read; the picture goes on without it`);
    }
  };
}

const CANNOT_KEEP_UP =
  'this machine cannot keep up with the renditions: frames of them are left out; ask for fewer or smaller ones';
const FRAMES_TO_JUDGE = 600;
const FEW = 0.8;

/** Says once when a picture has far fewer frames than the main one. */
class FrameWatch {
  #onFew: (() => void) | null;
  #since = 0;
  #frames = 0;

  constructor(onFew: () => void) {
    this.#onFew = onFew;
  }

  /** @param mainFrames how many the main picture has had */
  onFrame(mainFrames: number): void {
    this.#frames++;
    const expected = mainFrames - this.#since;
    if (expected < FRAMES_TO_JUDGE) return;
    if (this.#frames < FEW * expected) {
      this.#onFew?.();
      this.#onFew = null;
    }
    this.#since = mainFrames;
    this.#frames = 0;
  }
}
