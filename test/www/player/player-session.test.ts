import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import { deliveriesFor } from '../../../www/media/delivery.ts';
import type { Failure } from '../../../www/media/failure.ts';
import type { MediaPlayer, ReplayPlayer } from '../../../www/media/media-player.ts';
import { PlayerSession } from '../../../www/player/player-session.ts';
import type { SessionHost, SessionWishes } from '../../../www/player/player-session.ts';
import type { VideoReading } from '../../../www/player/progress-watch.ts';
import type { CameraState } from '../../../www/server/api.ts';
import { LIVE_CAMERA } from '../live-camera.ts';

const STEP_MS = 50;
const CAMERA: CameraState = { ...LIVE_CAMERA, window_seconds: 60 };
const SEEN: SessionWishes = { isSeen: true, mode: 'live', liveSeconds: 0 };

/** A page on which one video plays at a time. */
class Scene implements SessionHost {
  readonly did: string[] = [];
  readonly failures: Failure[] = [];
  readonly session: PlayerSession;
  readonly clock = { nowMs: (): number => Date.now(), keepFresh: async (): Promise<void> => {} };
  isInPicture = false;
  /** The code of players. */
  loaded: Promise<void> = Promise.resolve();
  /** Of the picture on the screen. */
  shownAgeMs = 0;
  #running = 0;
  #currentTime = 0;
  #isPaused = false;
  readonly #t: TestContext;

  constructor(t: TestContext) {
    t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: Date.parse(CAMERA.since) });
    this.#t = t;
    this.session = new PlayerSession(
      this,
      deliveriesFor('live', { isRelaxed: false, hasMediaSource: true }),
    );
    t.after(() => this.session.dispose());
  }

  nowMs(): number {
    return Date.now();
  }

  async loadCamera(): Promise<CameraState> {
    return CAMERA;
  }

  async isReachable(): Promise<boolean> {
    return true;
  }

  #play(what: string): { start: () => void; stop: () => void } {
    return {
      start: () => {
        this.#running++;
        assert.equal(this.#running, 1, 'two players hold one video');
        this.did.push(what);
      },
      stop: () => {
        this.#running--;
        this.did.push(`${what} ends`);
      },
    };
  }

  async createMediaPlayer(): Promise<MediaPlayer> {
    await this.loaded;
    return {
      ...this.#play('live'),
      delaySeconds: () => 0.1,
      goLive: () => this.did.push('jump'),
      hasAudio: () => false,
    };
  }

  async createReplayPlayer(startAtMs: number): Promise<ReplayPlayer> {
    const behind = Math.round((Date.now() - startAtMs) / 1000);
    return {
      ...this.#play(`past ${behind}`),
      setRendition: (rendition) => this.did.push(`as ${rendition}`),
      seek: (toMs) => this.did.push(`seek ${Math.round((Date.now() - toMs) / 1000)}`),
      captureMs: () => startAtMs,
      oldestMs: () => 0,
      hasAudio: () => true,
    };
  }

  readVideo(): VideoReading {
    const isPaused = this.#isPaused;
    const currentTime = this.#currentTime;
    return {
      currentTime,
      isPaused,
      canPlay: true,
      secondsAhead: 1,
      stalls: 0,
      frames: null,
      isUnseen: false,
      wasPausedUnseen: false,
    };
  }

  async resumeVideo(): Promise<boolean> {
    this.#isPaused = false;
    return true;
  }

  pauseVideo(): void {
    this.#isPaused = true;
  }

  unlockVideo(): void {}

  changeRendition(): boolean {
    return false;
  }

  keepStill(): void {}

  isElsewhere(): boolean {
    return this.isInPicture;
  }

  shownCapturedAtMs(): number {
    const { state } = this.session;
    return state.kind === 'replay' ? state.capturedAtMs : Date.now() - this.shownAgeMs;
  }

  onActivity(activity: string): void {
    this.did.push(`[${activity}]`);
  }

  onState(): void {}

  onCamera(): void {}

  readonly onBug = (error: unknown): void => assert.ifError(error);

  onFailure(failure: Failure): void {
    this.failures.push(failure);
  }

  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += STEP_MS) {
      await setImmediate();
      if (this.#running > 0 && !this.#isPaused) this.#currentTime += STEP_MS / 1000;
      this.#t.mock.timers.tick(STEP_MS);
    }
    await setImmediate();
  }

  async live(): Promise<void> {
    this.session.update(SEEN);
    await this.pass(1000);
    this.did.length = 0;
  }
}

suite('stills', () => {
  const stills: SessionWishes = { isSeen: true, mode: 'stills', liveSeconds: 20 };

  test('are shown without a player, until somebody taps; then live, for a while', async (t) => {
    const scene = new Scene(t);
    scene.session.update(stills);
    await scene.pass(5000);
    assert.deepEqual([scene.did, scene.session.state.kind], [['[stills]'], 'stills']);
    scene.session.togglePlay();
    await scene.pass(1000);
    assert.equal(scene.session.state.kind, 'live');
    await scene.pass(20_000);
    assert.equal(scene.session.state.kind, 'stills');
    assert.deepEqual(scene.did.slice(1), ['[live]', 'live', 'live ends', '[stills]']);
  });

  test('count from the first picture of live, however long that takes', async (t) => {
    const scene = new Scene(t);
    const { promise, resolve } = Promise.withResolvers<void>();
    scene.loaded = promise;
    scene.session.update({ ...stills, liveSeconds: 3 });
    scene.session.togglePlay();
    const kinds: string[] = [];
    for (const ms of [8000, 2000, 3000]) {
      await scene.pass(ms);
      kinds.push(scene.session.state.kind);
      resolve();
    }
    assert.deepEqual(kinds, ['connecting', 'live', 'stills']);
  });

  test('wait while the video is in picture-in-picture', async (t) => {
    const scene = new Scene(t);
    scene.session.update(stills);
    scene.session.togglePlay();
    scene.isInPicture = true;
    await scene.pass(50_000);
    assert.equal(scene.session.state.kind, 'live');
    scene.isInPicture = false;
    await scene.pass(20_000);
    assert.equal(scene.session.state.kind, 'stills');
  });

  test('come back when nobody has looked meanwhile, and by the pause key', async (t) => {
    const scene = new Scene(t);
    scene.session.update(stills);
    scene.session.goLive();
    await scene.pass(1000);
    scene.session.update({ ...stills, isSeen: false });
    scene.session.update(stills);
    assert.equal(scene.session.state.kind, 'stills');
    scene.session.play();
    await scene.pass(1000);
    scene.session.pause();
    assert.equal(scene.session.state.kind, 'stills');
  });
});

