import { Mp4Error } from '../mp4/box.ts';
import type { InitSegment, TrackInfo } from '../mp4/init-segment.ts';
import type { Sample } from '../mp4/sample.ts';
import type { Rendition } from './rendition.ts';
import type { Sequence } from './segment.ts';

export interface ArrivedSample {
  readonly sample: Sample;
  /** Wall clock in ms when the sample was read from the pipe. */
  readonly arrivedAtMs: number;
}

/** Who tells a track when to begin and how its time stamps map to the wall clock. */
export interface TrackSupervisor {
  onSample(writer: TrackWriter, arrived: ArrivedSample): void;
}

/** Bounds what waits for the sequence to begin. */
const MAX_HELD_SAMPLES = 600;

/** Takes one track of an attempt into its rendition. */
export class TrackWriter {
  readonly rendition: Rendition;
  readonly #supervisor: TrackSupervisor;
  #track: TrackInfo | null = null;
  #init: Buffer | null = null;
  #held: ArrivedSample[] = [];
  /** Where the newest sample ends on the timeline; null before the first of the sequence. */
  #end: number | null = null;
  #previous: Sample | null = null;
  #hasBegun = false;

  constructor(rendition: Rendition, supervisor: TrackSupervisor) {
    this.rendition = rendition;
    this.#supervisor = supervisor;
  }

  /** @throws Mp4Error when the file has no track of the rendition's kind and timescale */
  onInit(init: InitSegment): void {
    const { id, timescale } = this.rendition;
    const track = init.tracks.find((candidate) => candidate.kind === id) ?? init.tracks[0];
    if (track?.timescale !== timescale) {
      throw new Mp4Error(`expected a track with ${timescale} ticks a second`);
    }
    this.#track = track;
    this.#init = init.bytes;
  }

  /** @throws SourceError `stalled` when frames come but their time stamps stand still */
  onSample(sample: Sample, arrivedAtMs: number): void {
    if (sample.trackId !== this.#track?.id) return;
    this.#supervisor.onSample(this, { sample, arrivedAtMs });
  }

  /** Samples that wait for the sequence to begin. */
  get held(): readonly ArrivedSample[] {
    return this.#held;
  }

  get previous(): Sample | null {
    return this.#previous;
  }

  /** Whether the track takes part in the sequence: not before it has brought its init segment. */
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

  /** @param offset ticks from the track's time stamps to the timeline */
  begin(
    number: number,
    options: { readonly gopSeconds: number | null; readonly offset: number },
  ): void {
    if (!this.#track || !this.#init) return;
    this.#hasBegun = true;
    const { codec, width, height } = this.#track;
    const sequence: Sequence = { number, init: this.#init, codec, width, height };
    this.#end = null;
    this.rendition.begin(sequence, options.gopSeconds);
    const held = this.#held;
    this.#held = [];
    for (const { sample } of held) this.add(sample, options.offset);
  }

  /** @param duration ticks for which the sample is shown, where its own cannot be right */
  add(sample: Sample, offset: number, duration: number = sample.duration): void {
    this.#previous = sample;
    // Samples follow one another without a hole or an overlap: a decoder would drop what comes after a
    // hole. What the clock corrects goes into the durations.
    const end = sample.decodeTime + offset + duration;
    const decodeTime = this.#end ?? Math.max(sample.decodeTime + offset, this.rendition.end);
    this.#end = Math.max(end, decodeTime + 1);
    this.rendition.add({ ...sample, decodeTime, duration: this.#end - decodeTime });
  }

  /** The sequence is over; what comes next is held for the one after it. */
  endSequence(): void {
    this.rendition.endSequence();
    this.#previous = null;
    this.#hasBegun = false;
    this.dropHeld();
  }
}
