// What one player does for its camera: live, the past, or stills, as the user and their screen have it.
// Without DOM; what it needs of a page comes with the host.

import type { CameraState } from '../server/api.ts';
import type { Delivery } from '../media/delivery.ts';
import type { Failure } from '../media/failure.ts';
import { decideActivity } from './activity.ts';
import type { Activity } from './activity.ts';
import { Playback } from './playback.ts';
import type { PlaybackHost } from './playback-host.ts';
import type { PlayerMode } from './player-properties.ts';
import type { PlayerState } from './player-state.ts';
import { Replay } from './replay.ts';
import type { ReplayHost } from './replay.ts';
import { settleBehind } from './timeline-model.ts';

export interface SessionHost extends Omit<PlaybackHost, 'onState' | 'clock'>, ReplayHost {
  readonly clock: PlaybackHost['clock'];
  /** Inside a tap, for browsers that allow playing only there. */
  unlockVideo(): void;
  /** When the picture on the screen was captured, by the clock of the server. */
  shownCapturedAtMs(): number;
  /** On a screen of its own: not to be ended by a timer. */
  isElsewhere(): boolean;
  onActivity(activity: Activity): void;
  onState(state: PlayerState): void;
  onCamera(camera: CameraState): void;
  onFailure(failure: Failure): void;
}

export interface SessionWishes {
  readonly isSeen: boolean;
  readonly mode: PlayerMode;
  /** In `stills`, how long live lasts; 0 until it cannot be seen. */
  readonly liveSeconds: number;
}

// What the camera says of itself changes slowly.
const CAMERA_FRESH_MS = 4000;
const MOST_GROWTH_SECONDS = 10;

export class PlayerSession {
  readonly #host: SessionHost;
  readonly #playback: Playback;
  #wishes: SessionWishes = { isSeen: false, mode: 'live', liveSeconds: 0 };
  #activity: Activity = 'none';
  #replay: Replay | null = null;
  #wantsLive = false;
  /** Since the tap that made it play: how long it plays counts from its first picture. */
  #isAwaited = false;
  #liveTimer: ReturnType<typeof setTimeout> | undefined;
  #camera: CameraState | null = null;
  #cameraAtMs = -Infinity;
  #askedAtMs = -Infinity;
  readonly #ended = new AbortController();