suite('the past', () => {
  test('takes the video over from live, and gives it back', async (t) => {
    const scene = new Scene(t);
    await scene.live();
    scene.session.seekBehind(20);
    await scene.pass(1000);
    assert.equal(scene.session.state.kind, 'replay');
    assert.equal(scene.session.hasAudio, true);
    scene.session.goLive();
    await scene.pass(1000);
    assert.equal(scene.session.state.kind, 'live');
    assert.deepEqual(scene.did, [
      'live ends',
      '[replay]',
      'past 20',
      'past 20 ends',
      '[live]',
      'live',
    ]);
  });

  test('is as long as the window, and near to live it is live', async (t) => {
    const scene = new Scene(t);
    await scene.live();
    scene.session.seekBehind(1);
    assert.deepEqual(scene.did, []);
    scene.session.seekBehind(500);
    await scene.pass(500);
    const { state } = scene.session;
    assert.ok(state.kind === 'replay' && state.behindSeconds <= 70 && state.behindSeconds > 55);
    scene.session.seekBehind(1);
    await scene.pass(1000);
    assert.equal(scene.session.state.kind, 'live');
  });

  test('is stepped through', async (t) => {
    const scene = new Scene(t);
    await scene.live();
    scene.session.step(-5);
    await scene.pass(500);
    scene.session.step(-5);
    assert.ok(scene.did.includes('past 5'));
    assert.ok(
      scene.did.some((each) => /^seek 1[01]$/.test(each)),
      scene.did.join(),
    );
  });

  test('is forgotten when nobody looks any more', async (t) => {
    const scene = new Scene(t);
    await scene.live();
    scene.session.seekBehind(20);
    await scene.pass(500);
    scene.session.update({ ...SEEN, isSeen: false });
    assert.equal(scene.did.at(-1), '[none]');
    scene.session.update(SEEN);
    await scene.pass(1000);
    assert.equal(scene.session.state.kind, 'live');
  });

  test('can be gone to from a pause, and live plays after it', async (t) => {
    const scene = new Scene(t);
    await scene.live();
    scene.session.pause();
    assert.deepEqual(scene.did, ['live ends']);
    scene.session.seekBehind(20);
    await scene.pass(500);
    assert.equal(scene.session.state.kind, 'replay');
    scene.session.goLive();
    await scene.pass(1000);
    assert.equal(scene.session.state.kind, 'live');
  });
});

test('live after stills ends by itself, also when the past was looked at meanwhile', async (t) => {
  const scene = new Scene(t);
  scene.session.update({ isSeen: true, mode: 'stills', liveSeconds: 20 });
  scene.session.togglePlay();
  await scene.pass(3000);
  scene.session.seekBehind(30);
  await scene.pass(2000);
  assert.equal(scene.session.state.kind, 'replay');
  scene.session.goLive();
  await scene.pass(30_000);
  assert.equal(scene.session.state.kind, 'stills');
});

test('a session that has ended holds nothing', async (t) => {
  const scene = new Scene(t);
  await scene.live();
  scene.session.seekBehind(20);
  await scene.pass(500);
  scene.session.dispose();
  assert.equal(scene.did.at(-1), 'past 20 ends');
  await scene.pass(30_000);
  assert.equal(scene.did.at(-1), 'past 20 ends');
});

test('a short look aside is followed by a jump to live, unless the past plays', async (t) => {
  const scene = new Scene(t);
  await scene.live();
  scene.session.afterGlance();
  assert.deepEqual(scene.did, ['jump']);
  scene.session.seekBehind(20);
  await scene.pass(500);
  scene.session.afterGlance();
  assert.equal(scene.session.state.kind, 'replay');
});

test('the window grows while the past plays, as it does in front of live', async (t) => {
  const scene = new Scene(t);
  await scene.live();
  const live = scene.session.windowSeconds;
  assert.ok(live > 60, `${live} s`);
  scene.session.seekBehind(20);
  await scene.pass(500);
  assert.equal(scene.session.state.kind, 'replay');
  assert.ok(scene.session.windowSeconds > live, `${scene.session.windowSeconds} s after ${live}`);
});

test('a step back counts from the picture that is shown', async (t) => {
  const scene = new Scene(t);
  await scene.live();
  scene.session.pause();
  scene.shownAgeMs = 30_000;
  scene.session.step(-5);
  await scene.pass(100);
  assert.equal(scene.did.at(-1), 'past 35');
  scene.session.step(10);
  assert.equal(scene.did.at(-1), 'seek 25');
});

test('another size is that of the past, too', async (t) => {
  const scene = new Scene(t);
  await scene.live();
  scene.session.seekBehind(20);
  await scene.pass(500);
  scene.session.setRendition('360p');
  assert.equal(scene.did.at(-1), 'as 360p');
});
