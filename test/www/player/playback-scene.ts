import { setImmediate } from 'node:timers/promises';
import type { TestContext } from 'node:test';
import type { CameraState } from '../../../www/server/api.ts';
import { deliveriesFor, deliveryLabel } from '../../../www/media/delivery.ts';
import type { Delivery } from '../../../www/media/delivery.ts';
import type { MediaPlayer, OnFailure } from '../../../www/media/media-player.ts';
import { Playback } from '../../../www/player/playback.ts';
import type { PlaybackHost } from '../../../www/player/playback-host.ts';
import { LIVE_CAMERA } from '../live-camera.ts';
import type { PlayerState } from '../../../www/player/player-state.ts';

export const STEP_MS = 50;

export const LIVE = LIVE_CAMERA;
export const DOWN: CameraState = {
  ...LIVE,
  status: 'retrying',
  last_error: { code: 'unreachable', message: 'The camera does not answer', at: LIVE.since },
};

/** A page with a camera and a screen, of which the test says what they do. */
export class Scene implements PlaybackHost {
  camera: CameraState | Error = LIVE;
  /** Whether a player that runs brings moving pictures. */
  isMoving = true;
  isPaused = false;
  isUnseen = false;
  wasPausedUnseen = false;
  allowsPlay = true;
  /** Resolves when the code of a player has come. */
  loaded: (delivery: Delivery) => Promise<void> = async () => {};
  /** What reading the delay throws. */
  bug: Error | null = null;
  readonly bugs: unknown[] = [];
  /** Whether a delivery that failed seems to work again. */
  isReachableNow = true;
  asked = 0;
  readonly played: string[] = [];
  running = 0;
  fail: OnFailure = () => {};
  readonly playback: Playback;
  readonly clock = { nowMs: (): number => Date.now(), keepFresh: async (): Promise<void> => {} };
  #currentTime = 0;
  #ended: Promise<void> = Promise.resolve();
  readonly #t: TestContext;

  constructor(t: TestContext) {
    t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: Date.parse(LIVE.since) });
    this.#t = t;
    const ladder = deliveriesFor('auto', { isRelaxed: false, hasMediaSource: true });
    this.playback = new Playback(this, ladder);
    t.after(async () => {
      this.playback.stop();
      await this.#ended;
    });
  }

  get state(): PlayerState {
    return this.playback.state;
  }

  async loadCamera(): Promise<CameraState> {
    this.asked++;
    if (this.camera instanceof Error) throw this.camera;
    return this.camera;
  }

  async isReachable(): Promise<boolean> {
    return this.isReachableNow;
  }

  async createMediaPlayer(
    ...[delivery, onFailure]: Parameters<PlaybackHost['createMediaPlayer']>
  ): Promise<MediaPlayer> {
    await this.loaded(delivery);
    return {
      start: () => {
        this.played.push(deliveryLabel(delivery));
        this.running++;
        this.fail = onFailure;
      },
      stop: () => {
        this.running--;
      },
      delaySeconds: () => {
        if (this.bug !== null) throw this.bug;
        return 0.4;
      },
      goLive: () => {},
      hasAudio: () => false,
    };
  }

  readVideo(): ReturnType<PlaybackHost['readVideo']> {
    return {
      currentTime: this.#currentTime,
      isPaused: this.isPaused,
      isUnseen: this.isUnseen,
      wasPausedUnseen: this.wasPausedUnseen,
      canPlay: true,
      secondsAhead: 1,
      stalls: 0,
      frames: null,
    };
  }

  async resumeVideo(): Promise<boolean> {
    if (this.allowsPlay) this.isPaused = false;
    return this.allowsPlay;
  }

  changeRendition(): boolean {
    return false;
  }

  keepStill(): void {}

  onState(): void {}

  readonly onBug = (error: unknown): void => void this.bugs.push(error);

  start(): void {
    this.#ended = this.playback.start();
  }

  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += STEP_MS) {
      await setImmediate();
      if (this.running > 0 && this.isMoving && !this.isPaused) this.#currentTime += STEP_MS / 1000;
      this.#t.mock.timers.tick(STEP_MS);
    }
    await setImmediate();
  }
}
