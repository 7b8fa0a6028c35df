// Plays the past out of the camera's window: begins at a wished time, goes on from there, and is over at live.
// Knows neither the page nor a player library; those come with the host.

import { failed } from '../media/failure.ts';
import type { Failure } from '../media/failure.ts';
import type { OnFailure, ReplayPlayer } from '../media/media-player.ts';
import type { StillSize } from './playback-host.ts';
import type { ReplayState } from './player-state.ts';
import type { VideoReading } from './progress-watch.ts';
import { sleep } from './sleep.ts';

export interface ReplayHost {
  /** Unix time in ms by the server's clock. */
  nowMs(): number;
  createReplayPlayer(startAtMs: number, onFailure: OnFailure): Promise<ReplayPlayer>;
  readVideo(): VideoReading;
  /** False when the browser wants a tap first. */
  resumeVideo(): Promise<boolean>;
  pauseVideo(): void;
  /** The picture is about to go: the host may keep a still of it. */
  keepStill(size: StillSize): void;
}

export interface ReplayListener {
  onState(state: ReplayState): void;
  /** Back to live: the past has caught up, is not there any more, or cannot be played. */
  onEnd(failure: Failure | null): void;
}

const LOOK_EVERY_MS = 200;
const STALLED_AFTER_MS = 700;
const LOST_AFTER_MS = 10_000;
// Complete segments come about so far behind live: who waits there for more has caught up.
const NEAR_LIVE_SECONDS = 8;
const CAUGHT_UP_AFTER_MS = 1500;
// A keyframe before the oldest segment may still be in the browser.
const GONE_SECONDS = 3;

export class Replay {
  readonly #host: ReplayHost;
  readonly #listener: ReplayListener;
  readonly #run = new AbortController();
  #player: ReplayPlayer | null = null;
  #wishMs: number;
  /** Until the video is where it was told to go. */
  #isSeeking = true;
  #wantsPlay = true;
  #movedAtMs = 0;
  #currentTime = 0;
  #failure: Failure | null = null;
  /** It failed while a pause held the picture: that is all that was wanted of it then. */
  #hasFailedHeld = false;
  #state: ReplayState;

  constructor(startAtMs: number, host: ReplayHost, listener: ReplayListener) {
    this.#host = host;
    this.#listener = listener;
    this.#wishMs = startAtMs;
    this.#state = this.#read(true);
  }

  get state(): ReplayState {
    return this.#state;
  }

  get hasAudio(): boolean {
    return this.#player?.hasAudio() ?? false;
  }

  /** Resolves when it is over. */
  async start(): Promise<void> {
    const { signal } = this.#run;
    while (!signal.aborted) {
      const player = await this.#begin(signal);
      if (player !== null) await this.#watch(player, signal);
    }
  }