  constructor(host: SessionHost, deliveries: readonly Delivery[]) {
    this.#host = host;
    this.#playback = new Playback(
      {
        clock: host.clock,
        isReachable: (delivery) => host.isReachable(delivery),
        loadCamera: (signal) => this.#loadCamera(signal),
        createMediaPlayer: (delivery, onFailure) => host.createMediaPlayer(delivery, onFailure),
        readVideo: () => host.readVideo(),
        resumeVideo: () => host.resumeVideo(),
        changeRendition: (direction) => host.changeRendition(direction),
        keepStill: (size) => host.keepStill(size),
        onState: () => this.#tell(),
        onBug: host.onBug,
      },
      deliveries,
    );
  }

  get state(): PlayerState {
    if (this.#replay !== null) return this.#replay.state;
    return this.#activity === 'stills' ? { kind: 'stills' } : this.#playback.state;
  }

  get camera(): CameraState | null {
    return this.#camera;
  }

  get hasAudio(): boolean {
    return this.#replay === null ? this.#playback.hasAudio : this.#replay.hasAudio;
  }

  /** How far back one can go. A camera that has just begun has more each second, and says so only when asked. */
  get windowSeconds(): number {
    const known = this.#camera?.window_seconds ?? 0;
    const { kind } = this.state;
    if (kind !== 'live' && kind !== 'replay') return known;
    const sinceSeconds = (performance.now() - this.#cameraAtMs) / 1000;
    return known + Math.min(Math.max(sinceSeconds, 0), MOST_GROWTH_SECONDS);
  }

  update(wishes: SessionWishes): void {
    this.#wishes = wishes;
    this.#apply();
  }

  /** For ever. */
  dispose(): void {
    this.#ended.abort();
    clearTimeout(this.#liveTimer);
    this.#replay?.stop();
    this.#replay = null;
    this.#playback.stop();
  }

  setDeliveries(deliveries: readonly Delivery[]): void {
    if (this.#playback.setDeliveries(deliveries) || this.#activity !== 'live') return;
    this.#playback.stop();
    this.#start();
  }

  setRendition(rendition: string | null): void {
    this.#playback.setRendition(rendition);
    this.#replay?.setRendition(rendition);
  }

  togglePlay(): void {
    if (this.#replay !== null) this.#replay.togglePlay();
    else if (this.#activity === 'stills') this.#goLiveFromStills();
    else if (this.#playback.state.kind === 'paused') this.#resume();
    else if (this.#wishes.mode === 'stills') this.#toStills();
    else this.#playback.pause('user');
  }

  pause(): void {
    const { kind } = this.state;
    const isPlaying = kind === 'replay' ? this.#replay?.state.isPlaying : kind !== 'paused';
    if (isPlaying === true && kind !== 'stills' && kind !== 'idle') this.togglePlay();
  }

  play(): void {
    const { state } = this;
    const isStill = state.kind === 'paused' || state.kind === 'stills';
    if (isStill || (state.kind === 'replay' && !state.isPlaying)) this.togglePlay();
  }

  goLive(): void {
    if (this.#replay !== null) this.#endReplay();
    else if (this.#activity === 'stills') this.#goLiveFromStills();
    else if (this.#playback.state.kind === 'paused') this.#resume();
    else this.#playback.goLive();
  }

  /** A short look at something else is over: what was missed meanwhile is not shown. */
  afterGlance(): void {
    if (this.#replay === null) this.#playback.goLive();
  }

  retryNow(): void {
    this.#playback.retryNow();
  }

  /** Plays what was so long ago; what is near to live is live. */
  seekBehind(behindSeconds: number): void {
    if (this.#activity === 'none') return;
    const settled = settleBehind(behindSeconds, this.windowSeconds);
    if (settled === null) {
      if (this.#replay !== null) this.#endReplay();
      return;
    }
    const atMs = this.#host.nowMs() - settled * 1000;
    if (this.#replay !== null) this.#replay.seek(atMs);
    else this.#beginReplay(atMs);
  }

  /** From the picture on the screen; back with a negative number. */
  step(seconds: number): void {
    const shownBehindMs = this.#host.nowMs() - this.#host.shownCapturedAtMs();
    this.seekBehind(Math.max(shownBehindMs / 1000, 0) - seconds);
  }

  /** What the camera says of itself, when the last time is a while ago. */
  async refreshCamera(): Promise<void> {
    const nowMs = performance.now();
    const isFresh = Math.max(this.#cameraAtMs, this.#askedAtMs) > nowMs - CAMERA_FRESH_MS;
    if (isFresh) return;
    this.#askedAtMs = nowMs;
    // Nobody answers: what plays notices by itself.
    await this.#loadCamera(this.#ended.signal).catch(() => {});
  }

  async #loadCamera(signal: AbortSignal): Promise<CameraState> {
    const camera = await this.#host.loadCamera(signal);
    if (this.#ended.signal.aborted) return camera;
    this.#camera = camera;
    this.#cameraAtMs = performance.now();
    this.#host.onCamera(camera);
    return camera;
  }

  #apply(): void {
    if (!this.#wishes.isSeen) this.#wantsLive = false;
    if (!this.#wantsLive) this.#isAwaited = false;
    const activity = decideActivity({
      ...this.#wishes,
      wantsLive: this.#wantsLive,
      isReplaying: this.#replay !== null,
    });
    const before = this.#activity;
    this.#activity = activity;
    if (activity !== 'replay') {
      this.#replay?.stop();
      this.#replay = null;
    }
    if (activity === 'live') this.#start();
    else this.#playback.stop();
    // A look at the past is part of it.
    if (activity === 'none' || activity === 'stills') clearTimeout(this.#liveTimer);
    if (activity === before) return;
    this.#host.onActivity(activity);
    this.#tell();
  }

  #start(): void {
    if (this.#playback.state.kind !== 'paused') this.#playback.start().catch(this.#host.onBug);
  }

  #resume(): void {
    this.#host.unlockVideo();
    this.#playback.start().catch(this.#host.onBug);
  }

  #goLiveFromStills(): void {
    this.#wantsLive = true;
    this.#isAwaited = true;
    this.#host.unlockVideo();
    this.#armLiveTimer();
    this.#apply();
    // It may have been paused in another mode.
    if (this.#playback.state.kind === 'paused') this.#playback.start().catch(this.#host.onBug);
  }

  #armLiveTimer(): void {
    clearTimeout(this.#liveTimer);
    const { liveSeconds } = this.#wishes;
    if (liveSeconds <= 0) return;
    this.#liveTimer = setTimeout(() => {
      const isBusy = this.#replay !== null || this.state.kind === 'connecting';
      if (this.#host.isElsewhere() || isBusy) this.#armLiveTimer();
      else this.#toStills();
    }, liveSeconds * 1000);
  }

  #toStills(): void {
    this.#wantsLive = false;
    this.#apply();
  }

  #beginReplay(atMs: number): void {
    this.#playback.stop();
    if (this.#playback.state.kind === 'paused') this.#host.unlockVideo();
    const replay = new Replay(atMs, this.#host, {
      onState: () => this.#tell(),
      onEnd: (failure) => {
        if (failure !== null) this.#host.onFailure(failure);
        this.#endReplay();
      },
    });
    this.#replay = replay;
    this.#wantsLive = true;
    if (this.#wishes.mode === 'stills') this.#armLiveTimer();
    this.#apply();
    replay.start().catch(this.#host.onBug);
  }

  #endReplay(): void {
    this.#replay?.stop();
    this.#replay = null;
    this.#apply();
    // Whoever goes to live wants to see it, paused or not before.
    if (this.#playback.state.kind === 'paused') this.#resume();
  }

  #tell(): void {
    const { state } = this;
    if (this.#isAwaited && state.kind === 'live') {
      this.#isAwaited = false;
      this.#armLiveTimer();
    }
    this.#host.onState(state);
  }
}
