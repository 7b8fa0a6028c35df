import { SourceError } from '../errors.ts';
import type { Sample } from '../mp4/sample.ts';
import type { TrackFormat } from '../mp4/track-format.ts';
import { CaptureClock } from './capture-clock.ts';
import type { ClockObservation } from './capture-clock.ts';
import { Follower } from './follower.ts';
import type { LeadingEdge } from './follower.ts';
import { LeadingFrames } from './leading-frames.ts';
import { PictureFollower } from './picture-follower.ts';
import { isAudio } from './pictures.ts';
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

/** Lays a track beside the leading one. */
interface TrackFollower {
  /** @param start ticks since 1970 */
  begin(format: TrackFormat, start: number): void;
  take(sample: Sample, edge: LeadingEdge, arrivedAtMs: number): void;
  advance(edge: LeadingEdge, arrivedAtMs: number): void;
  release(edge: LeadingEdge): void;
  complete(edge: LeadingEdge): void;
}

/** What ffmpeg read while it probed comes in a burst; its last frame tells the time best. */
const MAX_BURST_MS = 500;
const MAX_BURST_SAMPLES = 600;
/** With more than one track, ffmpeg pauses in the middle of it: one frame in time proves nothing. */
const CALM_FRAMES = 3;
/** A frame that comes later than this after the last one begins a new sequence. */
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
  readonly #followers = new Map<TrackWriter, TrackFollower>();
  /** Null where nobody lies beside them. */
  readonly #frames: LeadingFrames | null;
  #clock: CaptureClock | null = null;
  #number = 0;
  #lagToleranceMs = FIRST_LAG_TOLERANCE_MS;
  #hasEnded = false;

  constructor(options: SequenceWriterOptions) {
    this.#options = options;
    const supervisor = {
      onSample: this.#onSample.bind(this),
      onFormatChange: this.#onFormatChange.bind(this),
    };
    this.#tracks = options.renditions.map((rendition) => new TrackWriter(rendition, supervisor));
    const followers = this.#tracks.slice(1);
    const frames = new LeadingFrames();
    this.#frames = followers.every(({ rendition }) => isAudio(rendition)) ? null : frames;
    for (const track of followers) {
      const { rendition } = track;
      const follower = isAudio(rendition)
        ? new Follower(rendition)
        : new PictureFollower(rendition, frames);
      this.#followers.set(track, follower);
    }
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
    this.#endTracks(this.#tracks);
  }

  #onSample(track: TrackWriter, arrived: ArrivedSample): void {
    if (this.#hasEnded) return;
    const follower = this.#followers.get(track);
    if (follower) this.#follow(track, follower, arrived);
    else if (this.#clock) this.#lead(this.#clock, track, arrived);
    else {
      this.#hold(track, arrived);
      if (isBurstOver(track, this.#followers.size > 0)) this.#begin(track);
    }
  }

  #follow(track: TrackWriter, follower: TrackFollower, arrived: ArrivedSample): void {
    const edge = this.#edgeFor(track);
    if (!track.hasBegun) {
      if (!this.#clock) {
        this.#hold(track, arrived);
        return;
      }
      // Its format has come only now.
      this.#beginFollower(track, follower, edge.end);
    }
    follower.take(arrived.sample, edge, arrived.arrivedAtMs);
    follower.release(edge);
  }

  /** The leading track has gone on. */
  #advance(atMs: number): void {
    for (const [track, follower] of this.#followers) {
      follower.advance(this.#edgeFor(track), atMs);
    }
  }

  #hold(track: TrackWriter, arrived: ArrivedSample): void {
    const last = track.held.at(-1)?.sample ?? null;
    // Time stamps that jump right at the start: what came before would be shown for as long. A smaller
    // picture may lack frames, and is laid beside the leading one whatever it holds.
    const mayLackFrames = this.#followers.has(track) && !isAudio(track.rendition);
    if (!mayLackFrames && !isInStep(last, arrived.sample, track.rendition)) track.dropHeld();
    track.hold(arrived);
  }

  /** The same clock goes on, so that nothing is missing. */
  #onFormatChange(changed: TrackWriter): void {
    const [leading] = this.#tracks;
    if (!leading) return;
    if (!this.#clock) {
      // A smaller picture that was still bringing the last of the sequence before.
      changed.endSequence();
      return;
    }
    this.#number = this.#options.nextSequenceNumber();
    for (const [track, follower] of this.#followers) follower.complete(this.#edgeFor(track));
    this.#beginTracks(leading.rendition.end);
  }

  #begin(leading: TrackWriter): void {
    const { held, rendition } = leading;
    const clock = new CaptureClock({
      timescale: rendition.timescale,
      observations: held.map(observe),
      // Decoding does not run backwards; what is shown first is decoded earlier.
      notBefore: rendition.end + (held[0]?.sample.compositionOffset ?? 0),
      lagToleranceMs: this.#lagToleranceMs,
    });
    this.#clock = clock;
    this.#number = this.#options.nextSequenceNumber();
    const [first] = held;
    const start = first ? first.sample.decodeTime + clock.offset : rendition.end;
    this.#beginTracks(Math.max(start, rendition.end));
    this.#frames?.clear();
    for (const { sample } of leading.takeHeld()) this.#add(leading, sample, clock.offset);
    for (const [track, follower] of this.#followers) {
      const edge = this.#edgeFor(track);
      follower.advance(edge, held.at(-1)?.arrivedAtMs ?? 0);
      for (const { sample, arrivedAtMs } of track.takeHeld()) {
        follower.take(sample, edge, arrivedAtMs);
      }
      follower.release(edge);
    }
  }

  /** All of them before the first sample of any: who watches is told of all tracks at once. */
  #beginTracks(start: number): void {
    const [leading] = this.#tracks;
    leading?.begin(this.#number, this.#options.gopSeconds);
    for (const [track, follower] of this.#followers) {
      this.#beginFollower(track, follower, this.#toTicksOf(track, start));
    }
  }

  #beginFollower(track: TrackWriter, follower: TrackFollower, start: number): void {
    track.begin(this.#number, this.#options.gopSeconds);
    if (track.format) follower.begin(track.format, start);
  }

  #lead(clock: CaptureClock, track: TrackWriter, arrived: ArrivedSample): void {
    const { sample } = arrived;
    const verdict = clock.observe(observe(arrived));
    if (verdict === 'stuck') {
      throw new SourceError('stalled', "the camera's time stamps stand still while frames arrive");
    }
    const follows = isInStep(track.previous, sample, track.rendition);
    if (verdict === 'steady' && follows) {
      this.#add(track, sample, clock.offset);
      this.#advance(arrived.arrivedAtMs);
      return;
    }
    // An encoder that cannot keep up would jump for ever: it is given more and more rope.
    if (follows) {
      this.#lagToleranceMs = Math.min(this.#lagToleranceMs * 2, MAX_LAG_TOLERANCE_MS);
    }
    this.#restart();
    track.hold(arrived);
  }

  #add(leading: TrackWriter, sample: Sample, offset: number): void {
    const placed = leading.add(sample, offset);
    this.#frames?.add(sample, placed, leading.rendition.window.nextNumber - 1);
  }

  /** Smaller pictures have yet to bring what lies beside the last frames: theirs ends when the next begins. */
  #restart(): void {
    const [leading] = this.#tracks;
    this.#endTracks(this.#tracks.filter((track) => track === leading || isAudio(track.rendition)));
    this.#clock = null;
  }

  #endTracks(tracks: readonly TrackWriter[]): void {
    for (const track of tracks) {
      if (track.hasBegun) this.#followers.get(track)?.complete(this.#edgeFor(track));
    }
    for (const track of tracks) track.endSequence();
  }

  #edgeFor(track: TrackWriter): LeadingEdge {
    const end = this.#tracks[0]?.rendition.end ?? 0;
    // Sound lies beside no sequence that has ended.
    const offset = this.#clock?.offset ?? 0;
    return { end: this.#toTicksOf(track, end), offset: this.#toTicksOf(track, offset) };
  }

  /** @param ticks of the leading track */
  #toTicksOf({ rendition }: TrackWriter, ticks: number): number {
    const leading = this.#tracks[0]?.rendition.timescale ?? rendition.timescale;
    return Math.round((ticks * rendition.timescale) / leading);
  }
}

