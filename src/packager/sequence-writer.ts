import { SourceError } from '../errors.ts';
import type { Sample } from '../mp4/sample.ts';
import { CaptureClock } from './capture-clock.ts';
import type { ClockObservation } from './capture-clock.ts';
import type { Rendition } from './rendition.ts';
import { TrackWriter } from './track-writer.ts';
import type { ArrivedSample } from './track-writer.ts';

export interface SequenceWriterOptions {
  /** The first one leads: its time stamps set the clock. */
  readonly renditions: readonly Rendition[];
  /** Keyframe distance of our own encoder; null when it is the camera's affair. */
  readonly gopSeconds: number | null;
  nextSequenceNumber(): number;
}

/** What ffmpeg read while it probed comes in a burst; its last frame tells the time best. */
const MAX_BURST_MS = 500;
const MAX_BURST_SAMPLES = 600;
/** A longer frame is a gap: a new sequence begins behind it. */
const MAX_FRAME_SECONDS = 2;
const FIRST_LAG_TOLERANCE_MS = 500;
const MAX_LAG_TOLERANCE_MS = 8_000;

/**
 * Takes all tracks of one attempt and puts their samples on the wall-clock timeline. Time stamps that
 * jump end the sequence and begin another: a discontinuity, not a failure.
 */
export class SequenceWriter {
  readonly #options: SequenceWriterOptions;
  readonly #tracks: readonly TrackWriter[];
  #clock: CaptureClock | null = null;
  #number = 0;
  #lagToleranceMs = FIRST_LAG_TOLERANCE_MS;
  #hasEnded = false;

  constructor(options: SequenceWriterOptions) {
    this.#options = options;
    const supervisor = { onSample: this.#onSample.bind(this) };
    this.#tracks = options.renditions.map((rendition) => new TrackWriter(rendition, supervisor));
  }

  /** The way in for a rendition's samples. */
  track(renditionId: string): TrackWriter {
    const track = this.#tracks.find(({ rendition }) => rendition.id === renditionId);
    if (!track) throw new RangeError(`no rendition ${renditionId}`);
    return track;
  }

  /** The attempt is over. */
  end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    for (const track of this.#tracks) track.endSequence();
  }

  #onSample(track: TrackWriter, arrived: ArrivedSample): void {
    if (this.#hasEnded) return;
    if (track !== this.#tracks[0]) this.#follow(track, arrived);
    else if (this.#clock) this.#lead(this.#clock, track, arrived);
    else {
      this.#hold(track, arrived);
      if (isBurstOver(track)) this.#begin(track);
    }
  }

  #follow(track: TrackWriter, arrived: ArrivedSample): void {
    if (!this.#clock) {
      this.#hold(track, arrived);
      return;
    }
    if (!track.hasBegun) this.#beginTrack(track, this.#clock);
    track.add(arrived.sample, this.#offsetFor(track, this.#clock));
  }

  #hold(track: TrackWriter, arrived: ArrivedSample): void {
    const { sample } = arrived;
    const { timescale } = track.rendition;
    const last = track.held.at(-1)?.sample ?? null;
    // Time stamps that jump right at the start: what came before would be shown for as long.
    const isBehindGap = last && isGap(last, timescale) && !isGap(sample, timescale);
    if (isBehindGap || isOutOfStep(last, sample)) track.dropHeld();
    const isBeforeGap = last && !isGap(last, timescale) && isGap(sample, timescale);
    const duration = isBeforeGap ? last.duration : sample.duration;
    track.hold({ ...arrived, sample: { ...sample, duration } });
  }

  #begin(leading: TrackWriter): void {
    const clock = new CaptureClock({
      timescale: leading.rendition.timescale,
      observations: leading.held.map(observe),
      notBefore: leading.rendition.end,
      lagToleranceMs: this.#lagToleranceMs,
    });
    this.#clock = clock;
    this.#number = this.#options.nextSequenceNumber();
    for (const track of this.#tracks) this.#beginTrack(track, clock);
  }

  #beginTrack(track: TrackWriter, clock: CaptureClock): void {
    const { gopSeconds } = this.#options;
    track.begin(this.#number, { gopSeconds, offset: this.#offsetFor(track, clock) });
  }

  #lead(clock: CaptureClock, track: TrackWriter, arrived: ArrivedSample): void {
    const { sample } = arrived;
    const verdict = clock.observe(observe(arrived));
    if (verdict === 'stuck') {
      throw new SourceError('stalled', "the camera's time stamps stand still while frames arrive");
    }
    const { previous, rendition } = track;
    const isInStep = !isOutOfStep(previous, sample);
    const isLong = sample.duration > 2 * (previous?.duration ?? sample.duration);
    if (isInStep && (isGap(sample, rendition.timescale) || (verdict === 'jumped' && isLong))) {
      // The jump lies behind this frame: show it as long as the one before it, then begin anew.
      track.add(sample, clock.offset, previous?.duration ?? rendition.timescale / 25);
      this.#restart();
    } else if (verdict === 'jumped' || !isInStep) {
      // An encoder that cannot keep up would jump for ever: it is given more and more rope.
      this.#lagToleranceMs = Math.min(this.#lagToleranceMs * 2, MAX_LAG_TOLERANCE_MS);
      this.#restart();
      track.hold(arrived);
    } else {
      track.add(sample, clock.offset);
    }
  }

  #restart(): void {
    this.#clock = null;
    for (const track of this.#tracks) track.endSequence();
  }

  #offsetFor(track: TrackWriter, clock: CaptureClock): number {
    const leading = this.#tracks[0]?.rendition.timescale ?? track.rendition.timescale;
    return Math.round((clock.offset * track.rendition.timescale) / leading);
  }
}

function isBurstOver({ held, rendition }: TrackWriter): boolean {
  const first = held[0];
  const last = held.at(-1);
  const previous = held.at(-2);
  if (!first || !last || !previous) return false;
  const waitedMs = last.arrivedAtMs - previous.arrivedAtMs;
  const isRealTime = waitedMs * 2 >= (previous.sample.duration * 1000) / rendition.timescale;
  const burstMs = last.arrivedAtMs - first.arrivedAtMs;
  return isRealTime || burstMs > MAX_BURST_MS || held.length >= MAX_BURST_SAMPLES;
}

/** Whether what comes next comes so late that it begins another sequence. */
function isGap({ duration }: Sample, timescale: number): boolean {
  return duration > MAX_FRAME_SECONDS * timescale;
}

/** Whether a sample does not follow the one before it. */
function isOutOfStep(previous: Sample | null, sample: Sample): boolean {
  if (!previous) return false;
  const gap = sample.decodeTime - (previous.decodeTime + previous.duration);
  return Math.abs(gap) > previous.duration;
}

function observe({ sample, arrivedAtMs }: ArrivedSample): ClockObservation {
  return { decodeTime: sample.decodeTime, duration: sample.duration, arrivedAtMs };
}
