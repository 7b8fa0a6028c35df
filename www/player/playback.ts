// Keeps a camera playing: asks whether there is something to play, plays it, notices when it ends, begins again.
// Knows neither the page nor a player library; those come with the host.

import { endedBy, frozenReason } from './attempt-end.ts';
import type { AttemptEnd } from './attempt-end.ts';
import { judgeCamera, judgeSilence } from './camera-verdict.ts';
import type { CameraVerdict } from './camera-verdict.ts';
import type { Delivery } from '../media/delivery.ts';
import { DeliveryLadder } from '../media/delivery-ladder.ts';
import { failed } from '../media/failure.ts';
import type { Failure } from '../media/failure.ts';
import type { MediaPlayer } from '../media/media-player.ts';
import { initialState, nextState } from './player-state.ts';
import type { PlayerEvent, PlayerState } from './player-state.ts';
import type { PlaybackHost, StillSize } from './playback-host.ts';
import { forgetStalls, isStarved, observe, rest, startWatch } from './progress-watch.ts';
import type { Progress, ProgressWatch, VideoReading } from './progress-watch.ts';
import { askAgainMs, backoffMs, retryTimeMs } from './retry.ts';
import { sleep } from './sleep.ts';

const LOOK_AT_FIRST_MS = 100;
const LOOK_EVERY_MS = 250;
const ASK_EVERY_MS = 1000;
const CAMERA_STARTS_WITHIN_MS = 500;
const AT_ONCE_MS = 200;
// An attempt that lasted this long was a good one.
const HEALTHY_MS = 10_000;
const CLOCK_CHECK_EVERY_MS = 60_000;
// The live socket tells the time by itself.
const CLOCK_FIRST_CHECK_MS = 3000;

export class Playback {
  readonly #host: PlaybackHost;
  readonly #ladder: DeliveryLadder;
  #state = initialState();
  #run: AbortController | null = null;
  #nap: AbortController | null = null;
  #player: MediaPlayer | null = null;
  #askedAtMs = 0;
  #misses = 0;

  constructor(host: PlaybackHost, deliveries: readonly Delivery[]) {
    this.#host = host;
    this.#ladder = new DeliveryLadder(deliveries);
  }

  get state(): PlayerState {
    return this.#state;
  }

  get hasAudio(): boolean {
    return this.#player?.hasAudio() ?? false;
  }