function isBurstOver({ held, rendition }: TrackWriter, hasFollowers: boolean): boolean {
  const first = held[0];
  const last = held.at(-1);
  if (!first || !last) return false;
  const newest = held.slice(hasFollowers ? -1 - CALM_FRAMES : -2);
  const isRealTime =
    newest.length === (hasFollowers ? 1 + CALM_FRAMES : 2) &&
    newest.slice(1).every(({ arrivedAtMs }, index) => {
      const previous = newest[index] ?? last;
      const frameMs = (previous.sample.duration * 1000) / rendition.timescale;
      return (arrivedAtMs - previous.arrivedAtMs) * 2 >= frameMs;
    });
  const burstMs = last.arrivedAtMs - first.arrivedAtMs;
  return isRealTime || burstMs > MAX_BURST_MS || held.length >= MAX_BURST_SAMPLES;
}

/** Whether a sample follows the one before it, early or late as it may be. */
function isInStep(previous: Sample | null, sample: Sample, { timescale }: Rendition): boolean {
  if (!previous) return true;
  const distance = sample.decodeTime - previous.decodeTime;
  return distance > 0 && distance <= MAX_FRAME_SECONDS * timescale;
}

function observe({ sample, arrivedAtMs }: ArrivedSample): ClockObservation {
  const { decodeTime, compositionOffset, duration } = sample;
  return { showTime: decodeTime + compositionOffset, duration, arrivedAtMs };
}
