import { renderInitSegment } from '../mp4/init-segment-writer.ts';
import type { Sample } from '../mp4/sample.ts';
import type { TrackFormat } from '../mp4/track-format.ts';
import type { Rendition } from './rendition.ts';
import type { TimedSample } from './rendition-settings.ts';
import type { Sequence } from './segment.ts';

export interface ArrivedSample {
  readonly sample: Sample;
  /** Wall clock in ms when the sample was read from the pipe. */
  readonly arrivedAtMs: number;
}

/** Who tells a track when to begin and how its time stamps map to the wall clock. */
export interface TrackSupervisor {
  onSample(writer: TrackWriter, arrived: ArrivedSample): void;
  /** The format has changed in the middle of a sequence. */
  onFormatChange(writer: TrackWriter): void;
}

/** Bounds what waits for the sequence to begin. */
const MAX_HELD_SAMPLES = 600;

/** Takes one track of an attempt into its rendition. */
export class TrackWriter {
  readonly rendition: Rendition;
  readonly #supervisor: TrackSupervisor;
  #format: TrackFormat | null = null;
  #held: ArrivedSample[] = [];
  /** Where the newest sample ends on the timeline; null before the first of the sequence. */
  #end: number | null = null;
  #previous: Sample | null = null;
  #hasBegun = false;

  constructor(rendition: Rendition, supervisor: TrackSupervisor) {
    this.rendition = rendition;
    this.#supervisor = supervisor;
  }

  /** What comes next is of this format. */
  onFormat(format: TrackFormat): void {
    const { id, timescale } = this.rendition;
    if (format.timescale !== timescale) {
      throw new RangeError(`${id} has ${timescale} ticks a second, not ${format.timescale}`);
    }
    this.#format = format;
    // What waits is of the old one.
    this.dropHeld();
    if (this.#hasBegun) this.#supervisor.onFormatChange(this);
  }

  /** @throws SourceError `stalled` when frames come but their time stamps stand still */
  onSample(sample: Sample, arrivedAtMs: number): void {
    if (this.#format) this.#supervisor.onSample(this, { sample, arrivedAtMs });
  }

  /** Samples that wait for the sequence to begin. */
  get held(): readonly ArrivedSample[] {
    return this.#held;
  }

  get format(): TrackFormat | null {
    return this.#format;
  }

  get previous(): Sample | null {
    return this.#previous;
  }

  /** Whether the track takes part in the sequence: not before it has told its format. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  hold(arrived: ArrivedSample): void {
    this.#held.push(arrived);
    if (this.#held.length > MAX_HELD_SAMPLES) this.#held.shift();
  }

  dropHeld(): void {
    this.#held = [];
  }

  /** What is added from now on belongs to the sequence. */
  begin(number: number, gopSeconds: number | null): void {
    if (!this.#format) return;
    this.#hasBegun = true;
    const { codec, width, height } = this.#format;
    const init = renderInitSegment([{ id: this.rendition.trackId, format: this.#format }]);
    const sequence: Sequence = { number, init, codec, width, height };
    this.#end = null;
    this.rendition.begin(sequence, gopSeconds);
  }

  takeHeld(): readonly ArrivedSample[] {
    const held = this.#held;
    this.#held = [];
    return held;
  }

  /** @returns the sample as it stands on the timeline */
  add(sample: Sample, offset: number): TimedSample {
    this.#previous = sample;
    // Samples follow one another without a hole or an overlap: a decoder would drop what comes after a
    // hole. A frame that comes later than expected begins where the one before it was to end, and lasts
    // the longer; what the clock corrects goes into the durations as well.
    const end = sample.decodeTime + offset + sample.duration;
    const decodeTime = this.#end ?? Math.max(sample.decodeTime + offset, this.rendition.end);
    // A frame that comes early is not squeezed to nothing: it and those behind it share what is missing.
    const shortest = Math.max(1, Math.floor(sample.duration / 2));
    this.#end = Math.max(end, decodeTime + shortest);
    const placed = { ...sample, decodeTime, duration: this.#end - decodeTime };
    this.rendition.add(placed);
    return placed;
  }

  /** The sequence is over; what comes next is held for the one after it. */
  endSequence(): void {
    this.rendition.endSequence();
    this.#previous = null;
    this.#hasBegun = false;
    this.dropHeld();
  }
}