  /** Lets go of the video; the listener hears nothing more. */
  stop(): void {
    if (this.#run.signal.aborted) return;
    this.#run.abort();
    this.#release();
  }

  setRendition(rendition: string | null): void {
    this.#player?.setRendition(rendition);
  }

  seek(toMs: number): void {
    this.#wishMs = toMs;
    this.#isSeeking = true;
    this.#movedAtMs = Date.now();
    this.#player?.seek(toMs);
    this.#tell(this.#read(true));
  }

  togglePlay(): void {
    this.#wantsPlay = !this.#wantsPlay;
    this.#movedAtMs = Date.now();
    if (!this.#wantsPlay) this.#host.pauseVideo();
    else if (this.#isGone()) return this.#end(null);
    // Inside the tap, for browsers that allow playing only there.
    else this.#host.resumeVideo().catch(() => {});
    this.#tell(this.#read(false));
  }

  /** At the wished time. Null when it is over. */
  async #begin(signal: AbortSignal): Promise<ReplayPlayer | null> {
    const wishMs = this.#wishMs;
    const onFailure = (failure: Failure): void => {
      if (this.#failure !== null) return;
      this.#failure = failure;
      this.#hasFailedHeld = !this.#wantsPlay;
    };
    const player = await this.#host.createReplayPlayer(wishMs, onFailure).catch(() => null);
    if (signal.aborted) return null;
    if (player === null) {
      this.#end(failed('player_missing'));
      return null;
    }
    this.#player = player;
    player.start();
    // Somebody went on while its code was loaded.
    if (this.#wishMs !== wishMs) player.seek(this.#wishMs);
    this.#movedAtMs = Date.now();
    return player;
  }

  #release(): void {
    if (this.#player === null) return;
    this.#host.keepStill('small');
    this.#player.stop();
    this.#player = null;
  }

  /** Where it stands. */
  #beginAgain(): void {
    this.#wishMs = this.#state.capturedAtMs;
    this.#isSeeking = true;
    this.#failure = null;
    this.#release();
  }

  /** Resolves when it is over, or has to begin again. */
  async #watch(player: ReplayPlayer, signal: AbortSignal): Promise<void> {
    for (;;) {
      await sleep(LOOK_EVERY_MS, signal);
      if (signal.aborted) return;
      if (this.#failure !== null && this.#wantsPlay) {
        return this.#hasFailedHeld ? this.#beginAgain() : this.#end(this.#failure);
      }
      const reading = this.#host.readVideo();
      if (reading.isPaused && reading.isUnseen) {
        this.#movedAtMs = Date.now();
        continue;
      }
      await this.#followVideo(reading);
      if (signal.aborted) return;
      const { currentTime, canPlay } = reading;
      const hasMoved = currentTime !== this.#currentTime && canPlay;
      this.#currentTime = currentTime;
      if (hasMoved || (canPlay && !this.#wantsPlay)) {
        this.#movedAtMs = Date.now();
        if (player.captureMs() !== null) this.#isSeeking = false;
      }
      const stillMs = Date.now() - this.#movedAtMs;
      this.#tell(this.#read(stillMs > STALLED_AFTER_MS));
      if (this.#isOver(stillMs)) return this.#end(null);
      if (this.#wantsPlay && stillMs > LOST_AFTER_MS) return this.#end(failed('no_picture_came'));
    }
  }

  /** It may have been paused or played elsewhere: by the browser itself, or by a button of its own. */
  async #followVideo({ isPaused, canPlay, wasPausedUnseen }: VideoReading): Promise<void> {
    if (!canPlay || this.#wantsPlay !== isPaused) return;
    if (!isPaused) this.#wantsPlay = true;
    else if (!this.#isSeeking && !wasPausedUnseen) this.#wantsPlay = false;
    else if (!(await this.#host.resumeVideo())) this.#wantsPlay = false;
  }

  #read(isStalled: boolean): ReplayState {
    // While another size of the picture comes, nothing is known for a moment.
    const capturedAtMs = this.#isSeeking
      ? this.#wishMs
      : (this.#player?.captureMs() ?? this.#state.capturedAtMs);
    return {
      kind: 'replay',
      isPlaying: this.#wantsPlay,
      isStalled: isStalled && this.#wantsPlay,
      capturedAtMs,
      behindSeconds: Math.max((this.#host.nowMs() - capturedAtMs) / 1000, 0),
    };
  }

  #tell(state: ReplayState): void {
    const shown = this.#state;
    this.#state = state;
    const isSame =
      shown.isPlaying === state.isPlaying &&
      shown.isStalled === state.isStalled &&
      Math.round(shown.behindSeconds) === Math.round(state.behindSeconds) &&
      Math.round(shown.capturedAtMs / 1000) === Math.round(state.capturedAtMs / 1000);
    if (!isSame) this.#listener.onState(state);
  }

  #isOver(stillMs: number): boolean {
    // What has not been seen yet may take its time.
    if (!this.#wantsPlay || this.#isSeeking) return false;
    const { behindSeconds } = this.#state;
    const hasCaughtUp = behindSeconds < NEAR_LIVE_SECONDS && stillMs > CAUGHT_UP_AFTER_MS;
    return hasCaughtUp || (stillMs > STALLED_AFTER_MS && this.#isGone());
  }

  #isGone(): boolean {
    if (this.#isSeeking) return false;
    const oldestMs = this.#player?.oldestMs() ?? null;
    return oldestMs !== null && this.#state.capturedAtMs < oldestMs - GONE_SECONDS * 1000;
  }

  #end(failure: Failure | null): void {
    this.stop();
    this.#listener.onEnd(failure);
  }
}