  /** Plays until `stop` or `pause`; resolves then. Does nothing while it already plays. */
  async start(): Promise<void> {
    if (this.#run !== null) return;
    const run = new AbortController();
    this.#run = run;
    this.#dispatch({ type: 'start' });
    // Connects while the server is asked.
    const connected = this.#host.isReachable(this.#ladder.current).catch(() => false);
    await Promise.all([connected, this.#keepPlaying(run.signal), this.#keepClock(run.signal)]);
  }

  /** Lets go of the video and of every connection; a pause stays a pause. */
  stop(): void {
    this.#end();
    this.#dispatch({ type: 'stop' });
  }

  pause(by: 'user' | 'browser'): void {
    this.#end('whole');
    this.#dispatch({ type: 'pause', by });
  }

  /** Ends the present wait for the camera. */
  retryNow(): void {
    this.#nap?.abort();
  }

  goLive(): void {
    this.#player?.goLive();
  }

  /** Of what plays now; null for the main one. */
  setRendition(rendition: string | null): void {
    this.#player?.setRendition?.(rendition);
  }

  /** Other deliveries to choose from. False when it has to stop and start again to play by one of them. */
  setDeliveries(deliveries: readonly Delivery[]): boolean {
    return this.#ladder.replace(deliveries);
  }

  #end(stillSize: StillSize = 'small'): void {
    this.#run?.abort();
    this.#run = null;
    this.#releasePlayer(stillSize);
  }

  #releasePlayer(stillSize: StillSize = 'small'): void {
    if (this.#player === null) return;
    this.#host.keepStill(stillSize);
    this.#player.stop();
    this.#player = null;
  }

  #dispatch(event: PlayerEvent): void {
    const state = nextState(this.#state, event);
    if (state === this.#state) return;
    this.#state = state;
    this.#host.onState(state);
  }

  async #keepClock(signal: AbortSignal): Promise<void> {
    if (this.#ladder.current.protocol === 'live') await sleep(CLOCK_FIRST_CHECK_MS, signal);
    while (!signal.aborted) {
      await this.#host.clock.keepFresh(signal);
      await sleep(CLOCK_CHECK_EVERY_MS, signal);
    }
  }

  async #keepPlaying(signal: AbortSignal): Promise<void> {
    let waits = 0;
    let last: AttemptEnd | null = null;
    while (!signal.aborted) {
      const verdict = await this.#ask(signal);
      if (signal.aborted) return;
      if (verdict.kind === 'play') {
        waits = 0;
        if (last !== null) await this.#learnFrom(last, signal);
        if (signal.aborted) return;
        last = await this.#attempt(signal);
        await this.#rest(AT_ONCE_MS, signal);
      } else {
        // An attempt that failed together with its camera says nothing about the way it was played.
        last = null;
        this.#misses = 0;
        await this.#waitForCamera(verdict, ++waits, signal);
      }
    }
  }

  /** Chooses how to play next, and rests when every way has been tried. */
  async #learnFrom(end: AttemptEnd, signal: AbortSignal): Promise<void> {
    const { reason, playedMs } = end;
    const hasAnotherWay = this.#ladder.after(end);
    this.#misses = reason !== null && playedMs < HEALTHY_MS ? this.#misses + 1 : 0;
    if (this.#misses === 0 || hasAnotherWay || reason === null) return;
    const retryInMs = backoffMs(this.#misses);
    this.#dispatch({ type: 'trouble', reason, retryAtMs: Date.now() + retryInMs });
    await this.#rest(retryInMs, signal);
  }

  /** Asked only in trouble and before an attempt: a camera known to be down then costs no failing media request. */
  async #ask(signal: AbortSignal): Promise<CameraVerdict> {
    this.#askedAtMs = Date.now();
    try {
      return judgeCamera(await this.#host.loadCamera(signal));
    } catch (error) {
      return judgeSilence(error);
    }
  }

  async #waitForCamera(
    verdict: Exclude<CameraVerdict, { kind: 'play' }>,
    waits: number,
    signal: AbortSignal,
  ): Promise<void> {
    if (verdict.kind === 'starting') {
      this.#dispatch({ type: 'camera-starting' });
      return await this.#rest(CAMERA_STARTS_WITHIN_MS, signal);
    }
    const restMs = askAgainMs(waits);
    const serverNowMs = this.#host.clock.nowMs();
    const retryAtMs = retryTimeMs(verdict, { restMs, serverNowMs, shown: this.#state });
    this.#dispatch({ type: 'trouble', reason: verdict.reason, retryAtMs });
    await this.#rest(restMs, signal);
  }

  async #rest(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const nap = new AbortController();
    const wake = (): void => nap.abort();
    this.#nap = nap;
    signal.addEventListener('abort', wake, { once: true });
    await sleep(ms, nap.signal);
    signal.removeEventListener('abort', wake);
  }

  async #attempt(signal: AbortSignal): Promise<AttemptEnd> {
    const delivery = this.#ladder.current;
    this.#dispatch({ type: 'attempt' });
    const end: { failure: Failure | null } = { failure: null };
    const onFailure = (failure: Failure): void => {
      end.failure ??= failure;
    };
    // What fails here is loading the player's code: the server is gone, or newer than this page.
    // Some browsers never load again what has failed once; another way to play may be there already.
    const player = await this.#host.createMediaPlayer(delivery, onFailure).catch(() => null);
    if (player === null) return endedBy('failed', failed('player_missing'));
    if (signal.aborted) return endedBy(null, null);
    this.#player = player;
    const outcome = await this.#play(player, delivery, end, signal);
    if (!signal.aborted) this.#releasePlayer();
    return outcome;
  }

  async #play(
    player: MediaPlayer,
    ...watched: [Delivery, { readonly failure: Failure | null }, AbortSignal]
  ): Promise<AttemptEnd> {
    try {
      player.start();
      return await this.#watch(...watched);
    } catch (error) {
      // A bug, or a browser that lacks something: another attempt may do without.
      this.#host.onBug(error);
      return endedBy('failed', failed('cannot_play', String(error)));
    }
  }

  async #watch(
    delivery: Delivery,
    ended: { readonly failure: Failure | null },
    signal: AbortSignal,
  ): Promise<AttemptEnd> {
    let watch = startWatch(Date.now());
    let calmSinceMs = 0;
    for (;;) {
      await sleep(watch.progress === 'starting' ? LOOK_AT_FIRST_MS : LOOK_EVERY_MS, signal);
      if (signal.aborted) return endedBy(null, null);
      const playedMs = Date.now() - (watch.playingSinceMs ?? Date.now());
      if (ended.failure !== null) return endedBy('failed', ended.failure, playedMs);
      const reading = this.#host.readVideo();
      if (reading.isPaused && reading.isUnseen) {
        watch = rest(watch, Date.now());
        continue;
      }
      const isStopped = reading.isPaused && reading.canPlay;
      if (isStopped && !(await this.#resume(watch, reading))) return endedBy(null, null);
      const before = watch.progress;
      watch = observe(watch, reading, Date.now());
      if (watch.progress === 'moving') this.#showPicture(delivery);
      if (watch.progress === 'frozen') return endedBy('failed', frozenReason(watch), playedMs);
      if (watch.progress === 'stalled' && (await this.#isCameraGone(before, signal))) {
        return endedBy(null, null, playedMs);
      }
      if (isStarved(watch)) {
        if (!this.#host.changeRendition('smaller')) return endedBy('starved', null, playedMs);
        watch = forgetStalls(watch);
        calmSinceMs = playedMs;
      }
      if (playedMs - calmSinceMs > this.#ladder.calmMs) {
        calmSinceMs = playedMs;
        if (await this.#climb()) return endedBy('calm', null, playedMs);
        this.#host.changeRendition('larger');
      }
    }
  }

  /** To the best delivery that works. */
  async #climb(): Promise<boolean> {
    for (const delivery of this.#ladder.better) {
      if (!(await this.#host.isReachable(delivery).catch(() => false))) continue;
      this.#ladder.climbTo(delivery);
      return true;
    }
    return false;
  }

  /** Asks at the beginning of a stall, and every second while it lasts. */
  async #isCameraGone(before: Progress, signal: AbortSignal): Promise<boolean> {
    this.#dispatch({ type: 'stall' });
    const isTimeToAsk = before !== 'stalled' || Date.now() - this.#askedAtMs >= ASK_EVERY_MS;
    if (!isTimeToAsk) return false;
    return (await this.#ask(signal)).kind !== 'play';
  }

  /** False when it stays paused: the browser wants a tap, or somebody used the browser's own pause button. */
  async #resume(
    { playingSinceMs }: ProgressWatch,
    { wasPausedUnseen }: VideoReading,
  ): Promise<boolean> {
    const by = playingSinceMs === null || wasPausedUnseen ? 'browser' : 'user';
    if (by === 'browser' && (await this.#host.resumeVideo())) return true;
    this.pause(by);
    return false;
  }

  #showPicture(delivery: Delivery): void {
    this.#dispatch({
      type: 'picture',
      delivery,
      delaySeconds: this.#player?.delaySeconds() ?? null,
    });
  }
}
